"""Everything is killed while people wait: their places are what they were (issue 18)."""

from __future__ import annotations

import re
import time

import pytest

from tests.faults.client import Browser
from tests.faults.site import Site, site

PAGE = "/hang-cho/ban-sao/"
FIGURE = re.compile(r'waiting-figure">(\d+)<')
FIRST, CROWD = 30, 8  # those of `lining`, and those who are asked


@pytest.mark.slow
def test_places_outlive_web_database_and_broker() -> None:
    with site(on_postgres=True) as running:
        running.run("tests.faults.lining", "0")
        running.start("web")
        running.wait_for_the_web()
        crowd = [Browser(f"http://127.0.0.1:{running.port}") for _one in range(CROWD)]
        wait_for_the_line(running)
        for number, browser in enumerate(crowd):
            assert named(browser, f"nguoi{number}") == 303
        before = places(crowd)
        assert before == sorted(before) and len(set(before)) == CROWD, "in order of coming"

        running.kill("web")
        running.start("web")
        running.wait_for_the_web()
        wait_for_the_line(running)
        kept(crowd, before)

        running.kill("broker")
        running.kill("database")
        kept(crowd, before)  # from memory, and nobody is let in meanwhile
        running.start("database")
        running.start("broker")

        wait_until_joined(running, "nguoi0")
        again = Browser(f"http://127.0.0.1:{running.port}")
        assert named(again, "nguoi5") == 303
        kept([again], [before[5]])
        assert running.answer("SELECT count(*) FROM waiting_line_place") == FIRST + CROWD
        assert running.answer("SELECT counter FROM waiting_line_line") == FIRST + CROWD


def named(browser: Browser, name: str) -> int:
    """Keep a place for this name; the page needs no token."""
    return browser.ask("POST", PAGE, {"name": name})[0]


def places(crowd: list[Browser]) -> list[int]:
    """What the page says to each."""
    found = []
    for browser in crowd:
        status, _location, text = browser.ask("GET", PAGE)
        figure = FIGURE.search(text)
        assert status == 200 and figure, text[-500:]
        found.append(int(figure[1]))
    return found


def kept(crowd: list[Browser], before: list[int]) -> None:
    """The order is the same; at one a minute a few may have been called in the meantime."""
    now = places(crowd)
    assert [b - a for b, a in zip(before, now, strict=True)] == [before[0] - now[0]] * len(now)
    assert now[0] <= before[0]


def wait_for_the_line(running: Site) -> None:
    """Each of the two web processes has read the line; it does within five seconds."""
    give_up = time.monotonic() + 60
    seen = 0
    while seen < 12:
        assert time.monotonic() < give_up, running.logs()
        status, _location, _text = Browser(f"http://127.0.0.1:{running.port}").ask("GET", PAGE)
        seen = seen + 1 if status == 200 else 0
        time.sleep(0.1)


def wait_until_joined(running: Site, name: str) -> None:
    """The web has found its database again."""
    give_up = time.monotonic() + 60
    while named(Browser(f"http://127.0.0.1:{running.port}"), name) != 303:
        assert time.monotonic() < give_up, running.logs()
        time.sleep(0.5)
