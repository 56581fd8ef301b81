"""An opening: a crowd in the first second, another within a minute, behind nginx with TLS, on
PostgreSQL. One JSON line.

Everybody keeps a place, waits, signs in (argon2), and files what they had filled in. The crowd runs
on the same cores as the site; its own share of the processor is printed. `PRESENT=1000 LATER=5000
python -m tests.bench.bench_opening` is the full size (hours of a slow machine); without, a small one.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import ssl
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")  # `kept_database` asks

from scripts.services import children, free_port
from tests.faults.site import Site, site
from tests.operation.test_nginx import HOST, certificate, configuration, wait_for

PRESENT, LATER = int(os.environ.get("PRESENT", "40")), int(os.environ.get("LATER", "80"))
OPENS_IN, LATER_WITHIN, ENOUGH = 25.0, 60.0, 600.0  # seconds
PASSWORD = "mat-khau-rat-dai"
APPLY, PAGE = "/thu-tuc/diploma-copy/nop/", "/hang-cho/khai-truong/"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
SHOWN = re.compile(r'name="shown"[^>]*value="([^"]*)"')
NUMBER = re.compile(r'<dd class="code">(\d+)</dd>')


@dataclass
class Seen:
    """What the crowd saw together."""

    inside: list[float] = field(default_factory=list)
    waiting: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    filed: list[str] = field(default_factory=list)
    joined: list[tuple[float, int]] = field(default_factory=list)


class Visitor:
    """A browser: cookies, one connection at a time, an address of its own."""

    def __init__(self, port: int, number: int, seen: Seen) -> None:
        self.port, self.seen = port, seen
        self.address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        self.cookies: dict[str, str] = {}
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(
        self, method: str, path: str, form: dict[str, str] | None = None, *, inside: bool
    ) -> tuple[int, dict[str, str], str]:
        body = urlencode(form).encode() if form is not None else b""
        jar = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: {HOST}\r\nX-Test-Visitor: {self.address}\r\n"
            f"Origin: https://{HOST}\r\nCookie: {jar}\r\nContent-Length: {len(body)}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
        )
        began = time.perf_counter()
        status, headers, text = await self._exchange(head.encode() + body)
        (self.seen.inside if inside else self.seen.waiting).append(time.perf_counter() - began)
        if status >= 400:
            self.seen.errors.append(f"{status} {method} {path.split('?')[0].split('-')[0]}")
        return status, headers, text

    async def _exchange(self, sent: bytes) -> tuple[int, dict[str, str], str]:
        for turn in range(2):
            try:
                if self.streams is None:
                    self.streams = await asyncio.open_connection(
                        "127.0.0.1", self.port, ssl=CONTEXT
                    )
                self.streams[1].write(sent)
                return await self._read(self.streams[0])
            except (asyncio.IncompleteReadError, ConnectionError):
                self.streams = None  # nginx closed what was idle for over a minute
                if turn:
                    raise
        raise AssertionError

    async def _read(self, reader: asyncio.StreamReader) -> tuple[int, dict[str, str], str]:
        raw = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers: dict[str, str] = {}
        for line in filter(None, raw[1:]):
            name, _colon, value = line.partition(": ")
            if name.lower() == "set-cookie":
                key, _sign, rest = value.partition("=")
                self.cookies[key] = rest.split(";")[0]
            headers[name.lower()] = value
        if headers.get("transfer-encoding") == "chunked":
            content = b""
            while size := int((await reader.readuntil(b"\r\n")).strip(), 16):
                content += (await reader.readexactly(size + 2))[:-2]
            await reader.readexactly(2)
        else:
            content = await reader.readexactly(int(headers.get("content-length", 0)))
        return int(raw[0].split()[1]), headers, content.decode("utf-8", "replace")

    async def file(self, username: str, draft: str) -> None:
        """From the first page to the filed dossier; nothing is asked twice in vain."""
        await self.wait(username)
        _status, _headers, text = await self.ask("GET", f"/dang-nhap/?next={APPLY}", inside=True)
        form = {"username": username, "password": PASSWORD, "next": APPLY}
        await self.press("/dang-nhap/", form, text)
        await self.ask("GET", APPLY, inside=True)
        check = f"/nhap/{draft}/kiem-tra/"
        _status, _headers, text = await self.ask("GET", check, inside=True)
        shown = SHOWN.search(text)
        status, headers, text = await self.press(check, {"shown": shown[1] if shown else ""}, text)
        where = headers.get("location", "")
        if status == 302 and where.startswith("/ho-so/"):
            self.seen.filed.append(where)
        else:
            self.seen.errors.append(f"not filed: {status} {where}")

    async def press(
        self, path: str, form: dict[str, str], page: str
    ) -> tuple[int, dict[str, str], str]:
        token = TOKEN.search(page)
        form = {**form, "csrfmiddlewaretoken": token[1] if token else ""}
        return await self.ask("POST", path, form, inside=True)

    async def wait(self, username: str) -> None:
        """Keep a place, then ask as often as the page says."""
        await self.ask("GET", PAGE, inside=False)
        await self.ask("POST", PAGE, {"name": username, "den": APPLY}, inside=False)
        number = None
        while True:
            status, headers, text = await self.ask("GET", f"{PAGE}?den={APPLY}", inside=False)
            figure = NUMBER.search(text)
            if number is None and figure:
                number = int(figure[1])
                self.seen.joined.append((time.monotonic(), number))
            if status == 302:
                return
            await asyncio.sleep(float(headers.get("refresh", "20")))


CONTEXT = ssl._create_unverified_context()


async def crowd(port: int, made: dict[str, Any], opens: float, seen: Seen) -> list[float]:
    """All of them; returns how long an officer's page took meanwhile."""
    people = list(made["drafts"].items())
    tasks = []
    for number, (username, draft) in enumerate(people):
        if number < PRESENT:  # in the second before the opening they are there
            come = opens - 1 + number / PRESENT
        else:
            come = opens + 2 + (number - PRESENT) / LATER * LATER_WITHIN
        tasks.append(asyncio.create_task(_one(port, number, username, draft, come, seen)))
    took: list[float] = []
    officer = asyncio.create_task(_officer(port, made["officer"], opens, took))
    await asyncio.wait(tasks, timeout=ENOUGH)
    officer.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await officer
    return took


