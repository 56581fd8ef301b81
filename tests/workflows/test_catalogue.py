"""Publishing: the same content is one version, another content the next, and none ever changes."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re
import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.utils import timezone

from documents.models import Template
from documents.word_templates.templates import publish as publish_template
from organisations.models import Authority, Role, RoleAssignment
from organisations.roles import signs
from organisations.seed import seed_organisations
from tests.people import person
from tests.workflows.procedures import FOLDER
from workflows import checker
from workflows.checker.conditions import DOSSIER_FACTS, REGISTER_FACTS
from workflows.compile import flow_for
from workflows.definition import DefinitionFaults
from workflows.models import Dossier, Procedure, ProcedureVersion
from workflows.papers.facts import dossier_facts
from workflows.procedure import publishing
from workflows.procedure.inspection import from_folder, from_text, inspect
from workflows.published import definition_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def seeded_site() -> None:
    seed_organisations()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped procedure that a test may change."""
    return Path(shutil.copytree(FOLDER, tmp_path / "diploma-copy"))


def change(folder: Path, old: str, new: str) -> None:
    path = folder / "procedure.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_same_content_is_one_version(folder: Path) -> None:
    first = publishing.publish(folder)
    change(folder, "start: receive", "start:   receive # as ever")
    assert publishing.publish(folder) == first
    assert ProcedureVersion.objects.count() == 1


def test_another_content_is_the_next_version_and_leaves_the_first_alone(folder: Path) -> None:
    first = publishing.publish(folder)
    change(folder, "title: {vi: Tiếp nhận hồ sơ", "title: {vi: Nhận hồ sơ")
    second = publishing.publish(folder)
    assert (first.number, second.number) == (1, 2)
    assert definition_of(first).step("receive").title["vi"] == "Tiếp nhận hồ sơ"
    assert definition_of(second).step("receive").title["vi"] == "Nhận hồ sơ"
    assert flow_for(first) is not flow_for(second)


def test_a_version_keeps_the_template_it_was_published_with(folder: Path) -> None:
    first = publishing.publish(folder)
    letter = (folder / "templates" / "refusal_letter.docx").read_bytes()
    old = Template.objects.get(name="diploma-copy/refusal_letter")
    (folder / "templates" / "refusal_letter.docx").write_bytes(retouched(letter))
    second = publishing.publish(folder)
    assert second != first
    assert definition_of(first).document("refusal_letter").template_sha256 == old.sha256
    assert definition_of(second).document("refusal_letter").template_sha256 != old.sha256


def retouched(docx: bytes) -> bytes:
    """The same Word file with one more paragraph."""
    from docx import Document

    document = Document(io.BytesIO(docx))
    document.add_paragraph("Bản sửa.")
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def test_the_hash_is_that_of_the_stored_text_and_names_the_flow(folder: Path) -> None:
    version = publishing.publish(folder)
    assert version.sha256 == hashlib.sha256(version.canonical.encode()).hexdigest()
    assert version.flow_name == f"Flow_{version.sha256[:16]}"


@pytest.mark.parametrize("field", ["canonical", "sha256", "source", "flow_name"])
def test_the_database_refuses_to_change_a_published_version(folder: Path, field: str) -> None:
    version = publishing.publish(folder)
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        ProcedureVersion.objects.filter(pk=version.pk).update(**{field: "x"})
    version.valid_from = version.valid_from.replace(year=2027)
    version.save()


def test_a_fault_blocks_publishing_and_writes_nothing(folder: Path) -> None:
    change(folder, "role: clerk", "role: clark")
    with pytest.raises(DefinitionFaults, match="Did you mean 'clerk'"):
        publishing.publish(folder)
    assert not Procedure.objects.exists() and not Template.objects.exists()


def test_a_doubt_does_not_block_publishing(folder: Path) -> None:
    change(folder, "kind: end, act: return_result", "kind: end")
    assert publishing.publish(folder).number == 1


def test_a_missing_template_is_told_with_its_line(folder: Path) -> None:
    (folder / "templates" / "copy.docx").unlink()
    (finding,) = inspect(from_folder(folder)).findings
    lines = (folder / "procedure.yaml").read_text(encoding="utf-8").splitlines()
    assert finding.rule == "template_missing"
    assert lines[finding.line - 1].strip() == "template: templates/copy.docx"


def test_a_text_of_the_administrator_uses_the_templates_published_last(folder: Path) -> None:
    text = (folder / "procedure.yaml").read_text(encoding="utf-8")
    assert {finding.rule for finding in inspect(from_text(text)).findings} == {"template_missing"}
    for path in (folder / "templates").glob("*.docx"):
        publish_template(f"diploma-copy/{path.stem}", path)
    assert inspect(from_text(text)).findings == []


