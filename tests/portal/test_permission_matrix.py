"""Every address × every kind of visitor × own, another office's and another citizen's things ×
every method (D1).

What must happen follows from the declaration beside the address (portal/urls.py); the right to a
single dossier is computed here from who filed it and whose office it concerns, not asked of the
code under test. In `make test` every visitor sends GET and POST to every address, and in turn one
of the other methods; `make faults` takes every cell.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from admissions.models import Application, PlanVersion, Round, ScoreImport
from admissions.plans import reading
from appointments.models import Appointment
from assessment import catalogue
from assessment.models import Assessment, Evidence, Report
from conversation import questions
from documents.production import produce
from forms.files.uploads import store
from notifications import return_paths
from notifications.models import Message
from organisations.models import Authority, Cover, RoleAssignment, User
from organisations.roles import ADMISSIONS
from payments import money
from payments.models import FeeRequest, Gateway, Refund, Statement, StatementRow
from portal.http.access import (
    ASKED,
    DEMO_ONLY,
    FEE,
    FIRST_FACTOR,
    HEADED,
    HEADED_COVER,
    NOBODY,
    OFFICER,
    OWN_APPOINTMENT,
    OWN_BOOK,
    OWN_COUNTER,
    OWN_DOSSIER,
    OWN_DRAFT,
    OWN_FEES,
    OWN_FIGURES,
    OWN_OFFICE,
    OWN_PERSON,
    OWN_QUESTION,
    OWN_QUEUE,
    OWN_ROUND,
    OWN_RUN,
    OWN_SCHOOL,
    PAPER,
    QUESTION,
    ROUND_APPLICANTS,
    SIGNED_IN,
    WRITER,
    Declared,
    Of,
)
from portal.urls import urlpatterns
from registers import grants
from registers.models import Grant
from tests.admissions.plans import TEXT
from tests.forms.test_uploads import png
from tests.identity.offered import offer
from tests.people import World, draft_of, make_world, officer, person
from workflows import actions
from workflows.applicant import mandates
from workflows.applicant.mandates import Facts
from workflows.bulk import orders
from workflows.models import (
    Dossier,
    DossierDocument,
    DossierFee,
    DossierFile,
    Draft,
    Procedure,
    WorkItem,
)

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
EVERY_ONE = os.environ.get("FAULTS") == "long"
#: How somebody stands to a case's dossier: the columns that decide about its pages
#: (test_reading_columns.py has more of them, on the addresses of a dossier alone). Whoever is not
#: named is of another authority.
MY_TASK, MY_QUEUE, PAST, SAME_AUTHORITY, HEADS = (
    "own task",
    "own queue",
    "past",
    "same authority",
    "head",
)
COLUMNS = {
    ("commune officer", "another citizen"): MY_TASK,
    ("expert", "the citizen"): MY_QUEUE,
    ("receptionist", "the citizen"): PAST,  # received it
    ("head", "the citizen"): HEADS,
    ("clerk", "the citizen"): SAME_AUTHORITY,
    ("cashier", "the citizen"): SAME_AUTHORITY,
}
#: Who ordered something over many tasks where the case's dossier stands.
ORDERED_BY = {"the citizen": "receptionist", "another citizen": "commune officer"}
#: What whoever received a dossier does not read of it: drafts, and what a council writes.
OF_WHO_DECIDES = {"preview", "task_council", "visit_calendar", "note"}
OPENED, SIGN_IN, FORBIDDEN, NOT_FOUND, NOT_ALLOWED = "opened", "asked to sign in", 403, 404, 405


@dataclass
class Money:
    """A fee of the case's dossier, a row of a bank statement, and money that is owed back."""

    fee: FeeRequest
    row: StatementRow
    refund: Refund


@dataclass
class Case:
    """One citizen's draft, dossier, task, paper and document, the offices they concern, and a
    school's assessment.
    """

    owner: str
    offices: set[int]
    draft: Draft
    dossier: Dossier
    incomplete: Dossier  # the same citizen's, of which a supplement is asked
    item: WorkItem
    file: str
    document: str
    school: int
    assessment: Assessment
    round: Round
    cover: int
    run: int
    money: Money
    represented: int
    question: int
    appointment: int


@dataclass
class Place:
    """The site with its people and two cases of different provinces' offices."""

    world: World
    people: dict[str, User]
    cases: dict[str, Case]


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    """Thousands of refusals are not news."""
    caplog.set_level(logging.ERROR, "django.request")


