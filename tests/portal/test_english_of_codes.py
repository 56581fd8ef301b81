"""Whatever language an officer's page is in, the same things are compared, stored and printed."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.translation import override

from registers import corrections, lookup
from registers.corrections import Asked
from tests.people import World, answers
from tests.portal.conftest import visiting
from tests.portal.test_language_walk import speaking_english
from tests.procedures.walking import decide, filed
from tests.reading import as_read
from workflows.models import CouncilMember, Dossier, WorkItem
from workflows.opinions.councils import composition
from workflows.papers import facts
from workflows.published import definition_of


@pytest.fixture
def checked(world: World) -> Dossier:
    dossier = filed(world.version, world.huong, answers())
    return decide(dossier, "receive", world.lan, "accept")


def register_page(world: World, dossier: Dossier, english: bool) -> Any:
    client = speaking_english(world.binh) if english else visiting(world.binh)
    item = WorkItem.objects.get(process=dossier, finished__isnull=True)
    return client.get(f"/mot-cua/viec/{item.pk}/?xem=so-goc")


@pytest.mark.parametrize("english", [False, True])
def test_a_row_that_matches_is_called_so_in_every_language(
    world: World, checked: Dossier, english: bool
) -> None:
    page = register_page(world, checked, english)
    (candidate,) = page.context["matches"].candidates
    assert {str(line.state) for line in candidate.lines} <= {"same", "marks", "unasked"}
    (level,) = [
        line for line in candidate.lines if line.state == "same" and "diploma" in line.asked.lower()
    ] or [None]
    if english:
        assert level is not None and level.asked == level.entered == "Upper secondary diploma"
        assert candidate.differing == 0 and "item differs" not in page.text


def test_one_field_that_differs_is_one_item(world: World, checked: Dossier) -> None:
    type(world.diploma).objects.filter(pk=world.diploma.pk).update(level="THCS")
    page = register_page(world, checked, english=True)
    assert "1 item differs" in page.text and "1 items" not in page.text


def test_what_a_document_prints_is_vietnamese_whoever_seals_it(
    world: World, checked: Dossier
) -> None:
    decide(checked, "check", world.binh, "found", match=str(world.diploma.pk))
    dossier, definition = Dossier.objects.get(pk=checked.pk), definition_of(world.version)
    said = {}
    for language in ("vi", "en"):
        with override(language):
            known = facts.known(dossier, definition, facts.matched(dossier, definition))
            said[language] = facts.evaluated(definition.document("copy").facts, known)
    assert said["en"] == said["vi"]
    assert (
        said["en"]["level_name"] == "Bằng tốt nghiệp trung học phổ thông"
        and said["en"]["sex"] == "Nữ"
    )


def test_a_correction_is_compared_and_written_in_vietnamese(world: World) -> None:
    with override("en"):
        corrections.check(world.diploma, [Asked("sex", "Nữ", "Nam")])
        assert corrections.content(world.diploma, "sex") == "Nữ"
        assert lookup.facts(world.diploma)["sex_text"] == "Nữ"


def test_who_sits_in_a_council_is_printed_in_vietnamese() -> None:
    with override("en"):
        assert (
            composition([CouncilMember(seat="CHAIR", name="Y Bình Niê")])
            == "Y Bình Niê (Chủ tịch hội đồng)"
        )


def test_who_did_what_names_offices_in_the_readers_language(world: World, checked: Dossier) -> None:
    """The journal keeps the names of then; a reader of English is told the office's English
    name.
    """
    type(world.centre).objects.filter(pk=world.centre.pk).update(name_en="Public Service Centre")
    address, office = f"/ho-so/{checked.code}/", f"/mot-cua/ho-so/{checked.code}/?xem=nhat-ky"
    for reader, page in ((world.huong, address), (world.lan, office)):
        assert "Hoàng Thị Lan · Public Service Centre" in speaking_english(reader).get(page).text
        assert (
            "Hoàng Thị Lan · Trung tâm Phục vụ hành chính công" in visiting(reader).get(page).text
        )


def test_the_logbook_says_received_and_a_licence_of_paper_is_compared(
    world: World, checked: Dossier
) -> None:
    page = as_read(speaking_english(world.lan).get("/mot-cua/so-theo-doi/").text)
    assert (
        '<th scope="col">Received</th>' in page
        and '">Procedure</th>' in page
        and ">Take<" not in page
    )
