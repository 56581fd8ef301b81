"""Makes `.venv` and installs the pinned requirements into it; does nothing when they are there.

`python3 scripts/install.py requirements.txt`. Standard library only, and syntax that an old Python
still reads, because this is what tells its user that the Python is too old.
"""

import hashlib
import importlib.util
import signal
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
# one line for each requirements file in place, written when its installation ended
INSTALLED = VENV / "installed"


def main(name: str) -> None:
    """Bring `.venv` to what requirements file `name` says; exits with one line when this machine
    cannot.
    """
    _check_python()
    base, wanted = _line("requirements.txt"), _line(name)
    lines = INSTALLED.read_text().splitlines() if INSTALLED.exists() else []
    if wanted in lines and PYTHON.exists():
        return
    print(
        f"Installing the pinned packages of {name} into .venv (once, a minute or two) …", flush=True
    )
    if base not in lines or not PYTHON.exists():
        lines = []
        _run(
            [sys.executable, "-m", "venv", "--clear", VENV],
            "the virtual environment could not be made",
        )
    pip = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "-qq",
        "--disable-pip-version-check",
        "--no-input",
        "--require-hashes",
    ]
    _run(
        [*pip, "-r", ROOT / name], "the packages could not be installed (pip's lines above say why)"
    )
    INSTALLED.write_text("\n".join(sorted({*lines, base, wanted})) + "\n")


def _check_python() -> None:
    if sys.version_info < OLDEST:
        sys.exit(
            "Motcua needs Python {}.{} or newer, {} is {}.{}. Name another one: make"
            " PYTHON=/path/to/python3".format(*OLDEST, sys.executable, *sys.version_info[:2])
        )
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        sys.exit(
            "Python's venv module is missing. On Debian and Ubuntu: apt-get install python3-venv"
        )


def _line(name: str) -> str:
    """What makes an installation of file `name` the same one: this Python, and every byte of the
    file.
    """
    digest = hashlib.sha256((ROOT / name).read_bytes()).hexdigest()
    return "{}.{} {} {}".format(*sys.version_info[:2], name, digest)


def _run(command: "list[str | Path]", failure: str) -> None:
    if subprocess.run([str(part) for part in command]).returncode:
        sys.exit("Motcua: " + failure)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # pip ends with it
    try:
        main(sys.argv[1])
    except KeyboardInterrupt:
        sys.exit("Motcua: the installation was interrupted; the next make begins it again.")
