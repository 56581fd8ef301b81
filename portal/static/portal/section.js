// A choice draws the form again; on a slow network somebody types on meanwhile. What was typed or chosen since the
// form was sent is put into the new one, and then saved like any other change. So is what came before the scripts did.
"use strict";

(() => {
  const form = () => document.getElementById("section-form");
  const isChosen = (field) => field.matches("[type=radio], [type=checkbox]");
  const isKept = (field) => field.id && !field.matches("button, fieldset, [type=hidden], [type=file]");
  const said = () =>
    new Map([...form().elements].filter(isKept).map((field) => [field.id, isChosen(field) ? field.checked : field.value]));

  let sent = new Map();
  let since = [];

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.target === form()) sent = said();
  });

  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target === form()) since = [...said()].filter(([id, value]) => sent.get(id) !== value);
  });

  document.addEventListener("htmx:afterSwap", () => {
    for (const [id, value] of since) {
      const field = document.getElementById(id);
      if (field) field[isChosen(field) ? "checked" : "value"] = value;
    }
  });

  document.addEventListener("htmx:afterSettle", () => {
    if (since.length) form().dispatchEvent(new Event("change", { bubbles: true }));
    since = [];
  });

  const usual = (select) => [...select.options].find((option) => option.defaultSelected) ?? select.options[0];
  const cameEarly = (field) => {
    if (field.matches("select")) return field.value !== usual(field)?.value;
    return isChosen(field) ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
  };

  document.addEventListener("htmx:load", () => {
    const early = [...form().elements].filter(isKept).filter(cameEarly);
    const tell = early.find((field) => field.closest("[data-reloads]")) ?? early[0];
    tell?.dispatchEvent(new Event("change", { bubbles: true }));
  }, { once: true });
})();
