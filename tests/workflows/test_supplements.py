"""Once-only returns: a request names items of the published list, each with a reason; the first
should be all.
"""

from __future__ import annotations

import pytest
from django.utils import timezone

from documents import rendering
from documents.models import Document
from organisations.models import Authority, User
from tests.people import World, draft_of, officer
from tests.reading import word_text
from tests.workflows.conftest import item_of, reread
from tests.workflows.procedures import changed
from workflows import actions
from workflows.applicant import supplements
from workflows.applicant.supplements import Missing
from workflows.errors import ActRefused, Incomplete, NoRight, WrongState
from workflows.journal import entries
from workflows.models import Dossier, Entry, Timer
from workflows.procedure import publishing
from workflows.procedure.inspection import from_text
from workflows.published import definition_of

DIPLOMA, CONTACT, WAYS = "section:diploma", "section:contact", "section:delivery"
SCHOOL = Missing(DIPLOMA, "Chưa ghi rõ trường.")
PHONE = Missing(CONTACT, "Số điện thoại không gọi được.")


def filed(world: World) -> Dossier:
    return actions.submit(draft_of(world), world.huong)


def ask(world: World, dossier: Dossier, *missing: Missing, note: str = "") -> Entry:
    return actions.decide(item_of(dossier), world.lan, "supplement", reason=note, missing=missing)


def supplied(world: World, dossier: Dossier, **changes: object) -> Dossier:
    dossier = reread(dossier)
    actions.supply(dossier, world.huong, {**dossier.answers, **changes})
    return reread(dossier)


def test_the_list_is_the_papers_of_the_case_and_the_sections_that_are_asked(world: World) -> None:
    dossier = filed(world)
    names = {item.id for item in supplements.published(dossier, definition_of(dossier.version))}
    # it is her own diploma
    assert {DIPLOMA, CONTACT, WAYS} <= names and "section:holder" not in names


def test_a_request_is_kept_item_by_item_and_printed_so(world: World) -> None:
    dossier = filed(world)
    entry = ask(world, dossier, SCHOOL, PHONE, note="Xin gửi trong tuần này.")
    assert [row["item"] for row in entry.data["asked"]] == [DIPLOMA, CONTACT]
    assert entry.data["round"] == 1
    facts = Document.objects.get(kind="PBS").facts
    assert facts["remark"] == "Xin gửi trong tuần này."
    assert facts["items"][0].endswith(": Chưa ghi rõ trường.") and len(facts["items"]) == 2
    assert facts["reason"] == "Xin gửi trong tuần này."
    assert entry.reason.splitlines()[-1] == "Xin gửi trong tuần này."


def test_without_words_of_the_officer_the_items_give_the_reason(world: World) -> None:
    ask(world, filed(world), SCHOOL)
    assert Document.objects.get(kind="PBS").facts["reason"] == "Chưa ghi rõ trường."


def _slip(note: str, missing: tuple[Missing, ...], world: World) -> str:
    ask(world, filed(world), *missing, note=note)
    return word_text(rendering.docx(Document.objects.get(kind="PBS")))


@pytest.mark.parametrize(
    ("note", "missing", "reason"),
    [
        ("", (PHONE, SCHOOL), ""),
        ("Xin gửi trong tuần này.", (PHONE,), "Lý do: Xin gửi trong tuần này."),
        ("Ảnh mờ, xin chụp lại.", (), ""),
    ],
)
def test_the_slip_says_each_reason_once_and_calls_a_page_as_offices_do(
    world: World, note: str, missing: tuple[Missing, ...], reason: str
) -> None:
    words = _slip(note, missing, world)
    for said in (*(one.reason for one in missing), note):
        assert words.count(said) == (1 if said else words.count(""))
    assert ("Lý do:" in words) == bool(reason) and reason in words
    assert "bằng cách nào" not in words
    assert ("1. Thông tin liên hệ: Số điện thoại không gọi được." in words) == (PHONE in missing)


@pytest.mark.parametrize(
    "wrong",
    [
        Missing(DIPLOMA, " "),
        Missing("paper:unheard-of", "Thiếu."),
        Missing("section:holder", "Thiếu."),
    ],
)
def test_an_item_needs_a_reason_and_a_place_on_the_list(world: World, wrong: Missing) -> None:
    dossier = filed(world)
    with pytest.raises(Incomplete):
        ask(world, dossier, SCHOOL, wrong)
    assert not Entry.objects.filter(act="ask_supplement").exists()


