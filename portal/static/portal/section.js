// A choice draws the form again; on a slow network somebody types on meanwhile. What was typed or chosen since the
// form was sent is put into the new one, and then saved like any other change.
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
})();