@pytest.fixture
def place(db: Any, settings: Any) -> Place:
    world = make_world()
    offer(settings)
    commune = Authority.objects.filter(kind="COMMUNE").order_by("pk")[0]
    school, other_school = Authority.objects.filter(kind="SCHOOL").order_by("pk")[:2]
    stranger = person("binhthuong", "Người Dân Khác")
    former = officer("cu", "Cán Bộ Cũ", "head", world.department, "TRƯỞNG PHÒNG")
    RoleAssignment.objects.filter(user=former).update(
        valid_to=timezone.localdate() - dt.timedelta(days=1)
    )
    people = {
        "the citizen": world.huong,
        "another citizen": stranger,
        "receptionist": world.lan,
        "expert": world.binh,
        "head": world.dung,
        "clerk": world.anh,
        "cashier": officer("thu", "Lê Thị Thu", "cashier", world.department, "Kế toán"),
        "admissions secretary": officer(
            "thuky", "Võ Thị Thu", ADMISSIONS, world.department, "Thư ký hội đồng"
        ),
        "commune officer": officer("xa", "Cán Bộ Xã", "expert", commune, "Công chức"),
        "school officer": officer("truong", "Cán Bộ Trường", "head", school, "Hiệu trưởng"),
        "former officer": former,
        "administrator": User.objects.create_user(
            "quantri", "q@example.vn", "x" * 20, full_name="Q", is_staff=True
        ),
        "superuser": User.objects.create_superuser("goc", "g@example.vn", "x" * 20, full_name="G"),
    }
    paper = grants.Decision(
        world.department, world.department.name, "1/QĐ-SGDĐT", timezone.localdate()
    )
    grants.enter(grants.What("school_licence", "Giấy phép", "Trường THPT Hòa Bình"), paper)
    here, there = {world.centre.pk, world.department.pk}, {commune.pk}
    cases = {
        "own office": a_case(world, world.huong, "the citizen", here, school),
        "other organisation": a_case(
            world, stranger, "another citizen", there, other_school, moved_to=commune
        ),
    }
    actions.claim(cases["other organisation"].item, people["commune officer"])
    for case in cases.values():
        case.run = an_order(case, people[ORDERED_BY[case.owner]])
    return Place(world, people, cases)


def a_case(
    world: World,
    owner: User,
    name: str,
    offices: set[int],
    school: Authority,
    moved_to: Authority | None = None,
) -> Case:
    dossier = filed(world, owner, "accept")
    incomplete = filed(world, owner, "supplement", reason="Ảnh chụp bằng bị mờ.")
    item = WorkItem.objects.get(process=dossier, finished__isnull=True)
    stored = store(SimpleUploadedFile("a.png", png()), None, ["image"], 10**7)
    DossierFile.objects.create(dossier=dossier, file=stored, field="old_copy")
    document = produce(DossierDocument.objects.get(dossier=dossier).document_id)
    if moved_to is not None:
        Dossier.objects.filter(pk__in=[dossier.pk, incomplete.pk]).update(
            receiving=moved_to, deciding=moved_to
        )
        WorkItem.objects.filter(process__in=[dossier, incomplete]).update(authority=moved_to)
    assessed = an_assessment(school, owner)
    draft = draft_of(world, owner=owner)
    left = {"channel": "SMS", "address": "0905123456", "subject": "S", "body": "B"}
    Message.objects.create(dossier=dossier, entry=dossier.entries.latest("sequence"), **left)
    cover = an_old_cover(moved_to or world.department)
    return Case(
        *(
            name,
            offices,
            draft,
            dossier,
            incomplete,
            item,
            str(stored.pk),
            document.code,
            school.pk,
            assessed,
            a_round(name, moved_to or world.department, owner, dossier),
            cover,
            0,
        ),
        money=some_money(item, owner),
        represented=mandates.keep(owner, "CHILD", Facts("Bé An", dt.date(2015, 1, 2))).pk,
        question=a_question(owner, moved_to or world.centre),
        appointment=an_appointment(owner, world.centre),
    )


def an_appointment(by: User, office: Authority) -> int:
    """The citizen comes to the counter tomorrow."""
    soon = timezone.now() + dt.timedelta(days=1)
    times = {"starts_at": soon, "ends_at": soon + dt.timedelta(hours=1), "place": by.pk}
    return Appointment.objects.create(authority=office, person=by, booked_by=by, **times).pk


