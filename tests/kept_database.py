"""The empty test database is made once for each state of the migrations and copied from then on:
seconds instead of twenty. SQLite only. CI forgets what was kept before it begins: its first is made
from nothing.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
#: What a new database is made from.
SOURCES = (
    *(
        "*/migrations/*.py",
        "*/triggers.py",
        "*/*/triggers.py",
        "*/*/frozen_versions.py",
        "protection/*.py",
    ),
    "foundation/first_tables.py",
)


def is_kept() -> bool:
    """Whether this run may begin with a copy."""
    return bool(settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"))


def bring(wanted: Path | None = None) -> bool:
    """Put the kept database there, or where the tests want theirs; False when none is kept yet."""
    kept = _kept()
    if not kept.exists():
        return False
    _copy(kept, wanted or Path(settings.DATABASES["default"]["TEST"]["NAME"]))
    return True


def keep() -> None:
    """Keep the database that was just made; of two runs that make one at once either is as good."""
    kept = _kept()
    kept.parent.mkdir(exist_ok=True, mode=0o700)
    making = kept.with_suffix(f".{os.getpid()}")
    _copy(Path(settings.DATABASES["default"]["TEST"]["NAME"]), making)
    making.replace(kept)


def _kept() -> Path:
    sources = sorted(path for pattern in SOURCES for path in ROOT.glob(pattern))
    digest = hashlib.sha256()
    for path in (*sources, ROOT / "requirements.txt"):
        digest.update(path.read_bytes())
    return Path(
        tempfile.gettempdir(),
        f"motcua-test-databases-{os.getuid()}",
        f"{digest.hexdigest()[:16]}.sqlite3",
    )


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
