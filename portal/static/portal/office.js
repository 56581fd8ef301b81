// The office's pages without this file: everything works. With it: views change in place, a decision cannot be
// pressed before it has what it needs, and the keyboard moves through the day.
"use strict";

(() => {
  const find = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // --- Keyboard -----------------------------------------------------------------------------------------------

  const isTyping = (target) =>
    target.isContentEditable || target.matches("textarea, select, input:not([type=radio], [type=checkbox])");

  function moveInList(step) {
    const links = all("[data-row]");
    if (!links.length) return false;
    const here = links.findIndex((link) => link.closest("tr").contains(document.activeElement));
    const next = here < 0 ? (step > 0 ? 0 : links.length - 1) : here + step;
    if (next < 0 || next >= links.length) return true;
    links[next].focus();
    links[next].scrollIntoView({ block: "nearest" });
    return true;
  }

  function claimInList() {
    const row = document.activeElement.closest("[data-rows] tr");
    const button = row && find("[data-claim]", row);
    if (button) button.click();
    return Boolean(button);
  }

  function press(key) {
    if (key === "?") return openKeys();
    if (key === "/" && find("[data-key-search]")) return find("[data-key-search]").focus() ?? true;
    if (key === "j" && moveInList(1)) return true;
    if (key === "k" && moveInList(-1)) return true;
    if (key === "c" && claimInList()) return true;
    const target = find(`[data-key="${CSS.escape(key)}"]`);
    if (!target) return false;
    target.click();
    if (target.type === "radio") target.focus();
    return true;
  }

  function openKeys() {
    find("[data-keys]")?.showModal();
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat) return;
    if (isTyping(event.target) || find("dialog[open]")) return;
    if (press(event.key)) event.preventDefault();
  });

  // --- The decision panel -------------------------------------------------------------------------------------

  const chosen = (form) => find("[data-outcome]:has([name=do-outcome]:checked)", form);

  // Whether something stands in the boxes of a field, however many inputs it has.
  function isFilled(form, name) {
    return [...form.elements].some((one) => {
      if (one.name !== name && !one.name.startsWith(`${name}.`)) return false;
      if (one.matches("button, fieldset, [type=hidden]")) return false;
      return one.matches("[type=radio], [type=checkbox]") ? one.checked : Boolean(one.value.trim());
    });
  }

  function lacks(form, outcome) {
    const button = find("[data-decide]", form);
    if (!outcome) return button.dataset.first;
    if (outcome.dataset.missing) return outcome.dataset.missing;
    const empty = all("[data-needs]", outcome).filter((one) => !isFilled(form, one.dataset.needs));
    if (empty.length) return `${button.dataset.fields} ${empty.map((one) => one.textContent).join(", ")}.`;
    if (outcome.dataset.mustItem === "1") {
      const asked = all("[data-ask]", outcome).filter((one) => find("input[type=checkbox]", one).checked);
      return asked.length && asked.every((one) => find("input:not([type=checkbox])", one).value.trim()) ? "" : button.dataset.item;
    }
    const said = all("textarea, input[type=checkbox]", outcome).some((one) =>
      one.type === "checkbox" ? one.checked : one.value.trim());
    return outcome.dataset.mustReason === "1" && !said ? button.dataset.reason : "";
  }

  function refresh(form) {
    const outcome = chosen(form);
    const missing = lacks(form, outcome);
    const button = find("[data-decide]", form);
    const text = find("[data-missing-text]", form);
    button.disabled = Boolean(missing);
    button.textContent = outcome ? find(".outcome-head span", outcome).textContent : button.dataset.first;
    text.textContent = outcome ? missing : "";
    text.hidden = !text.textContent;
  }

  function once(form) {
    form.addEventListener("submit", (event) => {
      const button = event.submitter;
      if (!button || !button.matches("[data-decide]")) return;
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "1";
      button.setAttribute("aria-disabled", "true");
    });
  }

  function prepare() {
    all("[data-keys-open]").forEach((button) => { button.hidden = false; });
    const form = find("[data-decision]");
    if (!form || form.dataset.prepared) return;
    form.dataset.prepared = "1";
    form.addEventListener("input", () => refresh(form));
    form.addEventListener("change", () => refresh(form));
    once(form);
    refresh(form);
    find("[data-refusal]", form)?.focus();
  }

  // --- Views change in place: what is typed meanwhile stays (typing.js) ------------------------------------------

  let asked = 0; // the turn of what was asked last, a view or a button
  let pressed = 0; // the turn of the button that was pressed last

  // Whether the answer was shown. `sent`: method and body of a form; its content type is the browser's to say.
  async function swap(address, selector, sent = {}) {
    const turn = ++asked;
    if (sent.method) pressed = turn;
    const answer = await fetch(address, { ...sent, headers: { "X-Requested-With": "fetch" } });
    const text = await answer.text();
    await new Promise(pressing.over);
    // A view for which something newer was asked meanwhile is dropped; what the last button did is always shown.
    if (turn !== (sent.method ? pressed : asked)) return false;
    if (!answer.ok) throw new Error(String(answer.status));
    const fresh = find(selector, new DOMParser().parseFromString(text, "text/html"));
    if (!fresh) throw new Error(selector);
    // A parsed page takes these for its own; the first button of a form is what Enter presses.
    all("noscript", fresh).forEach((one) => one.remove());
    typing.replace(find(selector), fresh);
    prepare();
    return true;
  }

  // The link to the same view, or to the same paper, among those of the middle.
  const twin = (link) => find(`#case-middle nav [href="${CSS.escape(link.getAttribute("href"))}"]`);

  // The form says which view, and which of its papers, the server shows with its next answer.
  function noteView(link) {
    const form = find("[data-decision]");
    if (!form) return;
    const wanted = new URL(link.href).searchParams;
    form.elements.xem.value = wanted.get("xem");
    form.elements.tep.value = wanted.get("tep") ?? "";
  }

  async function openView(link) {
    // A view that stands open already is not replaced: a press on one of its buttons would be lost. But another view
    // still on its way must not replace it either. One of several papers is a view of its own.
    if (twin(link)?.hasAttribute("aria-current")) asked += 1;
    else if (!(await swap(link.href, "#case-middle"))) return;
    history.replaceState(null, "", link.href);
    noteView(link);
    if (!isTyping(document.activeElement)) twin(link)?.focus({ preventScroll: true });
  }

  // What stands in the panel goes along, as without this file: the server keeps it, also when it asks to sign in first.
  function leaveFor(link) {
    const form = find("[data-decision]");
    if (!form) return void (location.href = link.href);
    noteView(link);
    form.noValidate = true;
    const button = Object.assign(document.createElement("button"), { name: "do-look", hidden: true });
    form.append(button);
    form.requestSubmit(button);
  }

  async function pressInPlace(button) {
    const answer = swap(button.form.action, "#case", { method: "POST", body: new FormData(button.form, button) });
    typing.sent();
    await answer;
  }

  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const link = event.target.closest("a[data-view]");
    const button = event.target.closest("button[data-swap]");
    if (link) {
      event.preventDefault();
      openView(link).catch(() => leaveFor(link));
    } else if (button) {
      event.preventDefault();
      pressInPlace(button).catch(() => button.form.requestSubmit(button));
    } else if (event.target.closest("[data-keys-open]")) {
      openKeys();
    }
  });

  prepare();
})();
