"""The identity provider of the demo and of the tests: npm's oidc-provider, which plays VNeID.

`installed` brings its packages into a folder, pinned with their hashes
(identity_provider/package-lock.json); `start` runs it. Standard library only. A machine without
Node.js has none, and nothing fails for that.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent / "identity_provider"
CLIENT_ID = "motcua"
INSTALL_WITHIN = 180  # seconds
READY_WITHIN = 30  # seconds
OLDEST_NODE = 20


class NoProvider(Exception):
    """It cannot be had here; the text says why."""


def has_node() -> bool:
    """Whether node, not too old, and npm are on this machine."""
    if not all(shutil.which(name) for name in ("node", "npm")):
        return False
    node = shutil.which("node") or ""
    said = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
    major = said.strip().lstrip("v").partition(".")[0]
    return major.isdecimal() and int(major) >= OLDEST_NODE


def installed(folder: Path) -> Path:
    """Its packages (node_modules) under `folder`, brought once a lock file. Raises NoProvider."""
    if not has_node():
        raise NoProvider(f"Node.js {OLDEST_NODE} or newer, with npm, is not on this machine")
    lock = HERE / "package-lock.json"
    place = folder / hashlib.sha256(lock.read_bytes()).hexdigest()[:16]
    modules = place / "node_modules"
    if modules.is_dir():
        return modules
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as draft:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, draft)
        _install(Path(draft))
        half = folder / f"{place.name}.{os.getpid()}"
        half.mkdir()
        (Path(draft) / "node_modules").rename(half / "node_modules")
    try:
        half.rename(place)
    except OSError:  # another process was first
        shutil.rmtree(half)
    return modules


def environment(port: int, secret: str) -> dict[str, str]:
    """What the portal is told of the provider at this port."""
    return {
        "OIDC_PROVIDERS": "vneid",
        "OIDC_VNEID_NAME": "VNeID",
        "OIDC_VNEID_ISSUER": f"http://127.0.0.1:{port}",
        "OIDC_VNEID_CLIENT_ID": CLIENT_ID,
        "OIDC_VNEID_CLIENT_SECRET": secret,
    }


def told(modules: Path, port: int, site: str, secret: str) -> dict[str, str]:
    """The environment of the provider itself."""
    return {
        "PORT": str(port),
        "ISSUER": f"http://127.0.0.1:{port}",
        "CLIENT_ID": CLIENT_ID,
        "CLIENT_SECRET": secret,
        "SITE_URL": site,
        "MODULES": str(modules),
        "PATH": os.environ.get("PATH", ""),
    }


def start(modules: Path, port: int, site: str, secret: str) -> subprocess.Popen[bytes]:
    """The running provider, once it answers; whoever starts it ends it. Raises NoProvider."""
    issuer = f"http://127.0.0.1:{port}"
    running = subprocess.Popen(
        [shutil.which("node") or "node", HERE / "provider.mjs"],
        env=told(modules, port, site, secret),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C at the terminal is for whoever started it
    )
    give_up = time.monotonic() + READY_WITHIN
    while time.monotonic() < give_up and running.poll() is None:
        try:
            with urllib.request.urlopen(f"{issuer}/.well-known/openid-configuration", timeout=5):
                return running
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    running.kill()
    running.wait()
    raise NoProvider("the identity provider did not start")


def _install(place: Path) -> None:
    order = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
    order += ["--fetch-retries=1", "--prefer-offline"]  # a machine without a network hears it soon
    try:
        done = subprocess.run(
            order, cwd=place, capture_output=True, text=True, timeout=INSTALL_WITHIN
        )
    except subprocess.TimeoutExpired:
        raise NoProvider("npm did not end in time") from None
    if done.returncode:
        raise NoProvider(f"npm: {done.stderr.strip()[-300:]}")
