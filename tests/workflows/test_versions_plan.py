"""Who may follow a new version of a procedure, who needs a choice, who must stay, each with its
reason (C4).
"""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organisations.models import User
from tests.people import World
from tests.workflows.conftest import accepted, item_of, ready_to_sign, reread
from tests.workflows.procedures import changed
from tests.workflows.unchecked import leave_out
from tests.workflows.versions import WORDS, filed, next_version, path, renamed, verdict_on
from workflows import actions
from workflows.checker import ways_back
from workflows.models import ProcedureVersion
from workflows.procedure import publishing
from workflows.procedure.inspection import from_text
from workflows.versions import planning

CONFIRM = """  - id: confirm
    title: {vi: Xác nhận}
    role: expert
    at: deciding
    hours: 0.5
    fields:
      - {id: note, kind: text, label: {vi: Ghi chú}, required: true}
    outcomes:
      - {id: confirmed, title: {vi: Đã xác nhận}, act: forward, to: sign_refusal}
  - id: sign_refusal
"""


def with_confirmation() -> ProcedureVersion:
    """A new step before the refusal is signed, no way back from there, and a letter that prints
    what was noted.
    """
    text = changed(
        ("act: forward, to: sign_refusal,", "act: forward, to: confirm,"),
        ("  - id: sign_refusal\n", CONFIRM),
        ("reason: dossier.reason", "reason: noted.confirm.note"),
    )
    start = text.index("{id: refuse, title: {vi: Ký văn bản từ chối")
    back = text.index("      - {id: send_back", start)
    return publishing.publish_proposal(from_text(text[:back] + text[text.index("\n", back) + 1 :]))


@pytest.fixture
def by(world: World) -> User:
    return world.dung


def test_other_words_let_everybody_follow(world: World, by: User) -> None:
    dossiers = [filed(world), accepted(world, filed(world)), ready_to_sign(world, filed(world))]
    way = path(world.version, next_version(*WORDS), by)
    assert [row.verdict.kind for row in planning.plan(way).rows] == ["FOLLOWS"] * len(dossiers)
    assert planning.plan(way).counts == {"FOLLOWS": 3, "CHOICE": 0, "STAYS": 0}


def test_a_renamed_step_needs_a_choice_where_the_dossier_stands_or_stood(
    world: World, by: User
) -> None:
    at_reception, at_check, past_check = (
        filed(world),
        accepted(world, filed(world)),
        ready_to_sign(world, filed(world)),
    )
    way = path(world.version, renamed("check", "look_up"), by)
    assert verdict_on(at_reception, way).kind == "FOLLOWS"
    assert verdict_on(at_check, way).texts == [
        "Bước “Đối chiếu sổ gốc” không có trong phiên bản mới."
    ]
    assert "đã làm xong, mà phiên bản mới không có" in verdict_on(past_check, way).texts[0]
    assert planning.plan(way).steps_to_choose == ["check"]
    way = path(world.version, way.new, by, steps={"check": "look_up"})
    assert planning.plan(way).counts == {"FOLLOWS": 3, "CHOICE": 0, "STAYS": 0}


def test_an_outcome_taken_away_needs_a_choice(world: World, by: User) -> None:
    line = next(
        line
        for line in next_version(*WORDS).source.splitlines()
        if "{id: send_back" in line and "to: check" in line
    )
    other = line.replace("{id: send_back", "{id: give_back")
    way = path(world.version, next_version((line, other)), by)
    assert (
        "không còn đủ các lựa chọn" in verdict_on(ready_to_sign(world, filed(world)), way).texts[0]
    )
    assert verdict_on(filed(world), way).kind == "FOLLOWS"


def test_a_dossier_is_not_put_where_the_law_has_not_let_it_come(world: World, by: User) -> None:
    """Received twice would be the end: nobody could accept it again."""
    dossier = accepted(world, filed(world))
    way = path(world.version, next_version(*WORDS), by, steps={"check": "receive"})
    assert verdict_on(dossier, way).kind == "CHOICE"
    assert "không thể đã qua" in verdict_on(dossier, way).texts[0]