def a_question(by: User, office: Authority) -> int:
    """What the citizen asked an office before filing."""
    return questions.ask(by, Procedure.objects.get(slug="diploma-copy"), office, "Mấy ngày?").pk


def an_order(case: Case, by: User) -> int:
    """The officer ordered something over many tasks; the case's is one of them."""
    item = WorkItem.objects.select_related("process__version", "authority").get(pk=case.item.pk)
    assert item.authority is not None
    told = {"outcome": "found"}
    wanted = orders.Wanted(
        "decide", told, item.process.version, item.step, item.authority, item.role
    )
    return orders.order(wanted, [item], by, "vi").pk


def some_money(item: WorkItem, by: User) -> Money:
    dossier = Dossier.objects.select_related("deciding").get(pk=item.process_id)
    fee = money.ask(f"matrix:{dossier.pk}", dossier.deciding, 1000, dossier.code)
    DossierFee.objects.create(dossier=dossier, item=item, request=fee)
    refund = money.take(
        fee.pk, money.Received(Gateway.BANK, dossier.code, 1, timezone.now())
    ).refund
    assert refund is not None
    statement = Statement.objects.create(
        payee=dossier.deciding, sha256="0" * 64, file_name="a.csv", imported_by=by
    )
    told = {
        "key": dossier.code,
        "line": 1,
        "booked_on": timezone.localdate(),
        "amount": 1,
        "number": "1",
    }
    row = StatementRow.objects.create(statement=statement, state=StatementRow.State.UNKNOWN, **told)
    return Money(fee, row, refund)


def an_assessment(school: Authority, by: User) -> Assessment:
    """A school's self-assessment with one paper in its first criterion."""
    rules = catalogue.publish(catalogue.shipped_as("school-2026"))
    made = Assessment.objects.create(
        school=school, rules=rules, school_year="2026-2027", begun_by=by
    )
    stored = store(SimpleUploadedFile("a.png", png()), None, ["image"], 10**7)
    paper = {"criterion": "1.1", "number": 1, "title": "Chiến lược", "file": stored, "added_by": by}
    Evidence.objects.create(assessment=made, **paper)
    report = {"number": 1, "level": 1, "file": stored, "sha256": stored.sha256, "approved_by": by}
    Report.objects.create(assessment=made, **report)
    return made


def a_round(name: str, authority: Authority, by: User, dossier: Dossier) -> Round:
    """An admissions round of the authority, with a version of a plan and a sheet of marks; the
    case's dossier applies in it, at no school.
    """
    made = Round.objects.create(
        slug=f"dot-{authority.pk}",
        procedure="p",
        authority=authority,
        title="Đợt",
        school_year="2027",
        state=Round.State.OPEN,
    )
    content = reading.canonical(reading.read(TEXT))
    frozen = {"sha256": reading.digest(content), "content": content, "source": TEXT}
    made.plan = PlanVersion.objects.create(round=made, number=1, by=by, **frozen)
    made.save()
    ScoreImport.objects.create(round=made, file_name="a.csv", sha256="0" * 64, by=by)
    Application.objects.create(round=made, dossier=dossier, candidate="000001", pseudonym=name[:9])
    return made


def an_old_cover(office: Authority) -> int:
    """Somebody of the case's office was away last year: the row is there and gives nobody
    anything.
    """
    held = RoleAssignment.objects.filter(authority=office).order_by("pk")[0]
    covering = User.objects.exclude(pk=held.user_id).order_by("pk")[0]
    last_year = {"valid_from": dt.date(2025, 8, 1), "valid_to": dt.date(2025, 8, 2)}
    return Cover.objects.create(assignment=held, covering=covering, form="TL", **last_year).pk


def filed(world: World, owner: User, outcome: str, reason: str = "") -> Dossier:
    dossier = actions.submit(draft_of(world, owner=owner), owner)
    actions.decide(WorkItem.objects.get(process=dossier), world.lan, outcome, reason=reason)
    return dossier


def concerns(case: Case, who: User) -> bool:
    today = timezone.localdate()
    held = RoleAssignment.objects.filter(user=who, authority_id__in=case.offices)
    return held.exclude(valid_to__lt=today).exists()


