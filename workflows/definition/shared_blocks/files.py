"""Where the shared blocks lie, and how they are called: `contact.v1.yaml` is the block
contact@1.
"""

from __future__ import annotations

import re
from pathlib import Path as FilePath

#: Data, no code, as the procedures beside them.
FOLDER = FilePath(__file__).parents[2] / "blocks"
_NAME = re.compile(r"([a-z][a-z0-9_]*)\.v([1-9][0-9]*)\.yaml")


def block_files() -> dict[str, FilePath]:
    """Every block there is, in order, with its file; a name that somebody typed is looked up here,
    never opened.
    """
    found = [
        (match[1], int(match[2]), path)
        for path in FOLDER.glob("*.yaml")
        if (match := _NAME.fullmatch(path.name))
    ]
    return {f"{name}@{version}": path for name, version, path in sorted(found)}
