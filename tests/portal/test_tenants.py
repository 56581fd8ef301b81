"""What belongs to another organisation never shows and never changes, whatever ids are put wherever
(D2, D3, D4).
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import random
import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from forms.models import StoredFile
from notifications.models import Message
from organisations import roles
from organisations.models import Authority, User
from portal.demo.load import settle
from portal.urls import urlpatterns
from tests.people import draft_of, enter_diploma, officer
from tests.portal.test_permission_matrix import (
    Case,
    Place,
    address,
    place,  # noqa: F401 - the fixture
)
from workflows.background import due_timers
from workflows.models import Dossier, Draft, Entry, Timer, WorkItem

CANARY = "Chimhoangyen"
LONG = os.environ.get("FAULTS") == "long"
TRIES = 20_000 if LONG else 800
ATTACKERS = (
    "the citizen",
    "receptionist",
    "expert",
    "head",
    "clerk",
    "school officer",
    "former officer",
)
#: Where an id may be put, beside the path: every name that a page reads, and some that a framework
#: might.
NAMES = [
    *(
        "tep",
        "xem",
        "sau",
        "trang",
        "code",
        "q",
        "loc",
        "do-pick",
        "do-entry",
        "do-attached",
        "do-outcome",
        "do-key",
    ),
    *(
        "to",
        "next",
        "key",
        "offer",
        "username",
        "reason",
        "opinion",
        "remove",
        "old_copy",
        "proof",
        "seen",
        "id",
        "pk",
    ),
    *(
        "dossier",
        "draft",
        "owner",
        "applicant",
        "authority",
        "receiving",
        "order_by",
        "search__contains",
    ),
]
HEADERS = [
    "HTTP_X_ORIGINAL_URL",
    "HTTP_X_REWRITE_URL",
    "HTTP_X_HTTP_METHOD_OVERRIDE",
    "HTTP_REFERER",
    "HTTP_COOKIE",
]
COSTLY = {
    "preview",
    "sign_out",
    "personas",
    "set_language",
    "verify",
    "verify_code",
    "follow",
    "figures",
}


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR, "django.request")


@pytest.fixture
def foreign(place: Place) -> Case:  # noqa: F811
    """The other organisation's case, with a canary in everything that people wrote."""
    case = place.cases["other organisation"]
    for dossier in (case.dossier, case.incomplete):
        dossier.refresh_from_db()
        dossier.applicant_name = dossier.holder_name = f"{CANARY} Thị"
        dossier.applicant_email = f"{CANARY}@example.vn"
        dossier.search = f"{dossier.code} {CANARY}".lower()
        dossier.answers = {**dossier.answers, "school": CANARY, "purpose": CANARY}
        dossier.office = {"check": {"note": CANARY}}
        dossier.decision_reason = CANARY
        dossier.save()
    draft = Draft.objects.get(pk=case.draft.pk)
    draft.answers = {**draft.answers, "school": CANARY}
    draft.save()
    StoredFile.objects.filter(pk=case.file).update(name=f"{CANARY}.png")
    Message.objects.filter(dossier__in=[case.dossier, case.incomplete]).update(
        subject=CANARY, body=CANARY
    )
    commune = case.dossier.deciding
    officer("canary", f"{CANARY} Công Chức", "head", commune, CANARY)
    from registers.models import RegisterBook

    book = RegisterBook.objects.create(name=f"Sổ {CANARY}", keeper=commune)
    enter_diploma(commune, book=book, book_number=CANARY, signer=CANARY, school=CANARY)
    mail.outbox.clear()
    return case


def signed_in(who: User) -> Client:
    client = Client()
    client.force_login(who)
    return client


