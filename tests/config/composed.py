"""`docker compose up` without Docker: every service of compose.yaml as a process of this machine,
as the file says.

Each runs as its own user, from its own folder, with its environment file, environment, command,
mounts and probe, in the order of its conditions. What Docker's network and mounts would do is done
by name: host:port and paths that a service sees become those of this machine. What another image's
entry point does (a cluster made, signatures fetched) is done here.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import yaml

from scripts.services import free_port, postgres_programs
from tests import machine
from tests.clamd import EICAR
from tests.operation.test_walk_in import python_of_all

ROOT = Path(__file__).parents[2]
IMAGE_USER = 10001  # useradd --uid in the Dockerfile
PATIENCE = 150.0  # seconds for a condition; migrations of an empty PostgreSQL on a busy machine
PORTS = {"postgres": 5432, "redis": 6379, "clamav": 3310, "web": 8000}


class Failed(AssertionError):
    """A service did not come to where its condition wants it; the text has the end of its log."""


class Composed:
    """One project: `clone` is where compose.yaml stands, `image` what was copied from it, `folder`
    the volumes.
    """

    def __init__(self, clone: Path, image: Path, folder: Path) -> None:
        self.clone, self.image, self.folder = clone, image, folder
        self.settings = read_lines(clone / ".env")
        self.file = yaml.safe_load(
            interpolated((clone / "compose.yaml").read_text(), self.settings)
        )
        self.ports = {name: free_port() for name in PORTS} | {"80": free_port(), "443": free_port()}
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.seconds: dict[str, float] = {}
        (folder / "bin").mkdir()
        self.python = folder / "bin/python"
        self.python.symlink_to(python_of_all(folder))
        self.user = IMAGE_USER if os.geteuid() == 0 and may_run(IMAGE_USER, self.python) else None
        if self.user is None:
            self.python.unlink()
            self.python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
            self.python.chmod(0o755)

    def up(self) -> None:
        """All services, each when its conditions hold. Raises Failed."""
        waiting = dict(self.file["services"])
        while waiting:
            ready = [
                name
                for name, one in waiting.items()
                if not set(one.get("depends_on", {})) & set(waiting)
            ]
            assert ready, f"conditions in a circle: {list(waiting)}"
            for name in ready:
                began = time.monotonic()
                for other, asked in waiting.pop(name).get("depends_on", {}).items():
                    self.wait(other, asked["condition"])
                self.start(name)
                self.seconds[name] = time.monotonic() - began

    def down(self) -> None:
        for process in reversed(self.running.values()):
            if process.poll() is None:
                process.terminate()
        for process in self.running.values():
            try:
                process.wait(40)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def start(self, name: str) -> None:
        service = self.file["services"][name]
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                self.command(name, service),
                cwd=self.image if self.is_ours(service) else self.folder,
                env=self.environment(name, service),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                **self.identity(name, service),
            )

    def wait(self, name: str, condition: str) -> None:
        give_up = time.monotonic() + PATIENCE
        while not self.holds(name, condition):
            ended = (
                self.running[name].poll() is not None
                and condition != "service_completed_successfully"
            )
            if ended or self.running[name].poll() not in (None, 0) or time.monotonic() > give_up:
                raise Failed(
                    f"{name} is not"
                    f" {condition}:\n{(self.folder / f'{name}.log').read_text()[-3000:]}"
                )
            time.sleep(0.2)

    def holds(self, name: str, condition: str) -> bool:
        process = self.running[name]
        if condition == "service_completed_successfully":
            return process.poll() == 0
        return process.poll() is None and (condition == "service_started" or self.probe(name) == 0)

    def probe(self, name: str) -> int:
        """The status of the service's own health check."""
        service = self.file["services"][name]
        kind, *words = service["healthcheck"]["test"]
        assert kind == "CMD"
        if words == ["clamdcheck.sh"]:  # a script of that image: it asks PING of clamd
            return self._scanner_answers()
        if words[0] == "redis-cli":  # it knows its port by an option alone
            words[1:1] = ["-p", str(self.ports["redis"])]
        done = subprocess.run(
            [self.here(name, word) for word in words],
            cwd=self.folder,
            env=self.environment(name, service),
            capture_output=True,
            timeout=30,
            **self.identity(name, service),
        )
        return done.returncode

    def is_ours(self, service: dict[str, Any]) -> bool:
        return bool(service["image"] == "motcua")

    def identity(self, name: str, service: dict[str, Any]) -> dict[str, Any]:
        """The user: of our image that of its USER line, of the others that of their package."""
        if os.geteuid() or name == "nginx":
            return {}
        if self.is_ours(service):
            return (
                {}
                if self.user is None
                else {"user": self.user, "group": self.user, "extra_groups": []}
            )
        user = {"postgres": "postgres", "redis": "redis", "clamav": "clamav"}[name]
        return {"user": user, "group": user, "extra_groups": []}

    def environment(self, name: str, service: dict[str, Any]) -> dict[str, str]:
        """Nothing of whoever runs this: the image's ENV, the files, the environment, the later over
        the earlier.
        """
        path = "/usr/bin:/bin:/usr/sbin:/sbin"
        given = {"PATH": path, "LANG": "C.UTF-8", "TMPDIR": str(self.folder / "tmp")}
        if self.is_ours(service):
            dockerfile = (self.clone / "deploy/Dockerfile").read_text()
            given["PATH"] = f"{self.python.parent}:{path}"
            given |= dict(
                re.findall(r"(\w+)=(\S+)", re.findall(r"^ENV (.*)$", dockerfile, re.MULTILINE)[0])
            )
            # of the image's /etc/passwd
            given |= {"PYTHONDONTWRITEBYTECODE": "1", "LOGNAME": "motcua"}
        if name == "postgres":
            programs = postgres_programs()
            given |= {
                "PATH": f"{programs}:{path}",
                "PGHOST": "127.0.0.1",
                "PGPORT": str(self.ports["postgres"]),
            }
        for file in service.get("env_file", []):
            given |= read_lines(self.clone / file)
        given |= {key: str(value) for key, value in service.get("environment", {}).items()}
        return {key: self.here(name, value) for key, value in given.items()}

    def here(self, name: str, text: str) -> str:
        """The text with hosts and paths of the containers as they are on this machine."""
        for host, port in PORTS.items():
            called = rf"(?:{host}|127\.0\.0\.1|0\.0\.0\.0)" if host == name else host
            text = re.sub(rf"\b{called}:{port}\b", f"127.0.0.1:{self.ports[host]}", text)
        here = {target: source for source, target in self.mounts(name).items()}
        return re.sub("|".join(map(re.escape, here)) or "(?!)", lambda found: here[found[0]], text)

    def mounts(self, name: str) -> dict[str, str]:
        """Place on this machine → place in the container; the longest first, and /tmp of nginx's
        own.
        """
        found = {}
        for volume in self.file["services"][name].get("volumes", []):
            source, target = volume.split(":")[:2]
            found[
                str(
                    self.clone / source
                    if source.startswith(".")
                    else self.folder / "volumes" / source
                )
            ] = target
        if name == "nginx":
            found[str(self.folder / "tmp") + "/"] = "/tmp/"
        return dict(sorted(found.items(), key=lambda pair: -len(pair[1])))

    def command(self, name: str, service: dict[str, Any]) -> list[str]:
        port = str(self.ports.get(name, ""))
        if name == "postgres":
            return self._postgres(service["environment"], port)
        if name == "clamav":
            return self._clamav(port)
        words = service.get("command") or json.loads(
            re.findall(
                r"^CMD (\[.*\])$", (self.clone / "deploy/Dockerfile").read_text(), re.MULTILINE
            )[0]
        )
        words = [self.here(name, word) for word in words]
        if name == "redis":
            words += [
                "--port",
                port,
                "--bind",
                "127.0.0.1",
                "--dir",
                str(self.folder / "volumes/redis"),
            ]
        if words[0] in ("gunicorn", "celery"):
            words = [str(self.python), "-m", *words]
        return words

    def _postgres(self, said: dict[str, str], port: str) -> list[str]:
        """What that image's entry point does: a cluster with this user, password and database."""
        programs, data = postgres_programs(), self.folder / "volumes/postgres"
        assert programs is not None
        secret = self.folder / "volumes/password"
        secret.write_text(said["POSTGRES_PASSWORD"])
        secret.chmod(0o644)
        who = self.identity("postgres", {"image": "postgres"})
        made = [
            programs / "initdb",
            "-D",
            data,
            "-U",
            said["POSTGRES_USER"],
            "-A",
            "scram-sha-256",
            "--pwfile",
            secret,
        ]
        subprocess.run(
            [*made, "-E", "UTF8", "--locale=C.UTF-8"],
            check=True,
            capture_output=True,
            cwd="/",
            **who,
        )
        single = [programs / "postgres", "--single", "-D", data, "postgres"]
        create = f"CREATE DATABASE {said['POSTGRES_DB']}\n".encode()
        subprocess.run(single, input=create, check=True, capture_output=True, cwd="/", **who)
        options = [
            f"port={port}",
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "fsync=off",
        ]
        return [
            f"{programs}/postgres",
            "-D",
            str(data),
            *(word for one in options for word in ("-c", one)),
        ]

    def _clamav(self, port: str) -> list[str]:
        """clamd by TCP, with a signature of the test's own instead of those that the image
        fetches.
        """
        folder = self.folder / "volumes/clamav"
        (folder / "test.ndb").write_text(f"Test.Signature:0:*:{EICAR.hex()}\n")
        file = folder / "clamd.conf"
        file.write_text(
            f"TCPSocket {port}\nTCPAddr 127.0.0.1\nDatabaseDirectory {folder}\nForeground"
            f" yes\nMaxThreads 2\nTemporaryDirectory {folder}\n"
        )
        program = machine.scanner()
        assert program, machine.NO_SCANNER
        return [program, "-c", str(file)]

    def _scanner_answers(self) -> int:
        try:
            with socket.create_connection(("127.0.0.1", self.ports["clamav"]), 5) as talk:
                talk.sendall(b"zPING\0")
                return 0 if talk.recv(16).startswith(b"PONG") else 1
        except OSError:
            return 1


