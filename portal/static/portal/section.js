// A choice draws the form again; on a slow network somebody types on meanwhile. What was typed or chosen since the
// form was sent is put into the new one, and then saved like any other change. So is what came before the scripts did.
"use strict";

(() => {
  const form = () => document.getElementById("section-form");
  const since = [];

  // As if one of these fields had just been changed by hand: the one on which others hang, if it is among them.
  // A chosen file takes everything else along.
  function tell(fields) {
    const first = (selector) => fields.find((field) => field.closest(selector));
    const told = first("[data-sends]") ?? first("[data-reloads]") ?? fields[0];
    told?.dispatchEvent(new Event("change", { bubbles: true }));
  }

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.target.id !== "form-place") return;
    const carriesFiles = event.detail.elt.id === "sends-files";
    typing.sent((field) => carriesFiles || field.type !== "file");
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id === "form-place") since.push(...typing.putBack(form()));
  });

  document.addEventListener("htmx:afterSettle", () => tell(since.splice(0)));

  const isKept = (field) => !field.matches("button, fieldset, [type=hidden]");
  const usual = (select) => [...select.options].find((option) => option.defaultSelected) ?? select.options[0];
  const isChoice = (field) => field.matches("[type=radio], [type=checkbox]");
  const cameEarly = (field) => {
    if (field.matches("[type=file]")) return field.files.length > 0;
    if (field.matches("select")) return field.value !== usual(field)?.value;
    return isChoice(field) ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
  };

  document.addEventListener("htmx:load", () => {
    tell([...form().elements].filter(isKept).filter(cameEarly));
  }, { once: true });
})();