def leads(round_: Round, who: User) -> bool:
    """Heads the round's authority, or prepares its rounds."""
    held = RoleAssignment.objects.filter(user=who, authority=round_.authority)
    roles = held.filter(role_id__in=["head", ADMISSIONS])
    return roles.exclude(valid_to__lt=timezone.localdate()).exists()


def works_at(authority: int, who: User) -> bool:
    held = RoleAssignment.objects.filter(user=who, authority_id=authority)
    return held.exclude(valid_to__lt=timezone.localdate()).exists()


def expected(
    declared: Declared, method: str, name: str, who: User | None, case: Case, pattern: str
) -> Any:
    """What the declaration says must happen."""
    if method not in declared.methods:
        return NOT_ALLOWED
    # a stranger's browser has no mark of these drafts: tests/portal/test_without_account.py has one
    if declared.allow in (FIRST_FACTOR, SIGNED_IN, WRITER, OFFICER) and who is None:
        return SIGN_IN
    if declared.allow is OFFICER and (who is None or not is_officer_today(who)):
        return FORBIDDEN
    if declared.of is NOBODY or who is None:
        return OPENED
    if declared.of in (OWN_DRAFT, OWN_DOSSIER, OWN_PERSON, OWN_QUESTION, OWN_APPOINTMENT):
        return OPENED if name == case.owner else NOT_FOUND
    if declared.of is PAPER:
        return OPENED if name == case.owner or reads(name, case, pattern) else NOT_FOUND
    if declared.of is HEADED:
        return (
            OPENED
            if RoleAssignment.objects.filter(user=who, role="head", valid_to=None).exists()
            else NOT_FOUND
        )
    if declared.of is HEADED_COVER:
        return OPENED if name == "head" and case.owner == "the citizen" else NOT_FOUND
    if declared.of is OWN_QUEUE or (declared.of is OWN_COUNTER and method == "POST"):
        return OPENED if name == "receptionist" else NOT_FOUND
    if declared.of is OWN_RUN:
        return OPENED if name == ORDERED_BY[case.owner] else NOT_FOUND
    if declared.of is ASKED:
        return OPENED if name == "receptionist" and case.owner == "the citizen" else NOT_FOUND
    if declared.of is QUESTION:
        return NOT_FOUND  # nobody is asked in these cases; tests/portal/test_consulted.py asks
    if declared.of is OWN_FIGURES:
        return OPENED if name in ("head", "school officer") else NOT_FOUND
    if declared.of is OWN_OFFICE and method == "POST":
        return (
            # a diploma's copy is never opened by an office: tests/portal/test_ex_officio.py opens a
            # licence
            NOT_FOUND
        )
    if declared.of is OWN_FEES:
        return OPENED if name == "cashier" else NOT_FOUND
    if declared.of is OWN_BOOK:
        # nobody keeps a book in these cases; tests/portal/test_paper_licences.py does
        return NOT_FOUND
    if declared.of is FEE:
        return OPENED if name == "cashier" and concerns(case, who) else NOT_FOUND
    if declared.of in (OWN_COUNTER, OWN_OFFICE):
        return OPENED
    if declared.of in (OWN_ROUND, ROUND_APPLICANTS):
        return OPENED if leads(case.round, who) else NOT_FOUND
    if declared.of is OWN_SCHOOL:
        return OPENED if works_at(case.school, who) else NOT_FOUND
    return OPENED if reads(name, case, pattern) else NOT_FOUND  # a dossier or a task of the office


def reads(name: str, case: Case, pattern: str) -> bool:
    column = COLUMNS.get((name, case.owner))
    if column == PAST:
        return pattern not in OF_WHO_DECIDES
    return column in (MY_TASK, MY_QUEUE, HEADS)


def is_officer_today(who: User) -> bool:
    return (
        RoleAssignment.objects.filter(user=who).exclude(valid_to__lt=timezone.localdate()).exists()
    )


def address(pattern: URLPattern, case: Case, of: Of) -> str:
    given: dict[str, Any] = {}
    for name in pattern.pattern.converters:
        given[name] = {
            "grant": Grant.objects.values_list("pk", flat=True).first(),
            "slug": slug_for(pattern, case),
            "section": "diploma",
            "authority": "ttpvhcc-daklak",
            "role": "receptionist",
            "code": code_for(pattern, case),
            "assessment": case.assessment.pk,
            "criterion": "1.1",
            "number": case.round.imports.get().pk if pattern.name == "round_sheet" else 1,
            "link": "MQ-abc-0123",
            "provider": "vneid",
            "name": return_paths.name_of(Message.objects.filter(dossier=case.dossier)[0]),
            "pk": pk_for(pattern, case, of),
        }[name]
    return reverse(f"portal:{pattern.name}", kwargs=given)