def test_what_could_have_been_asked_the_first_time_is_refused(world: World) -> None:
    dossier = filed(world)
    ask(world, dossier, SCHOOL)
    dossier = supplied(world, dossier, school="THPT Buôn Ma Thuột, cơ sở 2")
    with pytest.raises(WrongState, match="lẽ ra phải được yêu cầu ngay từ lần đầu"):
        ask(world, dossier, PHONE)
    with pytest.raises(WrongState):
        ask(world, dossier, SCHOOL, PHONE)
    with pytest.raises(Incomplete, match="nêu rõ từng giấy tờ"):
        ask(world, dossier, note="Thiếu điện thoại.")


def test_what_was_asked_and_did_not_come_may_be_asked_again(world: World) -> None:
    dossier = filed(world)
    ask(world, dossier, SCHOOL, PHONE)
    dossier = supplied(world, dossier, school="THPT Buôn Ma Thuột, cơ sở 2")
    entry = ask(world, dossier, PHONE)
    assert entry.data["round"] == 2 and entries.title_of(entry) == "Yêu cầu bổ sung (lần 2)"


def test_what_the_applicant_newly_supplied_may_be_asked_about(world: World) -> None:
    dossier = filed(world)
    ask(world, dossier, SCHOOL)
    # she changed something else beside what was asked
    dossier = supplied(world, dossier, phone="0912000111")
    ask(world, dossier, PHONE)


def test_the_slip_says_until_when_they_may_answer(world: World) -> None:
    """It is the moment at which the dossier would stop by itself."""
    dossier = filed(world)
    ask(world, dossier, SCHOOL)
    slip, lapse = (
        Document.objects.get(kind="PBS"),
        Timer.objects.get(dossier=dossier, kind=Timer.Kind.LAPSE),
    )
    assert slip.facts["answer_by_text"] == f"{timezone.localtime(lapse.due_at):%H:%M ngày %d/%m/%Y}"


def test_where_a_request_never_lapses_the_slip_names_no_day(world: World) -> None:
    world.version = publishing.publish_proposal(
        from_text(changed(("    lapse: {amount: 30, unit: DAY, to: end_lapsed}\n", "")))
    )
    ask(world, filed(world), SCHOOL)
    assert Document.objects.get(kind="PBS").facts["answer_by_text"] == ""


def test_what_only_came_onto_the_list_later_may_be_asked(world: World) -> None:
    """She says that the diploma is her brother's: only now is there a holder to ask about."""
    dossier = filed(world)
    ask(world, dossier, SCHOOL)
    entry = Entry.objects.get(act="ask_supplement")
    item = next(
        one
        for one in supplements.published(dossier, definition_of(dossier.version))
        if one.id == CONTACT
    )
    assert supplements.could_have_been_asked(item, reread(dossier), [entry])
    later = supplements.Item(
        "section:holder", "Người được cấp bằng", "holder", frozenset({"holder", "kinship"})
    )
    assert not supplements.could_have_been_asked(later, reread(dossier), [entry])


def test_a_head_allows_one_more_request_with_a_reason(world: World) -> None:
    dossier = filed(world)
    head = _head_of_the_centre(world)
    with pytest.raises(WrongState):
        actions.allow_again(dossier, head, "Sớm quá.")
    ask(world, dossier, SCHOOL)
    dossier = supplied(world, dossier, school="THPT Buôn Ma Thuột, cơ sở 2")
    for actor, reason in ((world.lan, "Cần."), (world.huong, "Cần."), (head, "  ")):
        with pytest.raises(ActRefused):
            actions.allow_again(dossier, actor, reason)
    entry = actions.allow_again(dossier, head, "Số điện thoại vừa bị khóa.", key="allow")
    assert actions.allow_again(dossier, head, "Số điện thoại vừa bị khóa.", key="allow") == entry
    ask(world, dossier, PHONE)
    dossier = supplied(world, dossier, phone="0912000111")
    with pytest.raises(WrongState):  # allowed once
        ask(world, dossier, Missing(WAYS, "Chưa rõ."))


def test_an_officer_elsewhere_allows_nothing(world: World) -> None:
    commune = Authority.objects.filter(kind="COMMUNE").order_by("pk")[0]
    dossier = filed(world)
    ask(world, dossier, SCHOOL)
    dossier = supplied(world, dossier)
    with pytest.raises(NoRight):
        actions.allow_again(
            dossier, officer("xa", "Cán Bộ Xã", "head", commune, "Chủ tịch"), "Cần."
        )


def _head_of_the_centre(world: World) -> User:
    return officer("truong", "Giám Đốc Trung Tâm", "head", world.centre, "Giám đốc")
