"""A bare machine in a folder for deploy/machine: root's clone, what stands in for systemd, and the
answers.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from scripts.services import postgres_programs
from tests import machine as programs
from tests.operation import scratch_site
from tests.operation.scratch_site import ROOT

HOST = "motcua.example"
#: nginx's main file: Debian's, as far as a site's file needs it.
NGINX = """\
pid {root}/nginx.pid;
error_log {root}/nginx.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {root}/body; proxy_temp_path {root}/proxy; fastcgi_temp_path {root}/fastcgi;
    uwsgi_temp_path {root}/uwsgi; scgi_temp_path {root}/scgi;
    include {root}/etc/nginx/sites-enabled/*;
}}
"""
#: Writes down each command of deploy/machine that bash gives, with the first word its function was
#: called with, and kills before the one named.
CUTTER = """\
case $0 in */deploy/machine)
    set -T
    trap '_at="${BASH_SOURCE[0]##*/}:$LINENO|${1-}|$BASH_COMMAND"
        [[ -z ${TRACE:-} ]] || printf "%s\\0" "$_at" >>"$TRACE"
        [[ "$_at" != "${CUT:-}" ]] || kill -9 $$ $BASHPID' DEBUG ;;
esac
"""


class Machine:
    """`root` stands for /; `clone` is root's own; `told` is what systemd was told."""

    def __init__(self, folder: Path, clone: Path, user: str = "root") -> None:
        self.folder, self.clone, self.user = folder, clone, user
        self.root, self.told, self.answers = folder / "root", folder / "told", folder / "answers"
        self.etc, self.home = self.root / "etc/motcua", self.root / "srv/motcua"
        self.environment = {
            "PATH": f"{folder}/stubs:/usr/sbin:/usr/bin:/bin",
            "MOTCUA_ROOT": str(self.root),
            "MOTCUA_USER": user,
            "GIT_CONFIG_GLOBAL": "/dev/null",
            "GIT_CONFIG_SYSTEM": "/dev/null",
            "PYTHONDONTWRITEBYTECODE": "1",
            "LC_ALL": "C.UTF-8",
            "LANG": "C.UTF-8",
        }

    def prepare(self) -> None:
        """What Debian and the operator have made before."""
        for place in (
            "stubs",
            "root/etc/nginx/sites-enabled",
            "root/run/systemd/system",
            "root/srv",
            "tls",
        ):
            (self.folder / place).mkdir(parents=True)
        self.stub("systemctl", f'[ "$1" != cat ] && echo "$*" >>{self.told}')
        (self.root / "etc/nginx/nginx.conf").write_text(NGINX.format(root=self.root))
        make_certificate(self.folder / "tls")
        self.answer()

    def stub(self, program: str, *lines: str) -> None:
        """A program that stands in for the machine's own."""
        place = self.folder / "stubs" / program
        place.write_text("\n".join(["#!/bin/bash", *lines, ""]))
        place.chmod(0o755)

    def answer(self, **changed: str) -> None:
        """Write the file of answers; "" leaves one out."""
        answers = {
            "SITE_HOST": HOST,
            "TLS_CERTIFICATE": f"{self.folder}/tls/fullchain.pem",
            "TLS_KEY": f"{self.folder}/tls/privkey.pem",
            "EMAIL_HOST": "smtp.example",
            "EMAIL_HOST_PASSWORD": "p#a$s%s",
            "SEAL_NAME": "Sở Giáo dục và Đào tạo / Đắk Lắk + một",
            **changed,
        }
        self.answers.write_text(
            "".join(f"{name}={value}\n" for name, value in answers.items() if value)
        )

    def run(
        self, *arguments: str, program: str = "machine", **more: str
    ) -> subprocess.CompletedProcess[str]:
        """The shipped script of root's clone, without a terminal."""
        line = [self.clone / "deploy" / program, *(arguments or ("--answers", str(self.answers)))]
        surroundings = {**self.environment, **more}
        return subprocess.run(
            line, env=surroundings, stdin=subprocess.DEVNULL, capture_output=True, text=True
        )

    def settings(self, name: str = "environment") -> dict[str, str]:
        """What a file of settings says, as systemd reads it."""
        lines = (self.etc / name).read_text().splitlines()
        return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))

    @property
    def current(self) -> Path:
        return (self.home / "current").resolve()


def needs_for_a_machine() -> None:
    """deploy/machine is root's, and walks with a real PostgreSQL and nginx: where one is missing
    the test says so.
    """
    if os.geteuid():
        pytest.skip("deploy/machine is root's")
    if postgres_programs() is None or shutil.which("nginx") is None:
        needed = programs.required("postgres") or programs.required("nginx")
        (pytest.fail if needed else pytest.skip)("apt-get install postgresql nginx-light")


def make_certificate(folder: Path) -> None:
    """Self-signed, of the host."""
    line = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-days",
        "2",
    ]
    places = [
        "-keyout",
        folder / "privkey.pem",
        "-out",
        folder / "fullchain.pem",
        "-subj",
        f"/CN={HOST}",
    ]
    subprocess.run([*line, *places], check=True, capture_output=True)


def with_stand_ins(folder: Path) -> Machine:
    """A machine whose site is that of `scratch_site`: the shipped scripts, and a few files for what
    they call.
    """
    if os.geteuid():
        pytest.skip("deploy/machine is root's")
    site = scratch_site.make(folder / "shelf")
    clone = folder / "clone"
    site.git("clone", "-q", str(site.root / "upstream"), str(clone))
    machine = Machine(folder, clone)
    machine.prepare()
    machine.stub("psql", "cat >/dev/null; echo 5432")
    machine.stub("nginx", ":")
    given = f"export PACKAGES={folder}/shelf/packages"
    machine.stub("runuser", "shift 2", '[ "$1" != -- ] || shift', given, 'exec "$@"')
    machine.stub("visudo", ":")
    (folder / "cutter").write_text(CUTTER)
    shutil.copy("/usr/bin/true", folder / "stubs/redis-server")
    for program in ("clamd", "pg_dump"):
        machine.stub(program, ":")
    machine.environment |= {"BASH_ENV": f"{folder}/cutter", "PYTHON": "/usr/bin/python3"}
    return machine


__all__ = ["HOST", "ROOT", "Machine", "make_certificate", "needs_for_a_machine", "with_stand_ins"]