def pk_for(pattern: URLPattern, case: Case, of: Of) -> Any:
    if pattern.name == "invited_file":
        return case.file
    if of is FEE:
        return case.money.row.pk if pattern.name == "cashier_row" else case.money.refund.pk
    known = {
        OWN_PERSON: case.represented,
        OWN_DRAFT: case.draft.pk,
        OWN_QUESTION: case.question,
        OWN_APPOINTMENT: case.appointment,
        ASKED: case.question,
        PAPER: case.file,
        HEADED_COVER: case.cover,
    }
    return {**known, OWN_RUN: case.run}.get(of, case.item.pk)


def slug_for(pattern: URLPattern, case: Case) -> str:
    is_round = (pattern.name or "").startswith(("round", "public_round"))
    return case.round.slug if is_round else "diploma-copy"


def code_for(pattern: URLPattern, case: Case) -> str:
    if pattern.name in ("document_pdf", "verify_code", "revoke"):
        return case.document
    if pattern.name == "cashier_fee":
        return case.money.fee.reference
    return case.incomplete.code if pattern.name.startswith("supplement") else case.dossier.code


def happened(answer: Any) -> Any:
    if answer.status_code == 302 and answer.url.startswith(reverse("portal:sign_in")):
        return SIGN_IN
    if answer.status_code == FORBIDDEN and "Chưa thực hiện được" in answer.text:
        # the page is theirs; the act itself said no (tests/workflows/test_acts_matrix.py)
        return OPENED
    if answer.status_code in (FORBIDDEN, NOT_FOUND, NOT_ALLOWED):
        return answer.status_code
    return OPENED if answer.status_code < 500 else f"broken: {answer.status_code}"


def visitors(place: Place) -> Iterator[tuple[str, User | None, Client]]:
    yield "stranger", None, Client()
    for name, who in place.people.items():
        client = Client()
        client.force_login(who)
        yield name, who, client


def asked(client: Client, method: str, path: str, form: dict[str, Any] | None = None) -> Any:
    """The answer; whatever the request did is undone."""
    with transaction.atomic():
        answer = client.generic(
            method, path, urlencode(form or {}), "application/x-www-form-urlencoded"
        )
        transaction.set_rollback(True)
    return answer


def methods_of(declared: Declared, turn: int) -> tuple[str, ...]:
    """All of them, or those that a page tells apart, and one of the rest: each has its turn at
    every address.
    """
    if EVERY_ONE:
        return METHODS
    always = tuple(method for method in ("GET", "POST") if method in declared.methods)
    rest = [method for method in METHODS if method not in always]
    return (*always, rest[turn % len(rest)])


def test_each_method_has_its_turn_at_every_address() -> None:
    for pattern in urlpatterns:
        turns = {
            method for turn in range(13) for method in methods_of(pattern.callback.declared, turn)
        }
        assert turns == set(METHODS)


def test_every_cell_is_as_declared(place: Place) -> None:
    wrong, cells = [], 0
    forms = {  # what a page would send: without it these say that no such thing exists
        "personas": {"username": User.objects.create_user("demo", is_demo=True).username},
        "counter": {"offer": "diploma-copy/ttpvhcc-daklak"},
        "statistics_file": {"dang": "csv"},
        "reassign": {"to": place.world.binh.pk},
    }
    for turn, (name, who, client) in enumerate(visitors(place)):
        for pattern in urlpatterns:
            declared = pattern.callback.declared
            for kind, case in place.cases.items():
                if declared.of is NOBODY and kind != "own office":
                    continue
                for method in methods_of(declared, turn):
                    path = address(pattern, case, declared.of)
                    got = happened(asked(client, method, path, forms.get(pattern.name)))
                    cells += 1
                    want = expected(declared, method, name, who, case, pattern.name)
                    if got != want:
                        wrong.append(f"{name} {method} {path} ({kind}): {got}, declared: {want}")
    assert not wrong, f"{len(wrong)} of {cells} cells:\n" + "\n".join(wrong[:40])
    assert cells > 3000


