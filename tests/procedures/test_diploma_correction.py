"""3.000466: the contents of a diploma are corrected by a decision; the register is annotated,
earlier copies say so.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from documents.storage import read_pdf
from documents.verification import check
from forms.binding import check_form
from forms.language import Form
from registers import lookup
from registers.lookup import DiplomaQuery, find
from registers.models import Annotation, Diploma
from tests.people import World, answers, enter_diploma
from tests.procedures.diplomas import (
    NEW_BIRTH,
    NEW_NAME,
    a_copy,
    asked_to_correct,
    confirmed,
    corrected,
    diploma_world,
    document_of,
    proposed,
    version,
    wrong,
)
from tests.procedures.walking import decide, filed, item, now
from tests.reading import pdf_text
from workflows.errors import Incomplete, NoRight
from workflows.lifecycle import Status
from workflows.published import definition_of

MONDAY = dt.datetime(2026, 11, 16, 1, 30, tzinfo=dt.UTC)  # 8:30 in Buôn Ma Thuột


@pytest.fixture
def world() -> World:
    return diploma_world()


def test_a_name_and_a_birth_date_are_corrected_by_decision(world: World) -> None:
    dossier = corrected(world, NEW_NAME, NEW_BIRTH)
    assert (dossier.legal_status, dossier.decision) == (Status.RETURNED, "GRANTED")
    text = pdf_text(read_pdf(document_of(dossier, "decision")))
    for words in (
        "QUYẾT ĐỊNH",
        "GIÁM ĐỐC SỞ GIÁO DỤC VÀ ĐÀO TẠO",
        "Họ và tên: từ “Nguyễn Thị Hường” thành “Nguyễn Thị Ngọc Hương”",
        "từ “05/02/1998” thành “15/02/1998”",
        "Trích lục cải chính hộ tịch số 12/TLCCHT",
        "A 01234567",
        "PHÓ GIÁM ĐỐC",
        "/QĐ-SGDĐT",
    ):
        assert words in text, words


def test_the_entry_stands_and_the_annotation_says_what_is_in_force(world: World) -> None:
    decision = document_of(corrected(world, NEW_NAME, NEW_BIRTH), "decision")
    entry = lookup.whole(world.diploma.pk)
    assert (entry.holder_name, entry.birth_date_text, entry.state) == (
        "Nguyễn Thị Hường",
        "05/02/1998",
        "CORRECTED",
    )
    (note,) = entry.annotations.all()
    assert (note.kind, note.decision, note.date) == (
        "CORRECTED",
        decision.symbol,
        timezone.localdate(),
    )
    assert [(one.content, one.old, one.new) for one in note.changes.all()] == [
        ("holder_name", "Nguyễn Thị Hường", "Nguyễn Thị Ngọc Hương"),
        ("birth_date", "05/02/1998", "15/02/1998"),
    ]
    told = lookup.facts(entry)
    assert (told["holder_name"], told["birth_date"]) == ("Nguyễn Thị Ngọc Hương", "1998-02-15")
    assert "từ “Nguyễn Thị Hường” thành “Nguyễn Thị Ngọc Hương”" in told["annotations_text"]


def test_a_copy_issued_before_says_so_and_a_copy_issued_after_prints_what_is_in_force(
    world: World,
) -> None:
    before = document_of(a_copy(world), "copy")
    assert check(before.code).later == ()
    decision = document_of(corrected(world, NEW_NAME), "decision")
    (news,) = check(before.code).later
    assert (news.kind, news.on, news.decision) == (
        "CORRECTED",
        timezone.localdate(),
        decision.symbol,
    )
    assert check(before.code).result == "genuine"
    after = document_of(a_copy(world), "copy")
    assert check(after.code).later == () and check(decision.code).later == ()
    text = pdf_text(read_pdf(after))
    assert "Cấp cho Nguyễn Thị Ngọc Hương" in " ".join(text.split())
    assert "từ “Nguyễn Thị Hường” thành “Nguyễn Thị Ngọc Hương”" in " ".join(text.split())
    assert "Ngọc" not in pdf_text(read_pdf(before))


def test_the_public_page_says_it_and_no_more_about_the_holder(world: World) -> None:
    copy = document_of(a_copy(world), "copy")
    plain = Client().get(f"/k/{copy.code}").content.decode()
    corrected(world, NEW_NAME)
    page = Client().get(f"/k/{copy.code}").content.decode()
    assert "nội dung đã được chỉnh sửa sau ngày cấp" in page and "chỉnh sửa" not in plain
    assert "/QĐ-SGDĐT" in page
    for personal in ("Hường", "Hương", "Ngọc", "1998", "01234567"):
        assert personal not in page, personal


def test_a_second_correction_goes_on_from_the_first(world: World) -> None:
    first = document_of(corrected(world, NEW_NAME), "decision")
    between = document_of(a_copy(world), "copy")
    again = {
        "content": "holder_name",
        "old": "Nguyễn Thị Ngọc Hương",
        "new_text": "Nguyễn Ngọc Hương",
    }
    second = document_of(corrected(world, again), "decision")
    assert (
        [news.decision for news in check(between.code).later] == [second.symbol] != [first.symbol]
    )
    told = lookup.facts(lookup.whole(world.diploma.pk))
    assert (
        told["holder_name"] == "Nguyễn Ngọc Hương"
        and told["annotations_text"].count("Chỉnh sửa") == 2
    )


def test_whoever_has_a_new_name_or_birth_date_is_found_in_the_register(world: World) -> None:
    corrected(world, {**NEW_NAME, "new_text": "Lê Thu Thảo"}, NEW_BIRTH)
    for query in (
        DiplomaQuery(holder_name="Lê Thu Thảo", graduation_year=2016),
        DiplomaQuery(holder_name="Lê Thu Thảo", birth_date=dt.date(1998, 2, 15)),
        DiplomaQuery(holder_name="Nguyễn Thị Hường", birth_date=dt.date(1998, 2, 5)),
        DiplomaQuery(holder_name="Nguyễn Thị Hường", birth_date=dt.date(1998, 2, 15)),
    ):
        assert [match.diploma.pk for match in find(query)] == [world.diploma.pk], query
        assert find(query)[0].score == 100
    assert find(DiplomaQuery(holder_name="Trần Văn Lạ", birth_date=dt.date(1998, 2, 15))) == []


@pytest.mark.parametrize(
    "ground", ["rectified", "redefined", "supplemented", "registered_late", "own_error"]
)
@pytest.mark.once
def test_each_case_in_three_working_days(world: World, ground: str) -> None:
    with time_machine.travel(MONDAY, tick=False):
        dossier = asked_to_correct(world, NEW_NAME, ground=ground)
    assert dossier.case == ground and dossier.due_at is not None
    assert timezone.localdate(dossier.due_at) == dt.date(2026, 11, 19)


def test_contents_of_every_kind_go_into_the_register(world: World) -> None:
    place = {
        "content": "birth_place",
        "old": "huyện Krông Pắc, tỉnh Đắk Lắk",
        "new_text": "xã Ea Kly, tỉnh Đắk Lắk",
    }
    sex, people = (
        {"content": "sex", "old": "nữ", "new_sex": "M"},
        {
            "content": "ethnicity",
            "old": "Kinh",
        },
    )
    corrected(world, place, sex, {**people, "new_text": "Ê Đê"}, {**NEW_BIRTH, "old": "5.2.1998"})
    told = lookup.facts(lookup.whole(world.diploma.pk))
    assert told["birth_place"] == "xã Ea Kly, tỉnh Đắk Lắk"
    assert (told["sex_text"], told["ethnicity"], told["birth_date_text"]) == (
        "Nam",
        "Ê Đê",
        "15/02/1998",
    )


def test_what_the_diploma_never_said_is_added(world: World) -> None:
    bare = enter_diploma(world.department, book_number="1300", serial="A 01234999", ethnicity="")
    world.diploma = bare
    corrected(
        world, {"content": "ethnicity", "old": "", "new_text": "Mường"}, ground="supplemented"
    )
    assert lookup.facts(lookup.whole(bare.pk))["ethnicity"] == "Mường"
    assert "dân tộc: bổ sung “Mường”" in Annotation.objects.get().text


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({**NEW_NAME, "old": "Nguyễn Thị Hằng"}, "sổ gốc ghi “Nguyễn Thị Hường”"),
        ({**NEW_NAME, "new_text": "Nguyễn Thị Hường"}, "không có gì để sửa"),
        ({**NEW_BIRTH, "new_date": "2015-02-15"}, "không hợp với năm tốt nghiệp"),
        ({"content": "grade", "old": "Khá", "new_text": "Giỏi"}, "cấp lại"),
    ],
)
def test_what_the_register_does_not_agree_with_is_not_sent_for_signature(
    world: World, change: dict[str, Any], sentence: str
) -> None:
    dossier = asked_to_correct(world, NEW_NAME)
    with pytest.raises(Incomplete, match=sentence):
        proposed(world, dossier, change)
    assert item(dossier, "check")


def test_two_decisions_on_one_content_cannot_both_be_numbered(world: World) -> None:
    """Both were proposed while the register said the same; the second finds it changed when the
    clerk numbers it.
    """
    one, other = (proposed(world, asked_to_correct(world, NEW_NAME), NEW_NAME) for _ in range(2))
    for dossier in (one, other):
        decide(dossier, "sign", world.dung, "approve")
    decide(one, "seal", world.anh, "seal")
    with pytest.raises(Incomplete, match="sổ gốc ghi “Nguyễn Thị Ngọc Hương”"):
        decide(other, "seal", world.anh, "seal")
    assert Annotation.objects.count() == 1 and now(other).legal_status == Status.PROCESSING


def test_nothing_is_proposed_without_an_entry_and_a_confirmed_content(world: World) -> None:
    dossier = asked_to_correct(world, NEW_NAME)
    with pytest.raises(Incomplete, match="Hãy chọn dòng khớp"):
        decide(dossier, "check", world.binh, "propose", match=str(world.diploma.pk), changes=[])
    with pytest.raises(Incomplete, match="Hãy chọn dòng khớp"):
        decide(dossier, "check", world.binh, "propose", changes=confirmed(NEW_NAME))


def test_an_entry_that_is_no_longer_in_force_serves_for_nothing(world: World) -> None:
    Diploma.objects.filter(pk=world.diploma.pk).update(state="REVOKED")
    dossier = asked_to_correct(world, NEW_NAME)
    with pytest.raises(Incomplete, match="đã thu hồi"):
        proposed(world, dossier, NEW_NAME)


def test_a_copy_of_a_diploma_revoked_meanwhile_is_not_numbered(world: World) -> None:
    dossier = filed(world.version, world.huong, answers())
    decide(dossier, "receive", world.lan, "accept")
    decide(dossier, "check", world.binh, "found", match=str(world.diploma.pk))
    decide(dossier, "sign", world.dung, "approve")
    Diploma.objects.filter(pk=world.diploma.pk).update(state="REVOKED")
    with pytest.raises(Incomplete, match="đã thu hồi"):
        decide(dossier, "seal", world.anh, "seal")


def test_a_refusal_says_why_and_changes_nothing(world: World) -> None:
    dossier = asked_to_correct(world, NEW_NAME)
    reason = "Giấy tờ hộ tịch không có nội dung đề nghị chỉnh sửa."
    decide(dossier, "check", world.binh, "propose_refusal", reason=reason)
    decide(dossier, "sign_refusal", world.dung, "refuse")
    dossier = decide(dossier, "seal_refusal", world.anh, "seal")
    assert reason in pdf_text(read_pdf(document_of(dossier, "refusal_letter")))
    assert lookup.whole(world.diploma.pk).state == "VALID" and not Annotation.objects.exists()


def test_the_expert_does_not_sign(world: World) -> None:
    dossier = proposed(world, asked_to_correct(world, NEW_NAME), NEW_NAME)
    with pytest.raises(NoRight):
        decide(dossier, "sign", world.binh, "approve")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({**NEW_NAME, "new_text": "Nguyễn Thị Hường"}, "phải khác nội dung đang ghi"),
        ({"content": "sex", "old": "Nữ", "new_sex": "F"}, "phải khác nội dung đang ghi"),
        ({**NEW_BIRTH, "new_date": "2090-01-01"}, "Mục 1"),
        ({**NEW_BIRTH, "new_date": None}, "Mục 1"),
        ({"content": None, "old": "Kinh"}, "Mục 1"),
    ],
)
@pytest.mark.once
def test_the_form_takes_no_correction_that_is_none(
    world: World, change: dict[str, Any], sentence: str
) -> None:
    (fault,) = check_form(form_of_the_procedure(), wrong(world.huong, change))
    assert sentence in fault.message


def test_the_form_takes_what_the_diploma_left_empty(world: World) -> None:
    added = {"content": "ethnicity", "old": None, "new_text": "Mường"}
    assert check_form(form_of_the_procedure(), wrong(world.huong, added)) == []


def form_of_the_procedure() -> Form:
    return definition_of(version("diploma-correction")).form
