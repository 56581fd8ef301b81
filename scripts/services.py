"""Real PostgreSQL and Redis from the machine's own packages: on free ports of the loopback, as an
ordinary user.

`python scripts/services.py` starts both, prints DATABASE_URL and BROKER_URL and stops them at
Ctrl-C; `python scripts/services.py COMMAND …` runs a command on them instead. What they keep lies
in `var/services`. PostgreSQL refuses to run as root, so root starts each server as the user whom
Debian's package makes.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path

MISSING = "missing on this machine: apt-get install postgresql redis-server"
#: For data that is thrown away: nothing waits for the disk.
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
SIZE = ("max_connections=200", "shared_buffers=128MB")
PATIENCE = 60.0  # seconds a server may take to answer


class NoServer(RuntimeError):
    """The programs are not on this machine, or do not start: the text says what to do."""


class Server(ABC):
    """One server process: started, asked whether it answers, stopped politely or killed like in a
    power cut.
    """

    account = ""  # whose name root takes to start it
    name = ""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, or start again on the same data and port; returns when it answers. Raises
        NoServer.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            shutil.chown(self.folder, self.account)
        self.prepare()
        with (self.folder / f"{self.name}.log").open("ab") as log:
            self.process = subprocess.Popen(
                self.command(), cwd="/", stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True, **self.identity(),
            )  # fmt: skip
        self._wait()

    def kill(self) -> None:
        """SIGKILL to the server and all its children at once."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to stop, and wait."""
        self._end(signal.SIGINT)

    def _end(self, how: signal.Signals) -> None:
        if self.process is None:
            return
        doomed = [self.process.pid, *(children(self.process.pid) if how == signal.SIGKILL else ())]
        # PostgreSQL's backends lead groups of their own, so one signal to a group is not enough
        for pid in doomed:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, how)
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    def _wait(self) -> None:
        end = time.monotonic() + PATIENCE
        while not self.answers():
            if self.process is None or self.process.poll() is not None or time.monotonic() > end:
                self._end(signal.SIGKILL)
                raise NoServer(
                    f"{self.name} did not"
                    f" start:\n{(self.folder / f'{self.name}.log').read_text()[-2000:]}"
                )
            time.sleep(0.05)

    def identity(self) -> dict[str, int]:
        """The user and group of the process, where root must give them up."""
        if os.geteuid():
            return {}
        account = pwd.getpwnam(self.account)
        return {"user": account.pw_uid, "group": account.pw_gid}

    @abstractmethod
    def prepare(self) -> None:
        """What must exist before the first start."""

    @abstractmethod
    def command(self) -> list[str]:
        """The server's command line."""

    @abstractmethod
    def answers(self) -> bool:
        """Whether it takes a request."""


class Postgres(Server):
    """A cluster with the superuser `motcua`; `durable=False` for data that is thrown away."""

    account = "postgres"
    name = "postgres"

    def __init__(self, folder: Path, durable: bool = True) -> None:
        super().__init__(folder)
        self.durable = durable
        self.programs = postgres_programs()

    @property
    def url(self) -> str:
        """DATABASE_URL of a database whose user may create others."""
        return f"postgres://motcua@127.0.0.1:{self.port}/postgres"

    def prepare(self) -> None:
        if self.programs is None:
            raise NoServer(f"PostgreSQL is {MISSING}")
        if (self.folder / "data").exists():
            return
        subprocess.run(
            [
                self.programs / "initdb",
                "-D",
                self.folder / "data",
                "-U",
                "motcua",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
            ],
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            check=True,
            **self.identity(),
        )

    def command(self) -> list[str]:
        options = [
            f"port={self.port}",
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            *SIZE,
        ]
        options += () if self.durable else CARELESS
        given = [part for option in options for part in ("-c", option)]
        return [f"{self.programs}/postgres", "-D", f"{self.folder}/data", *given]

    def answers(self) -> bool:
        ready = [
            f"{self.programs}/pg_isready",
            "-q",
            "-h",
            "127.0.0.1",
            "-p",
            str(self.port),
            "-U",
            "motcua",
        ]
        return (
            subprocess.run(ready, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
            == 0
        )


class Redis(Server):
    """A broker; `durable` writes every message to its log (AOF), as a production broker should."""

    account = "redis"
    name = "redis"

    def __init__(self, folder: Path, durable: bool = True) -> None:
        super().__init__(folder)
        self.durable = durable

    @property
    def url(self) -> str:
        """BROKER_URL."""
        return f"redis://127.0.0.1:{self.port}/0"

    def prepare(self) -> None:
        if shutil.which("redis-server") is None:
            raise NoServer(f"Redis is {MISSING}")

    def command(self) -> list[str]:
        return [
            "redis-server",
            "--port",
            str(self.port),
            "--bind",
            "127.0.0.1",
            "--dir",
            str(self.folder),
            "--save",
            "",
            "--appendonly",
            "yes" if self.durable else "no",
            "--maxmemory-policy",
            "noeviction",
        ]

    def answers(self) -> bool:
        with contextlib.suppress(OSError):
            return self.ask("PING") == b"+PONG"
        return False

    def length(self, queue: str) -> int:
        """How many messages wait in a queue."""
        return int(self.ask(f"LLEN {queue}")[1:])

    def ask(self, command: str) -> bytes:
        """One line of Redis's own protocol, and its one-line answer."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=2) as talk:
            talk.sendall(command.encode() + b"\r\n")
            return talk.recv(64).strip()


def postgres_programs() -> Path | None:
    """Folder with the newest `initdb`, or None. Debian keeps the server's programs out of the
    PATH.
    """
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4])
    )
    if debian:
        return debian[-1].parent
    found = shutil.which("initdb")
    return Path(found).parent if found else None


def children(pid: int) -> list[int]:
    """The processes that `pid` started and that still run (Linux)."""
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in listed.read_text().split()] if listed.exists() else []


def free_port() -> int:
    """A port of the loopback address that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder that other accounts may enter, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="motcua-services-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def running(*servers: Server) -> Iterator[None]:
    """Start these servers; stop them afterwards, whatever happened."""
    try:
        for server in servers:
            server.start()
        yield
    finally:
        for server in servers:
            server.stop()


def main(command: list[str]) -> int:
    """Run `command` on both servers, or hold them until Ctrl-C; the exit status."""
    var = (
        Path(os.environ.get("MOTCUA_VAR", Path(__file__).resolve().parent.parent / "var"))
        / "services"
    )
    database, broker = Postgres(var / "postgres"), Redis(var / "redis")
    try:
        with running(database, broker):
            given = {"DATABASE_URL": database.url, "BROKER_URL": broker.url}
            if command:
                return subprocess.run(command, env={**os.environ, **given}).returncode
            print(
                "".join(f"export {name}={value}\n" for name, value in given.items())
                + "Ctrl-C stops both.",
                flush=True,
            )
            signal.sigwait({signal.SIGINT, signal.SIGTERM})
    except NoServer as missing:
        print(missing, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
