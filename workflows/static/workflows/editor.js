// The editor of a definition: what stands beside the text follows what is typed, lines have numbers, a finding leads to
// its line, and what was typed is kept by the browser until it is taken up or dropped. The page works without it.
"use strict";

(() => {
  const form = document.querySelector("form.definition");
  if (!form) return;
  const text = form.querySelector("textarea");
  const lines = form.querySelector("[data-lines]");
  const beside = form.querySelector("[data-beside]");
  const said = form.querySelector("[data-said]");
  const failure = form.querySelector("[data-failure]");
  const WAIT = 600; // milliseconds after the last key
  let waiting = 0;
  let asked = null;

  const numberLines = () => {
    const marked = new Set([...beside.querySelectorAll("[data-line]")].map((link) => Number(link.dataset.line)));
    const count = text.value.split("\n").length;
    lines.textContent = Array.from({ length: count }, (_, n) => (marked.has(n + 1) ? "● " : "") + (n + 1)).join("\n");
    lines.textContent += "\n\n\n"; // the text's own scroll bar takes some room at the bottom
    lines.hidden = false;
    lines.scrollTop = text.scrollTop;
  };

  const goTo = (line) => {
    const rows = text.value.split("\n");
    const start = rows.slice(0, line - 1).reduce((length, row) => length + row.length + 1, 0);
    text.focus();
    text.setSelectionRange(start, start + (rows[line - 1] || "").length);
    text.scrollTop = Math.max(0, (line - 5) * (text.scrollHeight / rows.length));
  };

  // The reader's place in the form that is tried out: which input, and which parts are folded.
  const place = () => ({
    name: beside.contains(document.activeElement) ? document.activeElement.id : "",
    folded: [...beside.querySelectorAll("details:not([open])")].map((part) => part.dataset.keep),
  });
  const backTo = ({ name, folded }) => {
    for (const part of folded) beside.querySelector(`details[data-keep="${part}"]`)?.removeAttribute("open");
    if (name) document.getElementById(name)?.focus();
  };

  const fail = () => {
    failure.textContent = said.dataset.failed;
    failure.hidden = false;
  };

  const look = async () => {
    asked?.abort();
    asked = new AbortController();
    try {
      const answer = await fetch(form.dataset.look, { method: "POST", body: new FormData(form), signal: asked.signal });
      if (!answer.ok || answer.redirected) return fail();
      const drawn = await answer.text();
      const before = place();
      beside.innerHTML = drawn;
      backTo(before);
      numberLines();
      failure.hidden = true;
      said.textContent = `${said.dataset.words} ${beside.querySelectorAll("[data-line]").length}`;
    } catch (error) {
      if (error.name !== "AbortError") fail();
    }
  };
  const lookSoon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, WAIT);
  };

  // What was typed, kept under the page's address.
  const KEY = `motcua-definition:${location.pathname}`;
  const keep = () => {
    try {
      localStorage.setItem(KEY, JSON.stringify({ text: text.value, at: Date.now() }));
    } catch {
      // A full or closed store keeps nobody from typing.
    }
  };
  const kept = () => {
    try {
      return JSON.parse(localStorage.getItem(KEY) || "null");
    } catch {
      return null;
    }
  };
  const offer = document.querySelector("[data-kept]");
  const found = kept();
  if (found && found.text !== text.value && !("typed" in form.dataset)) {
    offer.querySelector("[data-kept-at]").textContent = new Date(found.at).toLocaleString("vi-VN");
    offer.hidden = false;
  }
  offer.addEventListener("click", (event) => {
    if (event.target.matches("[data-kept-take]")) {
      text.value = found.text;
      look();
    } else if (event.target.matches("[data-kept-drop]")) localStorage.removeItem(KEY);
    else return;
    offer.hidden = true;
  });

  let changed = false;
  text.addEventListener("input", () => {
    changed = true;
    keep();
    numberLines();
    lookSoon();
  });
  text.addEventListener("scroll", () => { lines.scrollTop = text.scrollTop; });
  beside.addEventListener("change", (event) => {
    if (event.target.matches("select, [type=radio]")) look(); // a choice may decide what another section asks
  });
  beside.addEventListener("click", (event) => {
    const link = event.target.closest("[data-line]");
    if (link) {
      event.preventDefault();
      goTo(Number(link.dataset.line));
    } else if (event.target.matches('button[name="reload"], button[name="do-check"]')) {
      event.preventDefault();
      look();
    }
  });
  form.addEventListener("submit", () => { changed = false; });
  window.addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
  numberLines();
})();
