"""What waits for the virus scanner, is infected or was lost: the page says so, and nobody's browser
gets it.
"""

from __future__ import annotations

from typing import Any

import pytest

from forms.models import StoredFile
from tests.people import World, answers
from tests.portal.conftest import visiting
from tests.portal.test_files import paper  # noqa: F401 - the fixture
from workflows import actions
from workflows.models import Dossier, Draft, WorkItem

Scan = StoredFile.Scan
SENTENCES = {
    Scan.PENDING: "đang chờ kiểm tra mã độc",
    Scan.INFECTED: "có mã độc",
    Scan.UNREADABLE: "hỏng hoặc mất",
}


def filed(world: World, stored: StoredFile) -> Dossier:
    draft = Draft.objects.create(
        owner=world.huong, version=world.version, answers=answers(old_copy=[str(stored.pk)])
    )
    return actions.submit(draft, world.huong)


@pytest.mark.parametrize("scan", SENTENCES)
@pytest.mark.parametrize("how", ["", "?xem=1"])
def test_it_opens_for_nobody(world: World, paper: StoredFile, scan: str, how: str) -> None:  # noqa: F811
    filed(world, paper)
    StoredFile.objects.update(scan=scan)
    for person in (world.huong, world.lan):
        answer = visiting(person).get(f"/tep/{paper.pk}/{how}")
        assert answer.status_code == 409 and SENTENCES[scan] in answer.content.decode()
        assert "Content-Disposition" not in answer.headers


@pytest.mark.parametrize("scan", SENTENCES)
def test_applicant_and_officer_read_why(world: World, paper: StoredFile, scan: str) -> None:  # noqa: F811
    dossier = filed(world, paper)
    StoredFile.objects.update(scan=scan)
    page = visiting(world.huong).get(f"/ho-so/{dossier.code}/").content.decode()
    assert SENTENCES[scan] in page and f"/tep/{paper.pk}/" not in page
    item = WorkItem.objects.get(process=dossier, finished=None)
    office = visiting(world.lan).get(f"/mot-cua/viec/{item.pk}/?xem=giay-to").content.decode()
    assert SENTENCES[scan] in office and f"/tep/{paper.pk}/" not in office
    assert ("yêu cầu người nộp bổ sung" in office) is (scan != Scan.PENDING)


def test_a_pending_paper_keeps_nobody_from_filing_an_infected_one_does(
    world: World,
    paper: StoredFile,  # noqa: F811
) -> None:
    StoredFile.objects.update(scan=Scan.INFECTED)
    draft = Draft.objects.create(
        owner=world.huong, version=world.version, answers=answers(old_copy=[str(paper.pk)])
    )
    page = visiting(world.huong).post(f"/nhap/{draft.pk}/kiem-tra/")
    assert (
        page.status_code == 422
        and "có mã độc" in page.content.decode()
        and not Dossier.objects.exists()
    )
    StoredFile.objects.update(scan=Scan.PENDING)
    assert visiting(world.huong).post(f"/nhap/{draft.pk}/kiem-tra/").status_code == 302


def test_what_nobody_scanned_opens_only_where_the_site_says_so(
    world: World,
    paper: StoredFile,  # noqa: F811
    settings: Any,
) -> None:
    huong, address = visiting(world.huong), f"/tep/{paper.pk}/"
    assert paper.scan == Scan.NONE and huong.get(address).status_code == 200
    settings.UPLOADS_WITHOUT_SCANNER = False
    assert huong.get(address).status_code == 409
