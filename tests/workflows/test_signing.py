"""Several sign a document in order; what changes after a signature makes it void, and nothing is
issued without all.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from documents.models import Document
from organisations.models import User
from registers.models import Diploma
from tests.people import World, draft_of, enter_diploma
from tests.workflows import countersigned
from tests.workflows.conftest import accepted, item_of, reread
from tests.workflows.procedures import changed, findings_of
from workflows import actions
from workflows.errors import Incomplete
from workflows.journal import entries
from workflows.models import Dossier, Signature
from workflows.papers import signing


@pytest.fixture
def world(world: World, tmp_path: Path) -> World:
    world.version = countersigned.publish(tmp_path)
    return world


def decide(dossier: Dossier, who: User, outcome: str, reason: str = "", **values: str) -> Dossier:
    actions.decide(item_of(dossier), who, outcome, values, reason)
    return reread(dossier)


def drafted(world: World) -> Dossier:
    dossier = accepted(world, actions.submit(draft_of(world), world.huong))
    return decide(dossier, world.binh, "found", match=str(world.diploma.pk))


def signed(world: World) -> Dossier:
    return decide(decide(drafted(world), world.anh, "initial"), world.dung, "approve")


def standing(dossier: Dossier) -> list[tuple[str, bool]]:
    """Step and whether its signature stands, of the one document."""
    definition = dossier.flow_class.definition
    (links,) = signing.chain(dossier, definition)
    return [(link.step, link.stands) for link in links]


def test_three_sign_and_the_last_signature_is_the_documents(world: World) -> None:
    dossier = signed(world)
    assert standing(dossier) == [("check", True), ("initials", True), ("sign", True)]
    User.objects.filter(pk=world.dung.pk).update(full_name="Tên Khác", position="CHỨC VỤ KHÁC")
    dossier = decide(dossier, world.anh, "seal")
    document = Document.objects.get(kind="BS")
    assert (document.signer_name, document.signer_position) == (
        "Trần Văn Dũng",
        "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC",
    )
    names = list(Signature.objects.order_by("order").values_list("name", "order", "entry_sequence"))
    assert names == [("Y Bình Niê", 0, 3), ("Lê Ngọc Ánh", 1, 4), ("Trần Văn Dũng", 2, 5)]
    said = [entry.data.get("signed") for entry in entries.timeline(dossier)]
    assert said[2] == {"document": "copy", "step": "check"}
    assert standing(dossier) == [("check", True), ("initials", True), ("sign", True)]


def test_a_field_changed_afterwards_voids_what_was_signed(world: World) -> None:
    """Sent back, the expert takes another entry of the register: the colleagues' signatures are for
    another paper.
    """
    dossier = decide(signed(world), world.anh, "send_back", "Sai dòng.")
    # nothing has changed yet
    assert standing(dossier) == [("check", True), ("initials", True), ("sign", True)]
    dossier = decide(dossier, world.dung, "send_back", "Chọn lại dòng trong sổ.")
    other = enter_diploma(world.department, book_number="1235", serial="A 7654321")
    dossier = decide(dossier, world.binh, "found", match=str(other.pk))
    assert standing(dossier) == [("check", True), ("initials", False), ("sign", False)]
    reasons = Signature.objects.filter(voided_at__isnull=False).values_list(
        "step", "void_reason", "voided_entry"
    )
    last = entries.timeline(dossier)[-1]
    assert sorted(reasons) == [
        (step, "CHANGED", last.sequence) for step in ("check", "initials", "sign")
    ]
    told = [(one["step"], one["by"]) for one in last.data["voided"]]
    assert told == [("check", "Y Bình Niê"), ("initials", "Lê Ngọc Ánh"), ("sign", "Trần Văn Dũng")]
    dossier = decide(decide(dossier, world.anh, "initial"), world.dung, "approve")
    decide(dossier, world.anh, "seal")
    assert Document.objects.get(kind="BS").facts["serial"] == "A 7654321"
    assert entries.verify() is None


@pytest.mark.parametrize(
    ("supplied", "stands"),
    # the paper does not say what for
    [({"purpose": "Xin việc"}, True), ({"school": "THPT Ngô Gia Tự"}, False)],
)
def test_what_the_applicant_supplies_voids_too(
    world: World, supplied: dict[str, str], stands: bool
) -> None:
    dossier = decide(drafted(world), world.anh, "send_back", "Thiếu.")
    dossier = decide(dossier, world.binh, "supplement", "Cần ảnh.", match=str(world.diploma.pk))
    actions.supply(dossier, world.huong, {**dossier.answers, **supplied})
    dossier = reread(dossier)
    assert standing(dossier)[0] == ("check", stands)
    voided = entries.timeline(dossier)[-1].data.get("voided", [])
    assert [one["why"] for one in voided] == ([] if stands else ["CHANGED"])


def test_a_register_that_changes_meanwhile_stops_the_issue(world: World) -> None:
    """No act of the dossier: the hash tells it when the number is asked for, and nothing is
    written.
    """
    dossier = signed(world)
    Diploma.objects.filter(pk=world.diploma.pk).update(grade="Giỏi")
    assert standing(dossier) == [("check", False), ("initials", False), ("sign", False)]
    with pytest.raises(Incomplete) as refused:
        decide(dossier, world.anh, "seal")
    assert "Đối chiếu sổ gốc" in str(refused.value) and "ký lại" in str(refused.value)
    assert (
        not Document.objects.filter(kind="BS").exists()
        and reread(dossier).entry_count == dossier.entry_count
    )
    decide(dossier, world.anh, "send_back", "Sổ đã sửa.")
    assert Signature.objects.filter(void_reason="CHANGED").count() == 3


def test_nobody_signs_above_a_signature_that_is_void(world: World) -> None:
    dossier = drafted(world)
    Diploma.objects.filter(pk=world.diploma.pk).update(grade="Giỏi")
    with pytest.raises(Incomplete):
        decide(dossier, world.anh, "initial")
    # refused, so nothing was written
    assert Signature.objects.filter(voided_at__isnull=True).count() == 1


def test_whoever_signs_again_undoes_the_signatures_after_theirs(world: World) -> None:
    dossier = decide(signed(world), world.anh, "send_back", "Xem lại.")
    dossier = decide(dossier, world.dung, "send_back", "Xem lại.")
    dossier = decide(dossier, world.binh, "found", match=str(world.diploma.pk))
    assert standing(dossier) == [("check", True), ("initials", False), ("sign", False)]
    assert sorted(Signature.objects.exclude(void_reason="").values_list("step", "void_reason")) == [
        ("check", "REPLACED"),
        ("initials", "EARLIER"),
        ("sign", "EARLIER"),
    ]


def text(*more: tuple[str, str]) -> str:
    return countersigned.replaced(countersigned.TEXT, *more)


def test_the_checker_is_content_with_the_chain() -> None:
    assert findings_of(text()) == {}


@pytest.mark.parametrize(
    ("rule", "old", "new", "trace"),
    [
        ("signer_unknown", "[check, initials, sign]", "[check, initial, sign]", None),
        ("signer_unknown", "to: seal, signs: copy}", "to: seal}", None),
        ("signer_unlisted", "[check, initials, sign]", "[check, sign]", None),
        ("signer_twice", "[check, initials, sign]", "[check, initials, check, sign]", None),
        ("signer_not_last", "[check, initials, sign]", "[check, sign, initials]", None),
        ("reference_unknown", "to: sign, signs: copy}", "to: sign, signs: cpoy}", None),
        ("signed_fact_late", "school: school", "school: office.sign.reason", None),
        ("signed_fact_late", "school: school", "school: dossier.reason", None),
        ("signature_early", "to: initials, signs: copy", "to: sign, signs: copy", ("receive", "check", "sign")),
        ("signature_missing", "to: seal, signs: copy}", "to: seal, signs: copy}\n      - {id: skip, title: {vi: Bỏ}, "
         "act: approve, to: seal}", ("receive", "check", "initials", "sign", "seal", "issue_copy")),
    ],
)  # fmt: skip
def test_a_broken_chain_is_found_out(
    rule: str, old: str, new: str, trace: tuple[str, ...] | None
) -> None:
    found = findings_of(text((old, new)))
    assert rule in found, sorted(found)
    assert trace is None or found[rule].trace == trace


def test_silence_does_not_sign() -> None:
    silence = "    silence: {amount: 1, unit: WORKING_DAY, outcome: initial}\n"
    found = findings_of(
        text(
            (
                "    outcomes:\n      - {id: initial,",
                f"{silence}    outcomes:\n      - {{id: initial,",
            )
        )
    )
    assert "signed_by_silence" in found


def test_silence_leads_to_no_document_that_nobody_signed() -> None:
    """Nobody decides the step where the copy is signed: it could never be issued. Sent back, it is
    signed later.
    """
    silence = (
        "    silence: {{amount: 1, unit: WORKING_DAY, outcome: {}}}\n    outcomes:\n      - {{id:"
        " approve,"
    )
    found = findings_of(
        changed(("    outcomes:\n      - {id: approve,", silence.format("approve")))
    )
    assert found["signed_by_silence"].trace[-1] == "issue_copy"
    assert "signed_by_silence" not in findings_of(
        changed(("    outcomes:\n      - {id: approve,", silence.format("send_back")))
    )
