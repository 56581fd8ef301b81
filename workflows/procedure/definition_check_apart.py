"""The same work as `procedure.definition_check`, done on what somebody is still writing: in a
process with limits.

Text that is typed into the editor may be anything. What takes too long or too much memory ends
there, as a finding; the pages of everybody else go on.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Collection, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from foundation import child_process
from workflows.checker.costs import COSTS
from workflows.definition import Definition, DefinitionFaults, Finding, Source

CHILD = Path(__file__).with_name("child_checking.py")
# the largest shipped definition with its five Word files takes one second
SECONDS, MEGABYTES = 10, 1024


def read(text: str, file: str) -> Source:
    """As `inspecting.read`, but what cannot be read within the limits is a fault too. Raises
    DefinitionFaults.
    """
    told = _asked("read", {"text": text, "file": file})
    if told is None:
        raise DefinitionFaults([COSTS.found("too_costly", ()).at(file, 1, 1)])
    if told["findings"]:
        raise DefinitionFaults(_findings(told["findings"]))
    places = {tuple(path): (line, column) for path, line, column in told["places"]}
    lent = {tuple(path): (block, question) for path, block, question in told["lent"]}
    return Source(file, told["data"], places, lent=lent)


def examine(
    definition: Definition,
    word_files: Mapping[str, bytes],
    roles: Collection[str],
    authorities: Collection[str] | None,
) -> list[Finding]:
    """As `inspecting.examine`, but what cannot be checked within the limits is a fault too."""
    told = _asked(
        "examine",
        {
            "definition": definition.model_dump(mode="json", by_alias=True, exclude_unset=True),
            "word_files": {
                name: base64.b64encode(docx).decode() for name, docx in word_files.items()
            },
            "roles": sorted(roles),
            "authorities": None if authorities is None else sorted(authorities),
        },
    )
    return [COSTS.found("too_costly", ())] if told is None else _findings(told["findings"])


def findings_as_data(findings: list[Finding]) -> list[dict[str, Any]]:
    """What the child tells of them."""
    return [asdict(finding) for finding in findings]


def _findings(told: list[dict[str, Any]]) -> list[Finding]:
    return [
        Finding(**{**one, "path": tuple(one["path"]), "trace": tuple(one["trace"])}) for one in told
    ]


def _asked(work: str, given: Mapping[str, Any]) -> Any:
    """What the child answers; None when it came to no end."""
    content = json.dumps(given).encode()
    try:
        return json.loads(
            child_process.run(
                CHILD, content, work, seconds=SECONDS, megabytes=MEGABYTES, of_the_site=True
            )
        )
    except (child_process.ChildFailed, ValueError):
        return None
