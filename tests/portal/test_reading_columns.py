"""Who reads what of one dossier from its reception until long after its end, by every address that
shows of it.

The columns of the permission matrix that need a history: own task, own queue, a colleague's, same
authority, asked, past, sealing, desk, head, cashier, cover. What each reads is written down here,
not asked of the code under test.
"""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from documents.production import produce
from forms.files.uploads import store
from organisations.models import Authority, RoleAssignment, User
from payments import money
from portal.demo.load import settle
from portal.http.access import OFFICER, READ, Declared, Of, ReaderNotAsked, guard
from tests.organisations.test_covers import cover
from tests.people import World, draft_of, officer
from tests.portal.conftest import visiting
from tests.portal.test_working_papers import CONSULT, OFFICES
from tests.workflows.procedures import changed
from workflows import actions
from workflows.models import Dossier, DossierFee, WorkItem
from workflows.procedure import publishing
from workflows.procedure.inspection import from_text

CANARY = "Chimhoangyen"
OF_APPLICANT = {"page", "answers", "upload", "slip", "journal", "search"}
ALL = {*OF_APPLICANT, "note", "secret"}
NOTHING: set[str] = set()


@dataclass
class Site:
    """The dossier, the people by what they are to it, and the addresses of what there is to
    read.
    """

    world: World
    dossier: Dossier
    people: dict[str, User]
    files: dict[str, str]

    def reads(self, name: str) -> set[str]:
        """What the person is shown, asked address by address."""
        client, code = visiting(self.people[name]), self.dossier.code
        page = client.get(f"/mot-cua/ho-so/{code}/?xem=nhat-ky")
        opened = page.status_code == 200
        shown = {"page": opened, "answers": opened and CANARY in page.text}
        shown["journal"] = opened and page.context["opened"] == "nhat-ky"
        found = client.post("/mot-cua/tim/", {"q": "huong"})
        shown["search"] = found.status_code == 200 and code in found.text
        by_code = client.post("/mot-cua/tim/", {"q": code})
        assert (by_code.status_code == 302 and "/ho-so/" in by_code.url) is shown["search"], name
        for what, pk in self.files.items():
            shown[what] = client.get(f"/tep/{pk}/").status_code == 200
        for link in self.dossier.documents.select_related("document"):
            answer = client.get(f"/van-ban/{link.document.code}/")
            what = "slip" if link.kind == "receipt" else "decision"
            shown[what] = shown.get(what, False) or answer.status_code == 200
        for question in WorkItem.objects.filter(process=self.dossier, flow_task_type="CONSULT"):
            answer = client.get(f"/mot-cua/y-kien/{question.pk}/")
            shown["question"] = shown.get("question", False) or (
                answer.status_code == 200 and CANARY in answer.text
            )
        fee = DossierFee.objects.get(dossier=self.dossier).request.reference
        shown["fee"] = client.get(f"/mot-cua/ke-toan/phi/{fee}/").status_code == 200
        return {what for what, is_shown in shown.items() if is_shown}

    def table(self, *names: str) -> dict[str, set[str]]:
        return {name: self.reads(name) for name in names}

    def open_task(self) -> WorkItem:
        return WorkItem.objects.select_related("process").get(process=self.dossier, finished=None)

    def decide(self, name: str, outcome: str, **given: Any) -> None:
        actions.decide(self.open_task(), self.people[name], outcome, **given)
        settle()
        self.dossier = Dossier.objects.get(pk=self.dossier.pk)


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR, "django.request")