async def _one(port: int, number: int, username: str, draft: str, come: float, seen: Seen) -> None:
    await asyncio.sleep(max(0, come - time.time()))
    try:
        await Visitor(port, number, seen).file(username, draft)
    except Exception as error:
        seen.errors.append(type(error).__name__)


async def _officer(port: int, session: str, opens: float, took: list[float]) -> None:
    visitor = Visitor(port, 1 << 20, Seen())
    visitor.cookies["sessionid"] = session
    await asyncio.sleep(max(0, opens - time.time()))
    while True:
        await visitor.ask("GET", "/mot-cua/", inside=True)
        took.append(visitor.seen.inside[-1])
        await asyncio.sleep(1)


def idle(port: int, session: str) -> list[float]:
    """An officer's page before anybody comes."""

    async def look() -> list[float]:
        visitor = Visitor(port, 1 << 20, Seen())
        visitor.cookies["sessionid"] = session
        for _look in range(8):
            await visitor.ask("GET", "/mot-cua/", inside=True)
        return visitor.seen.inside[1:]

    return asyncio.run(look())


@contextlib.contextmanager
def nginx(folder: Path, upstream: int) -> Iterator[int]:
    """As shipped, with room for 5,000 connections."""
    folder.mkdir()
    certificate(folder)
    secure = free_port()
    text = configuration(folder, free_port(), secure, upstream)
    text = text.replace("events {}", "events { worker_connections 12000; }")
    (folder / "nginx.conf").write_text(text)
    place = ["-e", folder / "error.log", "-c", folder / "nginx.conf"]
    process = subprocess.Popen(["nginx", *place, "-g", "daemon off;"])
    try:
        wait_for(secure)
        yield secure
    finally:
        process.terminate()
        process.wait(20)


def memory(running: Site) -> int:
    """Megabytes of all web processes."""
    parent = running.programs["web"].process
    assert parent is not None
    total = 0
    for pid in children(parent.pid):
        status = Path(f"/proc/{pid}/status").read_text()
        total += int(re.search(r"VmRSS:\s+(\d+)", status)[1])  # type: ignore[index]
    return total // 1024


def correlation(pairs: list[tuple[float, int]]) -> float:
    """Of ranks: when somebody came, and the number that they got."""
    if len(pairs) < 3:
        return 1.0
    times = {value: rank for rank, value in enumerate(sorted(one for one, _two in pairs))}
    shown = {value: rank for rank, value in enumerate(sorted(two for _one, two in pairs))}
    return statistics.correlation(
        [times[one] for one, _two in pairs], [shown[two] for _one, two in pairs]
    )


def p95(took: list[float]) -> int:
    return round(sorted(took)[max(0, int(len(took) * 0.95) - 1)] * 1000) if took else 0


def main() -> None:
    settings = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "CLIENT_ADDRESS_VARIABLE": "HTTP_X_REAL_IP",
        "ALLOWED_HOSTS": f"{HOST},127.0.0.1",
        "DEMO": "1",
    }
    with site(on_postgres=True, **settings) as running:
        running.run("django", "collectstatic", "--no-input", "--verbosity", "0")
        for name in ("web", "worker"):
            running.start(name)
        running.wait_for_the_web()
        with nginx(running.folder / "nginx", running.port) as port:
            made = running.run("tests.bench.opening_people", str(PRESENT + LATER), str(OPENS_IN))
            opens = time.time() + OPENS_IN
            seen, before = Seen(), memory(running)
            quiet = idle(port, made["officer"])
            began, own = time.monotonic(), time.process_time()
            officer = asyncio.run(crowd(port, made, opens, seen))
            share = (time.process_time() - own) / (time.monotonic() - began)
            filed = running.answer("SELECT count(*) FROM workflows_dossier")
            figures = {
                "bench": "opening",
                "present": PRESENT,
                "later": LATER,
                "seconds_after_opening": round(time.time() - opens),
                "told_filed": len(set(seen.filed)),
                "filed": filed,
                "errors": sorted(set(seen.errors))[:10],
                "error_count": len(seen.errors),
                "inside_p95_ms": p95(seen.inside),
                "waiting_p95_ms": p95(seen.waiting),
                "officer_idle_p95_ms": p95(quiet),
                "officer_busy_p95_ms": p95(officer),
                "later_rank_correlation": round(correlation(seen.joined[PRESENT:]), 4),
                "memory_mb": [before, memory(running)],
                "a_minute_at_the_end": running.answer("SELECT round(rate) FROM waiting_line_line"),
                "generators_share_of_a_core": round(share, 3),
            }
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
