// Whether what stands in the form is saved: said truly, whatever the server answered or did not answer. The one place
// that decides which answer may be drawn: only one that says it is of this form (X-Form). What was not kept is sent
// again when the line is back, or when somebody has signed in again in another tab.
"use strict";

(() => {
  const DOUBLE = 1000; // ms in which a second press is the habit of pressing twice
  const PAUSES = [3, 5, 10, 20, 30, 60]; // seconds between tries
  const form = () => document.querySelector("form[data-keeps]");
  const line = () => document.querySelector("[data-saved]");
  const saver = () => document.querySelector("[data-saves]");
  const sender = () => document.getElementById("sends-files");
  const isFile = (field) => field.matches("[type=file]");
  let unsent = ""; // why a chosen file has not arrived
  let unsaved = ""; // why what stands in the form is not saved; "" when it is, or is on its way
  let tries = 0;
  let timer;
  let changed = 0; // how often something was changed
  let kept = 0; // up to which of these changes the server has answered
  let refreshed = 0; // new tokens asked for since something was saved
  let leaving = false;
  let isOnItsWay = false; // what stands in the form, or a chosen file
  // The button that was pressed meanwhile: the form sent as well would send the file twice, and a word that was mended
  // since would seem to be in the way of what another window saved.
  let waiting = null;

  // The line grows and shrinks: not under a finger.
  const say = (kind) => pressing.over(() => draw(kind));

  function draw(kind) {
    const text = document.querySelector(`template[data-unsaved="${kind}"]`);
    if (!text || !line()) return;
    line().replaceChildren(text.content.cloneNode(true));
    line().classList.toggle("is-unsaved", !["saving", "sending"].includes(kind));
    uncover();
  }

  // The line sticks to the foot of the window: the field that somebody is in must not be under it (scroll-padding).
  function uncover() {
    const here = document.activeElement;
    const isUnder = (field) => field.getBoundingClientRect().bottom > line().getBoundingClientRect().top;
    if (form()?.contains(here) && getComputedStyle(line()).position === "sticky" && isUnder(here)) {
      here.scrollIntoView({ block: "nearest" });
    }
  }

  function notSaved(kind) {
    unsaved = kind;
    say(kind);
    clearTimeout(timer);
    if (kind === "offline" || kind === "away") {
      timer = setTimeout(again, 1000 * PAUSES[Math.min(tries++, PAUSES.length - 1)]);
    }
  }

  // A file that was chosen and is not there yet goes with everything else of the form.
  function again() {
    clearTimeout(timer);
    if (!unsaved || !form()) return;
    htmx.trigger(unsent && sender() ? sender() : saver(), "again");
  }

  const KINDS = { 401: "signed-out", 404: "gone", 410: "gone", 413: "large", 429: "away" };

  function kindOf(status) {
    if (status >= 500) return "away";
    return KINDS[status] ?? "refused";
  }

  // A token of before: somebody has signed in again in another tab. The page is asked for the new one, if it is still
  // the same person's.
  async function refresh() {
    if (refreshed++ > 3) return notSaved("refused");
    let answer;
    try {
      answer = await fetch(location.href, { headers: { "X-Requested-With": "fetch" } });
    } catch {
      return notSaved("offline");
    }
    if (!answer.ok) return notSaved(answer.status === 403 ? "gone" : kindOf(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("form[data-keeps]")?.elements;
    if (!fresh) return notSaved("gone");
    if (fresh["typed-for"].value !== form().elements["typed-for"].value) return notSaved("another");
    for (const one of document.querySelectorAll("[name=csrfmiddlewaretoken]")) one.value = fresh.csrfmiddlewaretoken.value;
    unsaved = "saving";
    again();
  }

  // What sent, of this page; the event's own element may be what is drawn.
  const sentBy = ({ detail }) => form() && detail.requestConfig.elt;

  document.addEventListener("input", (event) => {
    if (form()?.contains(event.target)) changed += 1;
  });

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (!form()) return;
    if (leaving) return event.preventDefault();
    const { xhr } = event.detail;
    const arrives = xhr.onload;
    xhr.onload = () => pressing.over(arrives);
    xhr.changed = changed;
    isOnItsWay = true;
    say(sentBy(event) === sender() ? "sending" : "saving");
  });

  document.addEventListener("htmx:xhr:progress", (event) => {
    const bar = line()?.querySelector("progress");
    if (bar && event.detail.lengthComputable) bar.value = (100 * event.detail.loaded) / event.detail.total;
  });

  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!form()) return;
    const { xhr } = event.detail;
    const what = xhr.getResponseHeader("X-Form");
    event.detail.shouldSwap = Boolean(what);
    if (what === "told") {
      event.detail.target = line();
      event.detail.selectOverride = "unset";
      event.detail.swapOverride = "innerHTML";
      unsaved = "told";
    } else if (what) {
      if (sentBy(event) === sender()) unsent = "";
      [unsaved, refreshed, kept] = [unsent, 0, xhr.changed];
      if (!unsaved) [tries, timer] = [0, clearTimeout(timer)];
    } else {
      failed(event, xhr.status === 403 ? "expired" : kindOf(xhr.status));
    }
  });

  // The words may be saved while a file is not.
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target !== line()) return;
    line().classList.toggle("is-unsaved", unsaved === "told");
    if (unsent) say(unsent);
    uncover();
  });

  function failed(event, kind) {
    if (sentBy(event) === sender()) unsent = kind === "expired" ? "sending" : kind;
    if (kind === "expired") refresh();
    else notSaved(kind);
  }

  for (const name of ["htmx:sendError", "htmx:timeout", "htmx:sendAbort"]) {
    document.addEventListener(name, (event) => {
      if (form() && !leaving) failed(event, "offline");
    });
  }

  document.addEventListener("htmx:afterRequest", (event) => {
    isOnItsWay = false;
    if (event.detail.xhr.getResponseHeader("X-Conflict")) waiting = null; // pressed before they could read of it
    goOn();
  });

  function goOn() {
    if (!waiting || !form()) return;
    form().requestSubmit([...form().elements].findLast((one) => one.name === waiting.name && one.value === waiting.value));
    waiting = null;
  }

  function tryNow() {
    if (unsaved === "signed-out" || unsaved === "another") {
      refreshed = 0;
      refresh();
    } else if (unsaved === "offline" || unsaved === "away") again();
  }

  window.addEventListener("online", tryNow);
  window.addEventListener("focus", tryNow);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) tryNow(); });

  document.addEventListener("submit", (event) => {
    if (event.target !== form() || event.defaultPrevented) return;
    // Who presses again waits no longer.
    leaving = !isOnItsWay || (waiting !== null && event.timeStamp - waiting.since > DOUBLE);
    if (leaving) return;
    event.preventDefault();
    waiting ??= { name: event.submitter?.name, value: event.submitter?.value, since: event.timeStamp };
  });
  window.addEventListener("pageshow", () => { [leaving, waiting] = [false, null]; });

  window.addEventListener("beforeunload", (event) => {
    if (unsaved && unsaved !== "told" && !leaving) event.preventDefault();
  });

  // Who leaves by a link half a second after typing: the rest is sent while the page goes.
  window.addEventListener("pagehide", () => {
    if (leaving || !form() || changed === kept || unsaved) return;
    const data = new FormData(form());
    [...form().elements].filter(isFile).forEach((field) => data.delete(field.name));
    data.set("autosave", "1");
    const headers = { "X-Requested-With": "fetch" };
    fetch(location.pathname, { method: "POST", body: new URLSearchParams(data), headers, keepalive: true }).catch(() => {});
  });
})();