def test_what_is_not_ones_business_looks_like_what_does_not_exist(place: Place) -> None:
    """The page of a foreign thing and of no thing are the same to the byte, but for the address and
    the token.
    """
    case = place.cases["own office"]
    for name in ("another citizen", "commune officer", "superuser"):
        client = Client()
        client.force_login(place.people[name])
        for pattern in urlpatterns:
            declared = pattern.callback.declared
            if (
                declared.of
                in (
                    NOBODY,
                    OWN_QUEUE,
                    OWN_COUNTER,
                    OWN_FIGURES,
                    OWN_FEES,
                    OWN_BOOK,
                    OWN_OFFICE,
                    HEADED,
                )
                or expected(declared, "GET", name, place.people[name], case, pattern.name) != 404
            ):
                continue
            path = address(pattern, case, declared.of)
            none = re.sub(r"(viec|danh-gia|y-kien|cau-hoi|lich-hen)/\d+", rf"\1/{10**9}", path)
            none = none.replace(f"tuyen-sinh/{case.round.slug}/", "tuyen-sinh/khong-co/")
            none = none.replace(f"thay/{case.cover}/", f"thay/{10**9}/")
            none = none.replace(f"nhieu/{case.run}/", f"nhieu/{10**9}/")
            for code in (case.dossier.code, case.incomplete.code):
                none = none.replace(code, "H15.50-000000-9999")
            none = none.replace(case.money.fee.reference, "0" * 12)
            none = none.replace(str(case.draft.pk), case.file).replace(
                case.document, "X" * len(case.document)
            )
            none = none if none != path else path.replace(case.file, str(case.draft.pk))
            assert none != path
            assert plain(client.get(path), path) == plain(client.get(none), none), path


def plain(answer: Any, path: str) -> tuple[int, str]:
    text = answer.content.decode().replace(path, "")
    return answer.status_code, re.sub(
        r'(value|content|nonce|"token")="[A-Za-z0-9+/=_-]{16,}"', "", text
    )


def test_an_address_that_declares_nothing_does_not_exist() -> None:
    """The portal's addresses, and the administration's, which Django guards; nothing else is
    served.
    """
    for entry in get_resolver().url_patterns:
        if isinstance(entry, URLResolver) and entry.app_name == "admin":
            continue
        assert isinstance(entry, URLResolver) and entry.app_name == "portal", entry
    for pattern in urlpatterns:
        assert isinstance(getattr(pattern.callback, "declared", None), Declared), pattern


def test_the_administration_is_for_administrators(place: Place) -> None:
    """Nobody but staff sees any of its pages; staff without permissions see no row."""
    addresses = [
        reverse("admin:index"),
        reverse("admin:app_list", args=["workflows"]),
        reverse("admin:opening"),
    ]
    for model in admin.site._registry:
        base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        addresses += [
            reverse(f"{base}_changelist"),
            reverse(f"{base}_add"),
            reverse(f"{base}_change", args=["1"]),
        ]
    for turn, (name, who, client) in enumerate(visitors(place)):
        both = EVERY_ONE or (who is not None and who.is_staff)
        for number, path in enumerate(addresses):
            for method in ("GET", "POST") if both else (("GET", "POST")[(turn + number) % 2],):
                answer = asked(client, method, path)
                if name == "superuser":
                    assert answer.status_code != 500, path
                elif name == "administrator":
                    allowed = (200, 403) if path == addresses[0] else (403, 404, 302)
                    assert answer.status_code in allowed, f"{path}: {answer.status_code}"
                else:
                    assert answer.status_code == 302 and "/quan-tri/login/" in answer.url, (
                        f"{name} {path}"
                    )


def test_an_account_that_was_closed_is_dead_at_the_next_request(place: Place) -> None:
    client = Client()
    client.force_login(place.world.lan)
    assert client.get(reverse("portal:desk")).status_code == 200
    User.objects.filter(pk=place.world.lan.pk).update(is_active=False)
    assert happened(client.get(reverse("portal:desk"))) == SIGN_IN


def test_demo_pages_are_declared_so() -> None:
    assert [
        pattern.name for pattern in urlpatterns if pattern.callback.declared.allow is DEMO_ONLY
    ] == [
        "personas",
        "demo_telephone",
        "demo_gateway",
        "bank_simulator",
    ]


def test_no_two_addresses_have_one_name() -> None:
    """The second one would take the links that were meant for the first."""
    names = [pattern.name for pattern in urlpatterns]
    assert sorted(names) == sorted(set(names))
