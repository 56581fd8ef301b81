// Each change of a section goes to the server: a chosen file with all else, a choice on which others hang for a form
// drawn anew, the rest to be saved. One request at a time; what changes meanwhile is put into the new form and goes with
// the next one. So does what was typed before the scripts had come.
"use strict";

(() => {
  const WAYS = ["saves", "redraws", "sends-files"]; // what sends: each takes along what those before it would
  const PAUSE = 300; // ms until what draws nothing is saved
  const form = () => document.getElementById("section-form");
  const isDrawn = ({ target }) => target.id === "form-place";
  const wayOf = (field) => (field.matches("[data-sends]") ? 2 : Number(field.matches("[data-reloads]")));
  let owed = -1; // the furthest way that a change since the last request has to go
  let isOnItsWay = false;
  let isOld = false; // the line was gone when a choice asked for another form: it is asked for when the line is back
  let timer;
  let backToPlace;

  function owe(fields) {
    if (!fields.length) return;
    owed = Math.max(owed, ...fields.map(wayOf));
    if (owed) send();
    else soon();
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(send, owed > 0 ? 0 : PAUSE);
  }

  function send() {
    const sender = document.getElementById(WAYS[owed]); // a page that sends by its button alone has none that saves
    if (sender && !isOnItsWay) htmx.trigger(sender, "again");
  }

  document.addEventListener("change", (event) => {
    if (form().contains(event.target)) owe([event.target]);
  });

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.defaultPrevented) return; // the page is being left (saving.js)
    const { elt, xhr } = event.detail;
    const way = WAYS.indexOf(elt.id);
    isOnItsWay = true;
    if (owed <= way) owed = -1;
    xhr.carried = typing.sent((field) => field.type !== "file" || wayOf(field) <= way);
  });

  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (!isDrawn(detail)) return;
    if (!detail.xhr.getResponseHeader("X-Form")) detail.shouldSwap = false; // a sign-in page, a refusal
    if (!detail.shouldSwap) return;
    backToPlace = typing.placeIn(form());
    typing.follow(form());
  });

  document.addEventListener("htmx:afterSwap", ({ detail }) => {
    if (!isDrawn(detail)) return;
    owe(typing.putBack(form()));
    backToPlace(form());
  });

  document.addEventListener("htmx:afterRequest", ({ detail: { xhr, requestConfig } }) => {
    const way = WAYS.indexOf(requestConfig.elt.id);
    const arrived = Boolean(xhr.getResponseHeader("X-Form"));
    isOnItsWay = false;
    if (!arrived) typing.notSent(xhr.carried);
    if (way) isOld = !arrived && (isOld || way === 1);
    else if (arrived && isOld) owed = Math.max(owed, 1);
    soon();
  });

  const isKept = (field) => !field.matches("button, fieldset, [type=hidden]");
  const usual = (select) => [...select.options].find((option) => option.defaultSelected) ?? select.options[0];
  const isChoice = (field) => field.matches("[type=radio], [type=checkbox]");
  const cameEarly = (field) => {
    if (field.matches("[type=file]")) return field.files.length > 0;
    if (field.matches("select")) return field.value !== usual(field)?.value;
    return isChoice(field) ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
  };

  document.addEventListener("htmx:load", () => {
    owe([...form().elements].filter(isKept).filter(cameEarly));
  }, { once: true });
})();
