"""Starts the embedded default on this machine: web, worker and beat together, until Ctrl-C or
SIGTERM.

`PORT` (8000) and `HOST` (127.0.0.1) choose the address. Needs the packages that `install.py` has
put into `.venv`.
"""

import os
import secrets
import shlex
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

from honcho.environ import parse_procfile

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from foundation.environment import flag
from scripts import demo_provider
from scripts.together import Together

ROOT = Path(__file__).resolve().parent.parent
STOPPED_BY_HAND = {130, 143}  # what honcho returns after Ctrl-C and after SIGTERM
ANSWER_WITHIN = 120  # seconds until the front page must have answered once


def main() -> int:
    """Prepare, start, greet and wait; the exit status is 0 when a person stopped it."""
    host, port = os.environ.get("HOST") or "127.0.0.1", _port()
    _check_free(host, port)
    # ends the preparation too; `together` takes over below
    for asked in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(asked, lambda *_: sys.exit(143))
    environment = _environment(host, port)
    prepare = [sys.executable, ROOT / "scripts" / "prepare.py"]
    prepared = subprocess.run(prepare, env=environment, stdout=subprocess.PIPE, text=True)
    if prepared.returncode:
        return prepared.returncode
    manager = Together()
    provider = _identity_provider(manager, environment, port)
    for name, command in parse_procfile((ROOT / "Procfile").read_text()).processes.items():
        manager.add_process(name, command, env=environment, cwd=str(ROOT))
    greeting = _greeting(environment["SITE_URL"], people=prepared.stdout, provider=provider)
    threading.Thread(
        target=_greet, args=(f"http://127.0.0.1:{port}/", greeting), daemon=True
    ).start()
    manager.loop()
    return 0 if manager.returncode in STOPPED_BY_HAND else int(manager.returncode or 0)


def _environment(host: str, port: int) -> dict[str, str]:
    """What the processes are started with: ours, the address, and the virtual environment's
    programs first.
    """
    programs = str(Path(sys.executable).parent)
    return {
        "SITE_URL": f"http://127.0.0.1:{port}",
        **os.environ,
        "PATH": os.pathsep.join([programs, os.environ.get("PATH", "")]),
        "PYTHONUNBUFFERED": "1",
        "HOST": host,
        "PORT": str(port),
    }


def _port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        sys.exit(f"PORT={text!r} is not a port: choose a number from 1 to 65535.")
    return int(text)


def _check_free(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the web server does
        try:
            probe.bind((host, port))
        except OSError as error:
            sys.exit(
                f"Port {port} on {host} cannot be used ({error.strerror}). Choose another:"
                " PORT=8123 make run"
            )


def _identity_provider(manager: Together, environment: dict[str, str], port: int) -> str:
    """On a demo of this machine alone, start what plays VNeID beside the site; a line that says so,
    or why not. "" where the site's settings name providers, or it is no demo.
    """
    is_demo = flag("DEMO", not flag("PRODUCTION", False))
    if not is_demo or environment.get("OIDC_PROVIDERS") or environment["HOST"] != "127.0.0.1":
        return ""
    folder = Path(environment.get("MOTCUA_VAR") or ROOT / "var") / "identity_provider"
    try:
        _check_free("127.0.0.1", port + 1)
        modules = demo_provider.installed(folder)
    except (demo_provider.NoProvider, SystemExit) as missing:
        return f"VNeID is not played: {missing}"
    secret = secrets.token_urlsafe(24)
    told = demo_provider.told(modules, port + 1, environment["SITE_URL"], secret)
    play = f"exec node {shlex.quote(str(demo_provider.HERE / 'provider.mjs'))} 2>/dev/null"
    manager.add_process("vneid", play, env={**environment, **told}, cwd=str(ROOT))
    environment |= demo_provider.environment(port + 1, secret)
    return f"Sign in as by VNeID     {environment['SITE_URL']}/dang-nhap/ (invented people)"


def _greeting(address: str, people: str, provider: str) -> str:
    lines = [
        "",
        f"Motcua runs at          {address}/",
        f"  the office            {address}/mot-cua/",
        f"  check a document      {address}/kiem-tra/",
        f"  administration        {address}/quan-tri/",
    ]
    if people:
        lines += [f"Sign in with one click  {address}/dung-thu/  as", people.rstrip("\n")]
    lines += [provider] if provider else []
    return "\n".join([*lines, "Ctrl-C stops it.", ""])


def _greet(page: str, greeting: str) -> None:
    """Print the greeting once the front page answers."""
    give_up = time.monotonic() + ANSWER_WITHIN
    while time.monotonic() < give_up:
        try:
            with urllib.request.urlopen(page, timeout=10):
                print(greeting, flush=True)
                return
        except urllib.error.HTTPError as error:
            print(f"The front page answers with an error: {error}", flush=True)
            return
        except OSError:
            time.sleep(0.3)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:  # before the processes were started; prepare.py has said so
        sys.exit(130)
