"""Which application takes the report of a self-assessment is said by its definition, and by nothing
else.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from workflows import checker
from workflows.definition import load
from workflows.procedure.publishing import shipped_folders

ROOT = Path(__file__).resolve().parents[2]
SLUGS = sorted(folder.name for folder in shipped_folders())
STANDARDS = [
    folder
    for folder in shipped_folders()
    if "\nassessment:" in (folder / "procedure.yaml").read_text("utf-8")
]
CODE = (
    "assessment",
    "config",
    "documents",
    "forms",
    "notifications",
    "operation",
    "organisations",
    "payments",
    "portal",
)
CODE += ("privacy", "registers", "workflows")
OF_ONE_PROCEDURE = ("portal/demo/", "documents/layout/", "workflows/procedures/")


def text() -> str:
    """One of the procedures that take a report."""
    return (STANDARDS[0] / "procedure.yaml").read_text("utf-8")


@pytest.mark.parametrize("folder", STANDARDS, ids=lambda folder: folder.name)
def test_the_shipped_ones_are_right(folder: Path) -> None:
    definition = load((folder / "procedure.yaml").read_text("utf-8"))
    assert definition.assessment is not None and "ANY" in definition.assessment.stages
    assert [one for one in checker.check(definition) if one.path[:1] == ("assessment",)] == []


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("  school: school\n", "  school: years\n", ("assessment", "school")),
        ("  commune: commune\n", "  commune: communes\n", ("assessment", "commune")),
        ("  report: report\n", "  report: wish\n", ("assessment", "report")),
        ("  level: self_level\n", "  level: school_year\n", ("assessment", "level")),
        ('ANY: "2026"}', 'ANY: "2027"}', ("assessment", "stages", "ANY")),
    ],
)
def test_a_field_or_choice_that_is_not_there_is_found(
    old: str, new: str, path: tuple[str, ...]
) -> None:
    assert text().count(old) == 1
    found = checker.check(load(text().replace(old, new)))
    assert [(one.rule, one.path) for one in found if one.severity == "fault"] == [
        ("reference_unknown", path)
    ]


def test_no_code_knows_a_procedure_by_its_name() -> None:
    """But the demo's stories, the builders of templates, and the procedures' own folders."""
    named = re.compile(rf"""["'](?:{"|".join(SLUGS)})["']""")
    files = [path for app in CODE for path in (ROOT / app).rglob("*.py")]
    names = {path: path.relative_to(ROOT).as_posix() for path in files}
    assert len(STANDARDS) == 2 and len(files) > 100
    assert [
        name
        for path, name in names.items()
        if not name.startswith(OF_ONE_PROCEDURE) and named.search(path.read_text("utf-8"))
    ] == []
