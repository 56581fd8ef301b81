"""What the machine that runs the tests has: a browser, a PostgreSQL server; and how to get what it
lacks.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from documents.conversion import libreoffice

NO_BROWSER = (
    "not run, no browser on this machine: apt-get install chromium, or BROWSER=/path/to/chromium"
)

NO_TOKEN = "not run, no PKCS#11 token on this machine: apt-get install softhsm2"

NO_SCANNER = "not run, no virus scanner on this machine: apt-get install clamav-daemon"

NO_NODE = "not run, no Node.js 20 with npm on this machine: apt-get install nodejs npm (Debian 13)"


def token_library() -> Path | None:
    """SoftHSM's PKCS#11 library, or None."""
    if shutil.which("softhsm2-util") is None:
        return None
    return next(iter(sorted(Path("/usr/lib").glob("**/libsofthsm2.so"))), None)


def browser() -> str | None:
    """Path of a Chromium that Playwright can drive, or None."""
    names = [
        os.environ.get("BROWSER", ""),
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
    ]
    return next((found for name in names if name and (found := shutil.which(name))), None)


def firefox() -> str | None:
    """Path of Firefox, or None."""
    return shutil.which("firefox-esr") or shutil.which("firefox")


def scanner() -> str | None:
    """Path of ClamAV's clamd, or None."""
    return shutil.which("clamd", path=os.environ.get("PATH", "") + ":/usr/sbin")


NO_FIREFOX = "not run, no Firefox on this machine: apt-get install firefox-esr"
NO_POPPLER = "not run, no poppler on this machine: apt-get install poppler-utils"


def poppler() -> bool:
    """Whether PDFs can be read, drawn and their signatures checked by a program that did not make
    them.
    """
    return all(shutil.which(program) for program in ("pdftotext", "pdftoppm", "pdffonts", "pdfsig"))


NO_OFFICE = (
    "not run, no LibreOffice here: apt-get install --no-install-recommends libreoffice-writer"
    " fonts-liberation2"
)


def office() -> bool:
    """Whether LibreOffice can convert as the first converter does."""
    return not libreoffice.lacking()


NO_SMALL_DISKS = (
    "not run, this machine lets nobody mount a small disk: root with CAP_SYS_ADMIN is needed"
)


def small_disks() -> bool:
    """Whether a tmpfs of a few megabytes may be mounted."""
    with tempfile.TemporaryDirectory() as place:
        mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "motcua-probe", place]
        if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
            return False
        subprocess.run(["umount", "--lazy", place], check=True)
        return True


def required(what: str) -> bool:
    """True where a missing `what` ("browser", "postgres") is a failure and not a skip: CI sets
    REQUIRE_BROWSER=1.
    """
    return os.environ.get(f"REQUIRE_{what.upper()}", "") == "1"