@pytest.mark.parametrize(
    "words", ["ban sao", "BẢN SAO", "van bang goc", "3.000465", "certified diploma", "chứng chỉ"]
)
def test_search_forgives_missing_diacritics_and_order(folder: Path, words: str) -> None:
    publishing.publish(folder)
    found = publishing.search(words)
    assert [procedure.slug for procedure in found.procedures] == [
        "diploma-copy"
    ] and not found.is_near


def test_search_says_that_nothing_fits(folder: Path) -> None:
    publishing.publish(folder)
    assert publishing.search("bản sao khai sinh").is_near
    assert publishing.search("100%").procedures == []
    assert len(publishing.search("").procedures) == 1


def test_the_checker_knows_the_facts_the_engine_offers(folder: Path) -> None:
    version = publishing.publish(folder)
    dossier = Dossier(version=version, answers={})
    assert set(dossier_facts(dossier, definition_of(version))) == DOSSIER_FACTS
    from registers import lookup
    from registers.models import Diploma, RegisterBook

    assert (
        set(lookup.facts(Diploma(pk=1, book=RegisterBook(name="Sổ gốc"), level="THPT")))
        == REGISTER_FACTS
    )


def test_commands_publish_and_check(folder: Path) -> None:
    said = io.StringIO()
    call_command("publish_procedures", folder, stdout=said)
    call_command("check_procedures", folder, stdout=said)
    assert "diploma-copy version 1" in said.getvalue() and "no fault, 0 doubts" in said.getvalue()
    change(folder, "start: receive", "start: recieve")
    with pytest.raises(CommandError, match="1 faults"):
        call_command("check_procedures", folder, stdout=said)
    assert "Did you mean 'receive'" in said.getvalue()
    with pytest.raises(CommandError, match="was not published"):
        call_command("publish_procedures", folder, stdout=said)


def test_an_upgrade_publishes_a_shipped_procedure_that_learned_something(tmp_path: Path) -> None:
    """The national-standard procedures of before took no self-assessment's report."""
    shipped = FOLDER.with_name("national-standard-secondary")
    before = Path(shutil.copytree(shipped, tmp_path / shipped.name))
    text = (before / "procedure.yaml").read_text(encoding="utf-8")
    block = re.search(r"^assessment:\n(  .*\n)+", text, re.MULTILINE)
    assert block is not None
    (before / "procedure.yaml").write_text(text.replace(block[0], ""), encoding="utf-8")
    old = publishing.publish(before)
    for _start in range(2):
        call_command("publish_procedures", shipped, stdout=io.StringIO())
    assert [version.number for version in old.procedure.versions.order_by("number")] == [1, 2]
    newest = old.procedure.current
    assert (
        newest is not None and newest.number == 2 and definition_of(newest).assessment is not None
    )
    assert definition_of(old).assessment is None


def test_what_is_no_word_file_counts_as_missing() -> None:
    assert checker.placeholders_of({"templates/copy.docx": b"no zip"}) == {}


def test_who_keeps_the_site_decides_nothing_in_a_procedure(folder: Path) -> None:
    """Whoever writes a procedure would else sign and seal alone by a role already held."""
    for role in ("head", "clerk", "expert", "receptionist"):
        change(folder, f"role: {role}", "role: administrator")
        with pytest.raises(DefinitionFaults, match="decides nothing"):
            publishing.publish(folder)
        change(folder, "role: administrator", f"role: {role}")


def test_nobody_comes_to_sign_by_a_procedure_without_the_heads_word(folder: Path) -> None:
    holder = person("thu-ky", "Thư Ký")
    role, _new = Role.objects.get_or_create(slug="secretary", defaults={"name": "Thư ký"})
    held = RoleAssignment.objects.create(
        user=holder,
        role=role,
        authority=Authority.objects.get(slug="sgddt-daklak"),
        valid_from=dt.date(2026, 1, 1),
    )
    for name in ("head", "clerk"):
        change(folder, f"role: {name}", "role: secretary")
        with pytest.raises(DefinitionFaults, match="no head has given it to"):
            publishing.publish(folder)
        change(folder, "role: secretary", f"role: {name}")
    RoleAssignment.objects.filter(pk=held.pk).update(valid_to=dt.date(2026, 1, 2))
    change(folder, "role: head", "role: secretary")
    publishing.publish(folder)
    assert signs("secretary")  # so that the next one who gets it has the head's word
    RoleAssignment.objects.create(
        user=holder, role=role, authority=held.authority, valid_from=timezone.localdate()
    )
    change(folder, "start: receive", "start:  receive")
    change(folder, "title: {vi: Tiếp nhận hồ sơ", "title: {vi: Nhận hồ sơ")
    publishing.publish(folder)
