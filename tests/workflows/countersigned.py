"""The copy of a diploma, signed by three in order: the expert drafts, the office initials, the head
signs.
"""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

from tests.workflows.procedures import FOLDER, changed
from workflows.models import ProcedureVersion
from workflows.procedure import publishing

OFFICE_INITIALS = """  - id: initials
    title: {vi: "Văn phòng ký nháy", en: Initials of the office}
    role: clerk
    at: deciding
    hours: 1
    outcomes:
      - {id: initial, title: {vi: Ký nháy, en: Initial}, act: forward, to: sign, signs: copy}
      - {id: send_back, title: {vi: Trả lại chuyên viên, en: Send back}, act: send_back, to: check, reason: required}
  - id: sign
"""
CHANGES = (
    ("act: forward, to: sign, needs:", "act: forward, to: initials, signs: copy, needs:"),
    ("  - id: sign\n", OFFICE_INITIALS),
    ("act: approve, to: seal}", "act: approve, to: seal, signs: copy}"),
    ("signed_at: sign\n", "signed_at: sign\n    signatures: [check, initials, sign]\n"),
    # what the applicant says, so that a supplement changes it
    ("school: register.school", "school: school"),
)
TEXT = changed(*CHANGES)


def publish(folder: Path, *more: tuple[str, str]) -> ProcedureVersion:
    """The next version of the shipped procedure, countersigned; `more` changes its text further."""
    return publish_text(folder, replaced(TEXT, *more))


def replaced(text: str, *more: tuple[str, str]) -> str:
    """The text with the first occurrence of each old part replaced."""
    for old, new in more:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def publish_text(folder: Path, text: str) -> ProcedureVersion:
    """The text, with the shipped templates beside it."""
    place = Path(copytree(FOLDER, folder / "diploma-copy", dirs_exist_ok=True))
    (place / "procedure.yaml").write_text(text, encoding="utf-8")
    return publishing.publish(place)
