// What somebody typed, chose or attached since the last answer of the server: a part of a page that is drawn again
// meanwhile gets it back. `typing.sent()` says that the form is on its way, with the fields that it carries.
"use strict";

const typing = (() => {
  const FIELDS = "input:not([type=hidden]), select, textarea";
  const touched = new Map(); // name of a field: the field that was touched, also when it stands in no page any more

  const isChoice = (field) => field.matches("[type=radio], [type=checkbox], button");
  const nameOf = (field) => (isChoice(field) ? `${field.name}=${field.value}` : field.id || field.name);

  document.addEventListener("input", (event) => {
    if (event.target.matches(FIELDS)) touch(event.target);
  });

  function copy(old, field) {
    if (isChoice(field)) field.checked = old.checked;
    else if (field.matches("[type=file]")) field.files = old.files;
    else field.value = old.value;
    field.closest("details")?.setAttribute("open", "");
  }

  // Gives the fields inside `part` what their forerunners held; returns the fields that changed.
  function putBack(part) {
    const back = [...part.querySelectorAll(FIELDS)].filter((field) => {
      const old = touched.get(nameOf(field));
      return old && old !== field;
    });
    for (const field of back) {
      copy(touched.get(nameOf(field)), field);
      touched.set(nameOf(field), field);
    }
    return back;
  }

  // Where the cursor is in `old`; the returned function puts it into the same field or button of what comes instead.
  function placeIn(old) {
    const here = [...old.querySelectorAll(`${FIELDS}, button`)].find((field) => field === document.activeElement);
    const [start, end] = [here?.selectionStart, here?.selectionEnd];
    return (fresh) => {
      if (!here) return;
      const there = [...fresh.querySelectorAll(`${FIELDS}, button`)].findLast((field) => nameOf(field) === nameOf(here));
      there?.focus({ preventScroll: true });
      if (Number.isInteger(start)) there?.setSelectionRange(start, end);
    };
  }

  // A list or a dialog that was opened from `old` still ends there: what is chosen in it goes to what stands now.
  function follow(old) {
    for (const field of old.querySelectorAll(FIELDS)) field.addEventListener("change", comesLate);
  }

  function comesLate({ target }) {
    if (target.isConnected) return;
    touch(target);
    for (const field of putBack(document)) field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // Swaps `old` for `fresh`; the cursor stays in its field, so that the next key is typed there and is no command.
  function replace(old, fresh) {
    const backToPlace = placeIn(old);
    follow(old);
    old.replaceWith(fresh);
    putBack(fresh);
    backToPlace(fresh);
  }

  const touch = (field) => touched.set(nameOf(field), field);

  // Returns what it carries, for `notSent` when it did not arrive.
  function sent(isCarried = () => true) {
    const carried = [...touched].filter(([, field]) => isCarried(field));
    for (const [name] of carried) touched.delete(name);
    return carried;
  }

  function notSent(carried) {
    for (const [name, field] of carried) if (!touched.has(name)) touched.set(name, field);
  }

  return { sent, notSent, putBack, placeIn, follow, replace };
})();
