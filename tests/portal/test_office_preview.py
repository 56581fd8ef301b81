"""The paper is seen before it exists: same words as the real one, and nothing is numbered or
written.
"""

from __future__ import annotations

import io

import pikepdf
import pytest
from django.http import HttpResponse

from documents.models import Document, NumberBook
from tests.people import World, draft_of
from tests.portal.conftest import decide, visiting
from workflows import actions
from workflows.models import Dossier, Entry, WorkItem

pytestmark = pytest.mark.once


@pytest.fixture
def dossier(world: World) -> Dossier:
    return actions.submit(draft_of(world), world.huong)


ASK = {"item-supplement": ["section:diploma"], "why-supplement-section:diploma": "Thiếu số hiệu."}


def address(dossier: Dossier) -> str:
    return f"/mot-cua/viec/{WorkItem.objects.get(process=dossier, finished__isnull=True).pk}/xem-truoc/"


def pages_of(answer: HttpResponse) -> int:
    assert answer.headers["Content-Type"] == "application/pdf"
    return len(pikepdf.open(io.BytesIO(answer.content)).pages)


def test_a_slip_can_be_looked_at_with_the_reason_as_typed_so_far(
    world: World, dossier: Dossier
) -> None:
    before = (Document.objects.count(), NumberBook.objects.count(), Entry.objects.count())
    answer = visiting(world.lan).post(
        address(dossier),
        {"do-outcome": "supplement", "reason-supplement": "Ảnh mờ.", "do-decide": "", **ASK},
    )
    assert pages_of(answer) == 1
    assert (Document.objects.count(), NumberBook.objects.count(), Entry.objects.count()) == before
    assert Dossier.objects.get(pk=dossier.pk).accepted_at is None


def test_the_receipt_states_the_due_time_it_would_have(world: World, dossier: Dossier) -> None:
    assert pages_of(visiting(world.lan).get(address(dossier), {"outcome": "accept"})) == 1


def test_head_and_clerk_see_the_copy_they_are_about_to_sign_and_seal(
    world: World, dossier: Dossier
) -> None:
    decide(dossier, world.lan, "accept")
    decide(dossier, world.binh, "found", match=str(world.diploma.pk))
    work = address(dossier).removesuffix("xem-truoc/")
    assert "xem-truoc/?outcome=approve" in visiting(world.dung).get(work).text
    assert pages_of(visiting(world.dung).get(address(dossier), {"outcome": "approve"})) == 1
    decide(dossier, world.dung, "approve")
    assert pages_of(visiting(world.anh).get(address(dossier), {"outcome": "seal"})) == 1
    assert not Document.objects.filter(kind="BS").exists()


def test_the_refusal_repeats_the_experts_reason(world: World, dossier: Dossier) -> None:
    decide(dossier, world.lan, "accept")
    decide(dossier, world.binh, "not_found", reason="Trong sổ gốc không có thông tin.")
    assert pages_of(visiting(world.dung).get(address(dossier), {"outcome": "refuse"})) == 1


def test_an_outcome_without_a_paper_says_so(world: World, dossier: Dossier) -> None:
    decide(dossier, world.lan, "accept")
    answer = visiting(world.binh).get(address(dossier), {"outcome": "found"})
    assert answer.status_code == 422 and "không phát hành văn bản nào" in answer.text