def test_a_dossier_is_not_put_behind_a_step_whose_notes_are_needed(
    world: World, by: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The new version was published before the checker demanded a way back."""
    leave_out(monkeypatch, ways_back.offered)
    before, behind = accepted(world, filed(world)), accepted(world, filed(world))
    actions.decide(item_of(behind), world.binh, "not_found", reason="Không có trong sổ.")
    way = path(world.version, with_confirmation(), by, steps={"sign_refusal": "sign_refusal"})
    needs = "Đi tiếp từ “Lãnh đạo ký văn bản trả lời” cần nội dung của bước “Xác nhận”"
    assert verdict_on(behind, way).texts[0].startswith(needs)
    assert verdict_on(before, way).kind == "FOLLOWS", "it still comes through the new step"


def test_numbered_withdrawn_and_signed_dossiers_stay(world: World, by: User) -> None:
    withdrawn = accepted(world, filed(world))
    actions.withdraw(withdrawn, world.huong)
    signed = ready_to_sign(world, filed(world))
    actions.decide(item_of(signed), world.dung, "approve")
    numbered = ready_to_sign(world, filed(world))
    actions.decide(item_of(numbered), world.dung, "approve")
    actions.decide(item_of(reread(numbered)), world.anh, "seal")
    other_paper = (
        "      holder_name: register.holder_name\n",
        "      holder_name: dossier.holder_name\n",
    )
    way = path(world.version, next_version(other_paper), by)
    assert verdict_on(withdrawn, way).texts == ["Công dân đã yêu cầu rút hồ sơ."]
    assert verdict_on(signed, way).texts == [
        "Văn bản đã được ký, mà phiên bản mới đổi văn bản hoặc các bước đã làm."
    ]
    assert verdict_on(numbered, way).texts == ["Văn bản kết quả đã được cấp số."]
    assert verdict_on(signed, path(world.version, next_version(*WORDS), by)).kind == "FOLLOWS"


def test_new_questions_may_be_left_and_impossible_answers_keep_the_dossier(
    world: World, by: User
) -> None:
    dossier = filed(world, copies=9)
    text = next_version(*WORDS).source
    copies = next(line for line in text.splitlines() if "{id: copies" in line)
    indent = copies[: len(copies) - len(copies.lstrip())]
    asks_more = next_version(
        (
            copies,
            (
                f"{copies}\n{indent}- {{id: wish, kind: text, label: {{vi: Nguyện vọng}}, required:"
                " true}"
            ),
        )
    )
    way = path(world.version, asks_more, by)
    assert verdict_on(dossier, way).texts == [
        "Phiên bản mới hỏi thêm “Nguyện vọng”, bắt buộc trả lời."
    ]
    assert planning.plan(way).fields_to_leave == ["wish"]
    assert verdict_on(dossier, path(world.version, asks_more, by, left=["wish"])).kind == "FOLLOWS"
    fewer = next_version((copies, copies.replace("max: 20", "max: 5")))
    assert verdict_on(dossier, path(world.version, fewer, by)).kind == "STAYS"


def test_an_answer_that_is_no_longer_asked_is_not_lost_in_silence(world: World, by: User) -> None:
    dossier = filed(world)
    contact = "    - block: contact@1\n"
    fewer = next_version(
        (contact, f"{contact}      without: [email]\n"),
        ("email: email, ", ""),
        ("phone, email, address", "phone, address"),
    )
    way = path(world.version, fewer, by)
    assert "không còn hỏi" in verdict_on(dossier, way).texts[0]


def test_a_plan_of_many_costs_no_more_queries_than_of_few(world: World, by: User) -> None:
    way = path(world.version, next_version(*WORDS), by)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            planning.plan(way)
        return len(seen.captured_queries)

    filed(world)
    few = queries()
    for _ in range(5):
        accepted(world, filed(world))
    assert queries() == few <= 5