def read_lines(file: Path) -> dict[str, str]:
    """NAME=VALUE lines, as Compose reads an environment file."""
    lines = (
        line for line in file.read_text().splitlines() if "=" in line and not line.startswith("#")
    )
    return dict(line.split("=", 1) for line in lines)


def interpolated(text: str, settings: dict[str, str]) -> str:
    """`${NAME:?what}` as Compose fills it in; a name that is not set stops it."""
    return re.sub(r"\$\{(\w+):\?[^}]*\}", lambda found: settings[found[1]], text)


def may_run(user: int, program: Path) -> bool:
    """Whether another account can run our interpreter with our packages; a clone below /root is
    root's alone.
    """
    try:
        run = subprocess.run(
            [program, "-c", "import django, psycopg, redis"],
            user=user,
            group=user,
            extra_groups=[],
            capture_output=True,
            cwd="/",
        )
    except PermissionError:
        return False
    return run.returncode == 0


def make_volumes(folder: Path, file: dict[str, Any]) -> None:
    """The named volumes, each as empty as Docker makes it, owned as the image's folder there is."""
    owners: dict[str, int | str] = {
        "data": IMAGE_USER,
        "postgres": "postgres",
        "redis": "redis",
        "clamav": "clamav",
    }
    (folder / "tmp").mkdir()
    (folder / "tmp").chmod(0o1777)
    for name in file["volumes"]:
        place = folder / "volumes" / name
        place.mkdir(parents=True)
        if os.geteuid() == 0:
            shutil.chown(place, owners[name], owners[name])