@pytest.fixture
def site(world: World) -> Site:
    """Received by the desk; the task of the expert is in its queue, a fee was asked."""
    offices = [Authority.objects.get(slug=slug) for slug in OFFICES]
    text = changed(
        ("act: forward, to: sign,", "act: forward, to: ask,"),
        ("  - id: sign\n", CONSULT.format(*OFFICES)),
    )
    world.version = publishing.publish_proposal(from_text(text))
    department, centre = world.department, world.centre
    people = {
        "reception": world.lan,
        "expert": world.binh,
        "head": world.dung,
        "clerk": world.anh,
        "second expert": officer("binh2", "Chuyên Viên Hai", "expert", department, ""),
        "second reception": officer("lan2", "Tiếp Nhận Hai", "receptionist", centre, ""),
        "other desk": officer("lan3", "Tiếp Nhận Sở", "receptionist", department, ""),
        "head of the centre": officer("gd", "Giám Đốc Trung Tâm", "head", centre, ""),
        "cashier": officer("thu", "Kế Toán", "cashier", department, ""),
        "book keeper": officer("so", "Giữ Sổ", "book_keeper", department, ""),
        "administrator": officer("qt", "Quản Trị", "administrator", department, ""),
        "secret": officer("hoi0", "Được Hỏi Kín", "expert", offices[0], ""),
        "other": officer("hoi1", "Được Hỏi", "expert", offices[1], ""),
        "foreign head": officer(
            "xa", "Chủ Tịch Xã", "head", Authority.objects.get(slug="ubnd-ea-kar"), ""
        ),
    }
    files = {
        "upload": _paper(world.huong),
        "note": _paper(world.binh),
        "secret": _paper(people["secret"]),
    }
    dossier = actions.submit(
        draft_of(world, old_copy=[files["upload"]], school=CANARY), world.huong
    )
    site = Site(world, dossier, people, files)
    site.decide("reception", "accept")
    fee = money.ask(f"columns:{dossier.pk}", department, 1000, dossier.code)
    DossierFee.objects.create(dossier=dossier, item=site.open_task(), request=fee)
    for link in dossier.documents.all():
        produce(link.document_id)
    return site


def _paper(by: User) -> str:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from tests.forms.test_uploads import png

    return str(store(SimpleUploadedFile("a.png", png(), "image/png"), by, ["image"], 10**7).pk)


WORK = OF_APPLICANT  # nobody has written or said anything yet
SAME_AUTHORITY = {
    "clerk": NOTHING,
    "cashier": {"fee"},
    "book keeper": NOTHING,
    "administrator": NOTHING,
}


def test_in_the_queue_and_in_ones_hand(site: Site) -> None:
    """Own queue, own task, a colleague's, same authority, desk, head, another authority; drafts are
    asked for below.
    """
    desk = {"reception": OF_APPLICANT, "second reception": OF_APPLICANT, "other desk": NOTHING}
    heads = {"head": WORK, "head of the centre": WORK, "foreign head": NOTHING}
    others = {**desk, **heads, **SAME_AUTHORITY, "secret": NOTHING, "other": NOTHING}
    # what the expert uploaded and has attached to nothing is theirs alone
    waiting = {"expert": {*WORK, "note"}, "second expert": WORK, **others}
    del waiting["secret"]
    assert site.table(*waiting) == waiting
    actions.claim(site.open_task(), site.people["expert"])
    taken = {
        "expert": {*WORK, "note"},
        "second expert": {"page", "search"},
        "head": WORK,
        "reception": OF_APPLICANT,
    }
    assert site.table(*taken) == taken
    task = site.open_task().pk
    draft = {
        "expert": 200,
        "second expert": 404,
        "head": 200,
        "reception": 404,
        "clerk": 404,
        "cashier": 404,
    }
    asked = {
        name: visiting(site.people[name]).get(f"/mot-cua/viec/{task}/xem-truoc/") for name in draft
    }
    assert {
        name: 404 if answer.status_code == 404 else 200 for name, answer in asked.items()
    } == draft
    second = visiting(site.people["second expert"]).get(f"/mot-cua/viec/{task}/")
    assert (
        second.status_code == 200
        and CANARY not in second.text
        and str(site.people["expert"]) in second.text
    )


def test_who_stands_in_reads_what_the_other_would(site: Site) -> None:
    actions.claim(site.open_task(), site.people["expert"])
    covering = site.people["book keeper"]
    assert site.reads("book keeper") == NOTHING
    made = cover(site.people["expert"], covering)
    assert site.reads("book keeper") == WORK
    from organisations import covers

    covers.revoke(made, site.people["head"])
    assert site.reads("book keeper") == NOTHING
    limited = cover(site.people["head"], covering, procedures="school-transfer")
    assert site.reads("book keeper") == NOTHING
    covers.revoke(limited, site.people["head"])
    cover(site.people["head"], covering, procedures="diploma-copy")
    assert site.reads("book keeper") == WORK


