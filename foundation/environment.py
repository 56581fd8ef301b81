"""Reads the settings that a site may change from the environment; nothing here knows Django."""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path


def text(name: str, default: str = "") -> str:
    """Value of the environment variable `name`, or `default` when unset or empty."""
    return os.environ.get(name) or default


def flag(name: str, default: bool) -> bool:
    """True for 1/true/yes/on, False for 0/false/no/off; `default` when unset."""
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ValueError(f"{name}={value!r}: write 1 or 0")


def listed(name: str, default: str = "") -> list[str]:
    """Comma-separated values of `name`, blanks removed."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def kept_secret(path: Path) -> str:
    """A secret made at the first run and kept in `path` (mode 600): the embedded default needs no
    set-up, and no two sites share a key.
    """
    if path.exists():
        return path.read_text().strip()
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(dir=path.parent)  # mode 600
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(50))
    # web and worker start together: the first whole file wins
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    Path(draft).unlink()
    return path.read_text().strip()