def body(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode("utf-8", "replace") + repr(sorted(answer.headers.items()))


def shows(answer: Any, sent: str = "") -> bool:
    """Any canary that was not just echoed from what was sent."""
    return CANARY.lower() in body(answer).lower().replace(sent.lower() or "\0", "")


def state_of(case: Case) -> list[Any]:
    """Everything of the other organisation that somebody might have changed."""
    dossiers = [case.dossier.pk, case.incomplete.pk]
    return [
        list(Dossier.objects.filter(pk__in=dossiers).order_by("pk").values()),
        list(WorkItem.objects.filter(process__in=dossiers).order_by("pk").values()),
        Entry.objects.filter(dossier__in=dossiers).count(),
        list(Draft.objects.filter(pk=case.draft.pk).values()),
        list(StoredFile.objects.filter(pk=case.file).values()),
    ]


def test_ids_put_anywhere_lead_nowhere(place: Place, foreign: Case) -> None:  # noqa: F811
    """Seeded tries in path, query, body and headers: no canary, no change."""
    dice = random.Random(261123)
    own, before = place.cases["own office"], state_of(foreign)
    stolen = [
        *(
            foreign.dossier.code,
            foreign.incomplete.code,
            foreign.file,
            str(foreign.draft.pk),
            foreign.document,
        ),
        *(
            str(foreign.item.pk),
            f"_{foreign.item.pk - 1}",
            str(User.objects.get(username="canary").pk),
        ),
        *(str(pk) for pk in range(1, 4)),
        reverse("portal:office_dossier", args=[foreign.dossier.code]),
    ]
    pages = [pattern for pattern in urlpatterns if pattern.name not in COSTLY]
    clients = {name: signed_in(place.people[name]) for name in ATTACKERS}
    sessions = {
        name: client.cookies[settings.SESSION_COOKIE_NAME].value for name, client in clients.items()
    }
    leaks, broken, refused = [], [], 0
    dice.shuffle(pages)
    for turn in range(TRIES):
        # each has its turn, however few the tries
        name, pattern = dice.choice(ATTACKERS), pages[turn % len(pages)]
        declared = pattern.callback.declared
        in_path = bool(pattern.pattern.converters) and dice.random() < 0.5
        path = address(pattern, foreign if in_path else own, declared.of)
        given = {dice.choice(NAMES): dice.choice(stolen) for _ in range(dice.randint(1, 4))}
        headers = {dice.choice(HEADERS): dice.choice(stolen)} if dice.random() < 0.2 else {}
        method = dice.choice([one for one in declared.methods if one != "HEAD"])
        headers.pop("HTTP_COOKIE", None) if method == "GET" and not in_path else None
        # the try before may have signed out
        clients[name].cookies[settings.SESSION_COOKIE_NAME] = sessions[name]
        with transaction.atomic():
            answer = getattr(clients[name], method.lower())(path, given, **headers)
            changed = state_of(foreign) != before if method == "POST" else False
            transaction.set_rollback(True)
        refused += answer.status_code == 404
        if shows(answer) or changed:
            leaks.append(f"{name} {method} {path} {given} {headers}")
        if answer.status_code >= 500:
            broken.append(f"{name} {method} {path} {given}: {answer.status_code}")
    assert not leaks, f"{len(leaks)} of {TRIES}:\n" + "\n".join(leaks[:20])
    assert not [one for one in broken if "readyz" not in one], "\n".join(broken[:20])
    assert refused > TRIES / 10 and len(pages) < TRIES / 4
    assert state_of(foreign) == before and not mail.outbox


def test_whoever_follows_every_link_meets_no_canary(place: Place, foreign: Case) -> None:  # noqa: F811
    """From the front page, the desk and the lists, as each of the others; and every search for the
    canary itself.
    """
    starts = ["home", "my_dossiers", "inbox", "desk", "office_search", "withdrawals", "counter"]
    seen_in_all = 0
    for name in (*ATTACKERS, "another citizen"):
        if name == "another citizen":
            continue  # the canary's own person
        client = signed_in(place.people[name])
        waiting, seen = [reverse(f"portal:{start}") for start in starts], set[str]()
        while waiting and len(seen) < 90:
            path = waiting.pop(0)
            if path in seen or "/xem-truoc/" in path or "/quan-tri/" in path:
                continue
            seen.add(path)
            answer = client.get(path)
            assert not shows(answer), f"{name}: {path}"
            if answer.headers.get("Content-Type", "").startswith("text/html"):
                links = re.findall(r'(?:href|src|hx-get)="([^"#]+)"', answer.content.decode())
                waiting += [one.replace("&amp;", "&") for one in links if is_page(one)]
        for words in (
            foreign.dossier.code,
            foreign.dossier.code[-4:],
            "Thị",
            foreign.dossier.applicant_phone,
        ):
            assert not shows(client.post(reverse("portal:office_search"), {"q": words})), (
                f"{name} searches {words}"
            )
        found = client.post(reverse("portal:office_search"), {"q": CANARY})
        assert found.status_code == 403 or found.context["results"] == []
        seen_in_all += len(seen)
    assert seen_in_all > 80


def test_letters_about_a_dossier_reach_its_own_people_only(place: Place, foreign: Case) -> None:  # noqa: F811
    """Every letter of a foreign dossier on its way to lateness: no canary in anybody else's inbox
    or mail.
    """
    dossier = Dossier.objects.get(pk=foreign.dossier.pk)
    Dossier.objects.filter(pk=dossier.pk).update(due_at=timezone.now() - dt.timedelta(days=1))
    Timer.objects.filter(dossier=dossier).update(due_at=timezone.now() - dt.timedelta(hours=1))
    due_timers.fire()
    settle()
    told = Message.objects.filter(dossier__in=[foreign.dossier, foreign.incomplete]).exclude(
        recipient=None
    )
    offices = {dossier.deciding_id, dossier.receiving_id}
    strangers = [
        one.recipient
        for one in told.select_related("recipient")
        if one.recipient_id != dossier.applicant_id
        and not offices & {held.authority_id for held in roles.held_assignments(one.recipient)}
    ]
    assert told.filter(entry__act="overdue").exists() and not strangers
    addresses = {address for letter in mail.outbox for address in letter.recipients()}
    known = {one.recipient.email for one in told if one.recipient} | {dossier.applicant_email}
    assert addresses <= known
    for name in ATTACKERS:
        assert not shows(signed_in(place.people[name]).get(reverse("portal:inbox"))), name


def is_page(link: str) -> bool:
    return urlsplit(link).netloc == "" and link.startswith("/") and not link.startswith("/static/")


def test_a_form_sets_nothing_that_it_does_not_ask(place: Place, foreign: Case) -> None:  # noqa: F811
    """Every column of the row and of its neighbours, sent along with every form the visitor may
    send (D3).
    """
    own = place.cases["own office"]
    models = (Dossier, WorkItem, Draft, User, Entry)
    fields = sorted(
        {field.attname for model in models for field in model._meta.concrete_fields}
        - {"reason", "search"}
    )
    frozen = (
        "legal_status",
        "applicant_id",
        "receiving_id",
        "deciding_id",
        "version_id",
        "code",
        "decision",
        "due_at",
    )
    commune = Authority.objects.get(pk=foreign.dossier.deciding_id)
    sent: dict[str, Any] = dict.fromkeys(fields, commune.pk)
    sent |= {f"{name}__in": "1" for name in fields} | {
        "is_staff": "on",
        "is_superuser": "on",
        "legal_status": "10",
    }
    tried = 0
    buttons: tuple[dict[str, str], ...] = ({}, {"continue": "1"})
    for turn, name in enumerate(("the citizen", "receptionist", "expert", "head")):
        who = place.people[name]
        pressed = buttons if LONG else (buttons[turn % 2],)  # two people press each
        for pattern in urlpatterns:
            declared = pattern.callback.declared
            if "POST" not in declared.methods or pattern.name in (
                COSTLY | {"drop_draft", "sign_in"}
            ):
                continue
            for button in pressed:
                path = address(pattern, own, declared.of)
                more = after_press(path, {**button, **sent}, own, frozen, who)
                assert more == after_press(path, button, own, frozen, who), f"{name} {pattern.name}"
                tried += len(sent)
    assert tried > 2_000


def after_press(
    path: str, given: dict[str, Any], case: Case, names: tuple[str, ...], who: User
) -> list[Any]:
    """How things stand after the form was sent; then as before."""
    with transaction.atomic():
        signed_in(who).post(path, given)  # the one before may have signed out
        found = facts(case, names, who)
        transaction.set_rollback(True)
    return found


def facts(case: Case, names: tuple[str, ...], who: User) -> list[Any]:
    person = (
        User.objects.filter(pk=who.pk)
        .values("is_staff", "is_superuser", "is_active", "is_demo", "username")
        .get()
    )
    draft = (
        Draft.objects.filter(pk=case.draft.pk).values("owner_id", "version_id", "counter_id").get()
    )
    dossiers = Dossier.objects.filter(pk__in=[case.dossier.pk, case.incomplete.pk]).order_by("pk")
    return [list(dossiers.values(*names)), draft, person]


def test_a_citizen_files_nobody_elses_paper(place: Place, foreign: Case) -> None:  # noqa: F811
    """The id of a foreign file in the form's own input does not become an answer."""
    citizen = place.people["the citizen"]
    draft = draft_of(place.world, owner=citizen)
    client, page = signed_in(citizen), reverse("portal:draft", args=[draft.pk, "diploma"])
    for given in (
        {"old_copy": foreign.file},
        {"old_copy": [foreign.file]},
        {"old_copy.0": foreign.file},
    ):
        for button in ("autosave", "continue", "reload"):
            client.post(
                page,
                {
                    **given,
                    button: "1",
                    "level": "THPT",
                    "school": "THPT A",
                    "graduation_year": "2016",
                },
            )
    draft.refresh_from_db()
    assert foreign.file not in str(draft.answers)
