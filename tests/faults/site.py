"""A whole site of real processes on this machine, each of which can be killed and started again at
any moment.

Web (gunicorn), worker (Celery, two processes), beat, PostgreSQL or a SQLite file, Redis, and a mail
server that lives in the test so that it remembers every letter.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from pathlib import Path
from typing import Any

import psycopg
from aiosmtpd.controller import Controller

from scripts.services import Postgres, Redis, Server, children, free_port, temporary_folder
from tests import kept_database

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 60.0  # seconds a process may take to start or to stop
QUICK = {"DJANGO_SETTINGS_MODULE": "tests.faults.quick"}  # for `site(…)`


class Letters:
    """The mail server: the Message-ID of every letter it took, in order."""

    def __init__(self) -> None:
        self.ids: list[str] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Take the letter (SMTP)."""
        self.ids.append(str(message_from_bytes(envelope.content)["Message-ID"]))
        return "250 OK"


@dataclass
class Program:
    """One of the site's own processes."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    restarts: int = 0

    def is_running(self) -> bool:
        """Whether it was started and has not ended."""
        return self.process is not None and self.process.poll() is None

    def is_done(self) -> bool:
        """Whether it has ended of its own accord, with success."""
        return self.process is not None and self.process.poll() == 0


@dataclass
class Site:
    """The processes and what they share. `folder` holds uploads, documents, logs and a SQLite
    database.
    """

    folder: Path
    postgres: Postgres | None = None
    extra: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.redis = Redis(self.folder / "redis")
        self.letters = Letters()
        self.post = Controller(self.letters, hostname="127.0.0.1", port=free_port())
        self.port = free_port()
        self.closing, self.watcher = threading.Event(), None
        celery = [sys.executable, "-m", "celery", "-A", "config"]
        quiet = [
            "--without-gossip",
            "--without-mingle",
            "--without-heartbeat",
            "--loglevel",
            "WARNING",
        ]
        web = [
            sys.executable,
            "-m",
            "gunicorn",
            "config.wsgi",
            "--config",
            "python:config.gunicorn",
            "--preload",
        ]
        web += [
            "--bind",
            f"127.0.0.1:{self.port}",
            "--workers",
            "2",
            "--threads",
            "4",
            "--log-level",
            "error",
        ]
        self.programs = {
            "web": Program("web", web),
            "worker": Program("worker", [*celery, "worker", "--concurrency", "2", *quiet]),
            "beat": Program("beat", [*celery, "beat", "--loglevel", "WARNING"]),
        }

    @property
    def services(self) -> dict[str, Server]:
        """What the programs depend on."""
        return {"broker": self.redis, **({"database": self.postgres} if self.postgres else {})}

    @property
    def environment(self) -> dict[str, str]:
        """How the programs are started."""
        database = (
            self.postgres.url if self.postgres else f"sqlite:///{self.folder / 'site.sqlite3'}"
        )
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "MOTCUA_VAR": str(self.folder),
            "DATABASE_URL": database,
            "BROKER_URL": self.redis.url,
            "CELERY_TASK_ALWAYS_EAGER": "0",
            "SWEEP_SECONDS": "2",
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(self.post.port),
            "SITE_URL": f"http://127.0.0.1:{self.port}",
            "PYTHONPATH": str(ROOT),
            **self.extra,
        }

    def run(self, module: str, *given: str) -> Any:
        """Run one of our programs on the site to its end; what it printed last, read as JSON."""
        command = [sys.executable, "-m", module, *given]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True
        )
        if done.returncode:
            raise RuntimeError(f"{module} failed:\n{done.stderr[-4000:]}")
        lines = done.stdout.strip().splitlines()
        return json.loads(lines[-1]) if lines else None

    def answer(self, question: str) -> Any:
        """One value out of the database, without a Python that is started for it."""
        url = self.environment["DATABASE_URL"]
        if url.startswith("postgres"):
            with psycopg.connect(url, autocommit=True) as server:
                row = server.execute(question).fetchone()  # type: ignore[call-overload]
        else:
            with contextlib.closing(
                sqlite3.connect(url.removeprefix("sqlite:///"), timeout=120)
            ) as file:
                row = file.execute(question).fetchone()
        return row[0]

    def add(self, name: str, module: str, *given: str) -> None:
        """One more program, for instance a client."""
        self.programs[name] = Program(name, [sys.executable, "-m", module, *given])

    def start(self, name: str) -> None:
        """Start a program or a service, or start it again."""
        if name in self.services:
            self.services[name].start()
            return
        program = self.programs[name]
        with (self.folder / f"{name}.log").open("ab") as log:
            program.process = subprocess.Popen(
                program.command,
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        program.restarts += 1

    def kill(self, name: str) -> None:
        """SIGKILL to all its processes at once, as a power cut."""
        if name in self.services:
            self.services[name].kill()
            return
        process = self.programs[name].process
        if process is None:
            return
        for pid in [*children(process.pid), process.pid]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.wait()

    def children_of(self, name: str) -> list[int]:
        """The processes that a program keeps for its work; none while it only begins."""
        process = self.programs[name].process
        return children(process.pid) if process and process.poll() is None else []

    def takes_tasks(self) -> bool:
        """Whether the worker, begun as often as it was, works: before that SIGTERM simply ends
        it.
        """
        said = (self.folder / "worker.log").read_text().count("the worker takes tasks")
        return said >= self.programs["worker"].restarts

    def kill_one_child(self, name: str) -> bool:
        """SIGKILL to one process of a program that keeps several; False when it has none now."""
        born = self.children_of(name)
        for pid in born[:1]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return bool(born)

    def end(self, name: str) -> tuple[int, float]:
        """SIGTERM; the exit status and the seconds it took."""
        process = self.programs[name].process
        assert process is not None
        began = time.monotonic()
        process.terminate()
        return process.wait(PATIENCE), time.monotonic() - began

    def keep_up(self) -> None:
        """What a service manager does, until the site ends: a program that ended with an error is
        started again.
        """

        def watch() -> None:
            while not self.closing.wait(0.5):
                for name, program in list(self.programs.items()):
                    if program.process is not None and program.process.poll() not in (None, 0):
                        self.start(name)

        self.watcher = threading.Thread(target=watch, daemon=True)
        self.watcher.start()

    def close(self) -> None:
        """Kill everything."""
        self.closing.set()
        if self.watcher:
            self.watcher.join()
        for program in self.programs:
            self.kill(program)
        for service in self.services.values():
            service.kill()
        with contextlib.suppress(Exception):
            self.post.stop()

    def wait_for_the_web(self) -> None:
        """Until the front page answers."""
        give_up = time.monotonic() + PATIENCE
        while time.monotonic() < give_up:
            with (
                contextlib.suppress(OSError),
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=120),
            ):
                return
            time.sleep(0.1)
        raise RuntimeError(
            f"the web did not answer:\n{(self.folder / 'web.log').read_text()[-2000:]}"
        )

    def logs(self) -> str:
        """The end of every program's log, for a test that failed."""
        return "\n".join(
            f"--- {log.name}\n{log.read_text()[-1500:]}"
            for log in sorted(self.folder.glob("*.log"))
        )


@contextlib.contextmanager
def site(*, on_postgres: bool, **extra: str) -> Iterator[Site]:
    """An empty site with its services running and its tables made; everything is killed at the
    end.
    """
    with temporary_folder() as folder:
        yield from _site(
            Site(folder, Postgres(folder / "postgres") if on_postgres else None, extra)
        )


def _site(built: Site) -> Iterator[Site]:
    try:
        for service in built.services.values():
            service.start()
        built.post.start()
        if built.postgres is None:
            kept_database.bring(built.folder / "site.sqlite3")  # then nothing is left to migrate
        built.run("django", "migrate", "--verbosity", "0")
        yield built
    finally:
        built.close()
