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
