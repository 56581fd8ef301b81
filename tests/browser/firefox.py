"""Debian's Firefox, driven by its own remote control (Marionette): neither Playwright, which wants a
build of its own, nor a driver that no package of Debian has.
"""

from __future__ import annotations

import json
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PATIENCE = 60.0  # seconds
PREFERENCES = {"marionette.port": 0, "browser.shell.checkDefaultBrowser": False}


class NotSeen(AssertionError):
    """What the page should show did not come."""


class Firefox:
    """One window. Elements are named by CSS selectors, buttons and links by their words."""

    def __init__(self, port: int) -> None:
        self._line = socket.create_connection(("127.0.0.1", port), timeout=2 * PATIENCE)
        self._answers = self._line.makefile("rb")
        self._number = 0
        self._read()  # it says who it is
        self.call("WebDriver:NewSession", capabilities={"alwaysMatch": {}})
        self.call("WebDriver:SetWindowRect", width=500, height=900)  # its narrowest

    def call(self, name: str, **more: Any) -> Any:
        """One command of the protocol. Raises RuntimeError with Firefox's own words."""
        self._number += 1
        said = json.dumps([0, self._number, name, more]).encode()
        self._line.sendall(b"%d:%b" % (len(said), said))
        _kind, _number, fault, result = self._read()
        if fault:
            raise RuntimeError(fault["message"])
        return result

    def go(self, address: str) -> None:
        self.call("WebDriver:Navigate", url=address)

    def run(self, script: str, *given: Any) -> Any:
        found = self.call("WebDriver:ExecuteScript", script=script, args=list(given))
        return found["value"]

    def type(self, selector: str, text: str) -> None:
        """As a person does: the box is emptied and typed into."""
        self.wait(lambda: self.run("return !!document.querySelector(arguments[0])", selector))
        found = self.call("WebDriver:FindElement", using="css selector", value=selector)
        (pk,) = found["value"].values()
        self.call("WebDriver:ElementClear", id=pk)
        self.call("WebDriver:ElementSendKeys", id=pk, text=text)

    def choose(self, selector: str) -> None:
        """A radio button or a box, by its label; or an option of a list."""
        script = """const one = document.querySelector(arguments[0]);
            if (!one) return false;
            if (one.tagName !== "OPTION") { one.click(); return true; }
            one.closest("select").value = one.value;
            one.closest("select").dispatchEvent(new Event("change", {bubbles: true}));
            return true;"""
        self.wait(lambda: self.run(script, selector))

    def press(self, words: str) -> None:
        """The button or link of the page's main part that says so."""
        script = """const all = document.querySelectorAll("main a, main button:not(.sr-only)");
            const one = [...all].find((each) => each.innerText.trim() === arguments[0]);
            if (!one) return false;
            one.scrollIntoView({block: "center"});
            one.click();
            return true;"""
        self.wait(lambda: self.run(script, words))

    def see(self, words: str) -> None:
        """Wait until the page's main part shows it."""
        script = "return !!document.querySelector('main')?.innerText.includes(arguments[0])"
        self.wait(lambda: self.run(script, words))

    def wait(self, is_so: Callable[[], Any]) -> None:
        """Ask again until it is so; while a page goes away there is nothing to ask."""
        ends = time.monotonic() + PATIENCE
        while time.monotonic() < ends:
            try:
                if is_so():
                    return
            except RuntimeError:
                pass
            time.sleep(0.1)
        raise NotSeen(self.run("return document.body.innerText"))

    def _read(self) -> Any:
        length = b""
        while (sign := self._answers.read(1)) not in (b":", b""):
            length += sign
        return json.loads(self._answers.read(int(length)))


@contextmanager
def running(program: str, folder: Path) -> Iterator[Firefox]:
    """Firefox with a fresh profile in the folder, until the block ends."""
    lines = [
        f"user_pref({json.dumps(name)}, {json.dumps(value)});"
        for name, value in PREFERENCES.items()
    ]
    (folder / "user.js").write_text("\n".join(lines))
    command = [program, "--headless", "--marionette", "--no-remote", "--profile", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield Firefox(_port(folder / "MarionetteActivePort"))
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def _port(file: Path) -> int:
    """Which port it took, as it writes down."""
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        if file.exists() and file.read_text().strip():
            return int(file.read_text())
        time.sleep(0.1)
    raise NotSeen("Firefox did not start")
