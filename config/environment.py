"""Reads the settings that a site may change from the environment; nothing here knows Django."""

import os
import secrets
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
    """A secret made at the first run and kept in `path` (mode 600): the embedded default needs no set-up,
    and no two sites share a key."""
    if path.exists():
        return path.read_text().strip()
    path.parent.mkdir(parents=True, exist_ok=True)
    value = secrets.token_urlsafe(50)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # web and worker start together: the first one wins
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(value)
    return value
