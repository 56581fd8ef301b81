"""The panel of a task says before the signature what the document lacks, and offers the engine's
way back.
"""

from __future__ import annotations

import pytest

from documents.models import Document
from tests.people import World, draft_of
from tests.portal.conftest import decide, visiting
from tests.portal.test_office_work import acts, address, item_of, press
from tests.procedures.before import copy_without_way_back, left_empty
from workflows import actions
from workflows.models import Dossier

BACK, WHY = "bring-back-check", "Chưa đối chiếu sổ gốc."


@pytest.fixture
def dossier(world: World) -> Dossier:
    return stuck_at_the_seal(world)


def stuck_at_the_seal(world: World) -> Dossier:
    """At the clerk of the seal, on a version that gave them no way back, signed though no entry was
    matched.
    """
    world.version = copy_without_way_back()
    found = decide(actions.submit(draft_of(world), world.huong), world.lan, "accept")
    found = decide(found, world.binh, "found", match=str(world.diploma.pk))
    return left_empty(decide(found, world.dung, "approve"), "check", match=None)


def test_the_clerk_reads_what_is_missing_and_gives_it_back(world: World, dossier: Dossier) -> None:
    clerk, task = visiting(world.anh), item_of(dossier)
    page = clerk.get(address(task))
    assert "chưa lập được vì còn thiếu" in page.text and "Đối chiếu sổ gốc" in page.text
    assert f'value="{BACK}"' in page.text and "Trả lại bước “Đối chiếu sổ gốc”" in page.text
    refused = press(clerk, task, "seal")
    assert (
        refused.status_code == 422
        and "chưa lập được" in refused.text
        and not Document.objects.filter(kind="BS")
    )
    silent = press(clerk, task, BACK)
    assert silent.status_code == 422 and "Hãy ghi lý do" in silent.text
    done = press(clerk, task, BACK, **{f"reason-{BACK}": WHY, "key": "b" * 32})
    assert done.status_code == 302 and acts(dossier)[-1] == "bring_back"
    assert item_of(dossier).step == "check" and item_of(dossier).owner == world.binh
    again = press(clerk, task, BACK, **{f"reason-{BACK}": WHY, "key": "b" * 32})
    assert again.status_code == 302 and acts(dossier).count("bring_back") == 1
    history = visiting(world.binh).get(f"/mot-cua/ho-so/{dossier.code}/?xem=nhat-ky").text
    assert (
        "Trả hồ sơ về bước trước" in history and WHY in history and "→ Đối chiếu sổ gốc" in history
    )


def test_a_colleague_who_was_slower_is_told_and_keeps_their_reason(
    world: World, dossier: Dossier
) -> None:
    clerk, task = visiting(world.anh), item_of(dossier)
    actions.bring_back(task, world.anh, "check", WHY)
    late = press(clerk, task, BACK, **{f"reason-{BACK}": "Lời của tôi.", "key": "c" * 32})
    assert late.status_code == 409 and "đã xử lý việc này trước bạn" in late.text


def test_the_head_reads_it_before_they_sign(world: World, dossier: Dossier) -> None:
    actions.bring_back(item_of(dossier), world.anh, "sign", WHY)
    page = visiting(world.dung).get(address(item_of(dossier))).text
    assert "chưa lập được vì còn thiếu" in page and 'value="send_back"' in page
    assert "bring-back" not in page, "their own way back leads there"


def test_the_applicant_reads_nothing_of_it(world: World, dossier: Dossier) -> None:
    actions.bring_back(item_of(dossier), world.anh, "check", WHY)
    page = visiting(world.huong).get(f"/ho-so/{dossier.code}/").text
    assert WHY not in page and "Trả hồ sơ về bước trước" not in page


def test_it_is_said_in_english(world: World, dossier: Dossier) -> None:
    clerk = visiting(world.anh)
    clerk.cookies["django_language"] = "en"
    page = clerk.get(address(item_of(dossier))).text
    assert "cannot be drawn up yet" in page and "Send back to “" in page
