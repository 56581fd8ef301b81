// While a finger, the mouse's button or the space bar is down, what lies under it must not be drawn again: the press
// would begin in the old page and end in the new one, and be none. Nor while a keyboard puts a letter together from
// several keys. `pressing.over(act)` acts now, or when it is over.
"use strict";

const pressing = (() => {
  const LONGEST = 5000; // ms: its end was not seen, as when it opened a menu of the browser
  const CLICK = 300; // ms in which a lifted finger becomes a click
  const waiting = [];
  let isDown = false;
  let timer;

  function ends(after) {
    if (!isDown) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      isDown = false;
      for (const act of waiting.splice(0)) act();
    }, after);
  }

  function begins() {
    isDown = true;
    ends(LONGEST);
  }

  const on = (name, act) => window.addEventListener(name, act, { capture: true, passive: true });
  on("pointerdown", (event) => { if (event.isPrimary && event.button === 0) begins(); });
  on("pointerup", () => ends(CLICK));
  on("pointercancel", () => ends(0));
  on("click", () => ends(0));
  on("change", (event) => { if (event.target.matches("select")) ends(0); });
  on("keydown", (event) => { if (event.key === " " && !event.repeat && event.target.matches("button, input")) begins(); });
  on("keyup", (event) => { if (event.key === " ") ends(0); });
  on("compositionstart", begins);
  on("compositionend", () => ends(0));

  const over = (act) => { isDown ? waiting.push(act) : act(); };
  return { over };
})();