def test_from_the_question_to_long_after_the_end(site: Site) -> None:
    """Asked, past, sealing, sealed, and what is left when READ_DONE_DAYS are over."""
    site.decide(
        "expert", "found", values={"match": str(site.world.diploma.pk)}, files=[site.files["note"]]
    )
    for name, office, agrees in (("secret", OFFICES[0], False), ("other", OFFICES[1], True)):
        question = {"question", "answers"} - {"answers"} | {"upload"}
        own = {"secret"} if name == "secret" else NOTHING  # their own file, not yet given
        assert site.reads(name) == question | own, name
        task = WorkItem.objects.get(process=site.dossier, step="ask", authority__slug=office)
        files = [site.files["secret"]] if name == "secret" else []
        actions.give_opinion(
            task, site.people[name], "Ý kiến.", values={"agrees": agrees}, files=files
        )
    settle()
    signing = {
        "head": ALL,
        "expert": ALL,  # past, at the authority that decides
        "second expert": NOTHING,
        "reception": OF_APPLICANT,
        "head of the centre": ALL - {"secret"},
        "secret": {"question", "upload", "secret"},
        "other": {"question", "upload"},
        **SAME_AUTHORITY,
    }
    assert site.table(*signing) == signing
    site.decide("head", "approve")
    # a draft to number and seal; the slip is the centre's
    assert site.reads("clerk") == {"page", "search"}
    site.decide("clerk", "seal")
    assert site.dossier.documents.count() == 2
    done = {
        "clerk": {"page", "search", "decision"},
        "expert": {*ALL, "decision"},
        "head": {*ALL, "decision"},
        "reception": {*OF_APPLICANT, "decision"},
        "second expert": NOTHING,
        "cashier": {"fee"},
        "other": {"question", "upload"},
    }
    assert site.table(*done) == done
    RoleAssignment.objects.filter(user=site.people["expert"]).update(
        valid_to=timezone.localdate() - dt.timedelta(1)
    )
    assert site.reads("expert") == NOTHING  # what one did is read in the role that one still has
    RoleAssignment.objects.filter(user=site.people["expert"]).update(valid_to=None)
    with time_machine.travel(
        timezone.now() + dt.timedelta(days=settings.READ_DONE_DAYS + 1), tick=False
    ):
        over = {
            "clerk": NOTHING,
            "expert": NOTHING,
            "reception": NOTHING,
            "secret": NOTHING,
            "other": NOTHING,
            "head": {*ALL, "decision"},
            "cashier": {"fee"},
        }
        assert site.table(*over) == over


def test_nobody_reads_their_own_application_as_an_officer(site: Site) -> None:
    RoleAssignment.objects.create(
        user=site.world.huong, role_id="head", authority=site.world.department
    )
    client = visiting(site.world.huong)
    assert client.get(f"/mot-cua/ho-so/{site.dossier.code}/").status_code == 404
    assert site.dossier.code not in client.post("/mot-cua/tim/", {"q": "huong"}).text
    assert client.get(f"/ho-so/{site.dossier.code}/").status_code == 200


def test_a_page_of_the_office_that_asks_no_reader_is_not_shown(world: World) -> None:
    def forgetful(request: HttpRequest) -> HttpResponse:
        return HttpResponse("every dossier of the province")

    def asking(request: HttpRequest) -> HttpResponse:
        request.reader.posts()  # type: ignore[attr-defined]
        return HttpResponse("what is yours")

    request = RequestFactory().get("/")
    request.user = world.lan
    request.session = visiting(world.lan).session  # type: ignore[assignment]
    declared = Declared(OFFICER, READ, Of.NOBODY)
    assert guard(asking, declared)(request).status_code == 200
    with pytest.raises(ReaderNotAsked):
        guard(forgetful, declared)(request)
