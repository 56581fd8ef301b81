"""What a sealed document writes in a register: named in the definition, checked, done in the act's
own transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from shutil import copytree

import pytest

from documents.models import Document
from portal.demo.load import settle
from tests.documents.conftest import demo_authority_seals, demo_seal_folder  # noqa: F401 - fixtures
from tests.people import World, draft_of
from tests.procedures.walking import decide
from tests.workflows.procedures import FOLDER, changed, findings_of
from workflows import actions
from workflows.definition import Finding
from workflows.papers import register_writers
from workflows.papers.register_writers import Writer
from workflows.procedure import publishing

HEARD: list[tuple[str, dict[str, str]]] = []


def _hear(document: Document, values: Mapping[str, str]) -> None:
    HEARD.append((document.symbol, dict(values)))


@pytest.fixture(autouse=True)
def a_writer(monkeypatch: pytest.MonkeyPatch) -> None:
    HEARD.clear()
    monkeypatch.setitem(
        register_writers.WRITERS, "hear", Writer(_hear, frozenset({"name"}), frozenset({"note"}))
    )


def findings(note: str) -> dict[str, Finding]:
    place = "    template: templates/copy.docx\n"
    return findings_of(changed((place, f"{place}    registers: [{note}]\n")))


@pytest.mark.parametrize(
    ("note", "rule"),
    [
        ("{write: heer, values: {name: dossier.code}}", "writer_unknown"),
        ("{write: hear}", "writer_needs"),
        ('{write: hear, values: {name: dossier.code, size: "1"}}', "writer_ignores"),
        ("{write: hear, values: {name: dossier.kode}}", "condition_unknown"),
    ],
)
def test_the_checker_says_what_is_wrong_with_a_note(note: str, rule: str) -> None:
    assert rule in findings(note)


def test_a_good_note_is_no_finding() -> None:
    assert not findings("{write: hear, values: {name: dossier.code, note: dossier.summary}}")


@pytest.mark.usefixtures("demo_authority_seals")
def test_the_register_hears_of_a_sealed_document_once(world: World, tmp_path: Path) -> None:
    copytree(FOLDER, tmp_path / "diploma-copy")
    told = "    registers: [{write: hear, values: {name: dossier.code}}]\n    symbol: "
    (tmp_path / "diploma-copy" / "procedure.yaml").write_text(
        changed(("    symbol: ", told)), encoding="utf-8"
    )
    world.version = publishing.publish(tmp_path / "diploma-copy")
    dossier = actions.submit(draft_of(world), world.huong)
    decide(dossier, "receive", world.lan, "accept")
    decide(dossier, "check", world.binh, "found", match=str(world.diploma.pk))
    decide(dossier, "sign", world.dung, "approve")
    decide(dossier, "seal", world.anh, "seal")
    settle()
    assert [(Document.objects.get(kind="BS").symbol, {"name": dossier.code})] == HEARD
