// A form that is sent while the line is gone would leave an empty page where the text was: it stays, and says so.
"use strict";

document.addEventListener("submit", (event) => {
  if (navigator.onLine || event.target.getAttribute("method")?.toLowerCase() !== "post" || event.defaultPrevented) return;
  event.preventDefault();
  const form = event.target;
  delete form.dataset.sent; // the press did not count
  form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
  document.querySelectorAll("[data-not-sent]").forEach((one) => one.remove());
  const said = document.getElementById("not-sent").content.firstElementChild.cloneNode(true);
  said.dataset.notSent = "";
  const pressed = form.contains(event.submitter) ? event.submitter : null;
  (pressed?.closest(".actions") ?? pressed ?? form).before(said);
});

// Who leaves by a link, or puts the telephone away, finds what was typed on coming back to the page within the hour
// (portal/held.py), as after a session that ended. Forms that save each change (saving.js) need it not.
(() => {
  const TYPED = "input:not([type=hidden]), select, textarea";
  const touched = new Set(); // where forms are sent to in which something was typed that was not sent

  const goesTo = (form) => new URL(form.getAttribute("action") || location.pathname, location.href).pathname;
  const waits = (form) =>
    form?.getAttribute("method")?.toLowerCase() === "post" && !form.matches("[data-keeps]") && form.elements["typed-for"];

  document.addEventListener("input", (event) => {
    if (event.target.matches(TYPED) && waits(event.target.form)) touched.add(goesTo(event.target.form));
  });

  // A press that shows a paper in its frame leaves the page where it is.
  document.addEventListener("submit", (event) => {
    if (!event.defaultPrevented && !event.submitter?.formTarget) touched.delete(goesTo(event.target));
  });

  function keep() {
    for (const form of document.querySelectorAll("form")) {
      if (!waits(form) || !touched.delete(goesTo(form))) continue;
      const data = new FormData(form);
      for (const field of form.elements) if (field.matches("[type=file]")) data.delete(field.name);
      const headers = { "X-Requested-With": "leaving" };
      fetch(goesTo(form), { method: "POST", body: new URLSearchParams(data), headers, keepalive: true }).catch(() => {});
    }
  }

  // Drawn with what was typed before: it is as good as typed here.
  const isFilled = (field) =>
    field.matches(TYPED) && (field.matches("[type=radio], [type=checkbox]") ? field.checked : Boolean(field.value));
  if (document.body.hasAttribute("data-typed")) {
    for (const form of document.querySelectorAll("form")) {
      if (waits(form) && [...form.elements].some(isFilled)) touched.add(goesTo(form));
    }
  }
  window.addEventListener("pagehide", keep);
  document.addEventListener("visibilitychange", () => { if (document.hidden) keep(); });
})();
