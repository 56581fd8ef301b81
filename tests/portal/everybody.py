"""The table of reading rights once more, as plain rules over rows that were read: what the site's
own questions to the database are held against.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.conf import settings
from django.utils import timezone

from organisations.models import User
from organisations.roles import CASHIER, CLERK, HEAD, RECEPTIONIST, Post, posts
from workflows.lifecycle import CLOSED
from workflows.models import (
    CouncilMember,
    Dossier,
    DossierDocument,
    DossierFee,
    DossierFile,
    HandOver,
    WorkItem,
)
from workflows.reading_rights import consultation

#: Standings that open the dossier's page; and those that open what officers write, and what came
#: from the applicant.
DECIDING = {"task", "queue", "gives", "past", "head"}
PAGE = {*DECIDING, "team", "sealing", "sealed", "council", "desk"}
NOTES = {*DECIDING, "council"}
UPLOADS = {*NOTES, "desk"}


@dataclass
class Known:
    """A dossier with all that decides who reads it, read once."""

    dossier: Dossier
    slug: str
    items: list[WorkItem]
    seats: set[int]
    payees: set[int]
    left: list[HandOver]
    last: dt.datetime
    files: list[DossierFile] = field(default_factory=list)
    documents: list[DossierDocument] = field(default_factory=list)


def known() -> list[Known]:
    rows = Dossier.objects.select_related("version__procedure", "receiving", "deciding").order_by(
        "pk"
    )
    return [
        Known(
            dossier=one,
            slug=one.version.procedure.slug,
            items=list(
                WorkItem.objects.filter(process=one).select_related(
                    "cover__assignment", "authority"
                )
            ),
            seats=set(
                CouncilMember.objects.filter(council__dossier=one).values_list("user", flat=True)
            ),
            payees=set(
                DossierFee.objects.filter(dossier=one).values_list("request__payee", flat=True)
            ),
            left=list(HandOver.objects.filter(dossier=one, reform=None)),
            last=max(one.entries.values_list("at", flat=True)),
            files=list(DossierFile.objects.filter(dossier=one)),
            documents=list(DossierDocument.objects.filter(dossier=one).select_related("document")),
        )
        for one in rows
    ]


def standings(person: User, one: Known) -> set[str]:
    """How the person stands to the dossier."""
    if one.dossier.applicant_id == person.pk:
        return {"applicant"}
    held = [post for post in posts(person) if post.reaches(one.slug)]
    if not held:
        return set()
    found = {
        name for post in held for item in one.items for name in _by_task(person, post, item, one)
    }
    found |= {name for post in held for name in _by_office(post, one)}
    if person.pk in one.seats:
        found.add("council")
    first = one.dossier.entries.get(sequence=1)
    if one.dossier.channel == "OFFICIAL" and first.actor_id == person.pk and _is_recent(first.at):
        found.add("past")
    return found


def _by_task(person: User, post: Post, item: WorkItem, one: Known) -> Iterator[str]:
    if post.authority_id != item.authority_id:
        return
    is_open, is_own = (
        item.finished is None,
        item.owner_id
        in (
            person.pk,
            post.covered_id or person.pk,
        ),
    )
    if is_open and item.given_by == post.role and item.flow_task_type != "CONSULT":
        yield "gives"
    if post.role != item.role:
        if post.role == HEAD and item.flow_task_type != "CONSULT" and not _is_given_up(item, one):
            yield "head"
        return
    if item.flow_task_type == "CONSULT":
        if is_open or _is_recent(item.finished):
            yield "asked"
        return
    if post.role == HEAD and not _is_given_up(item, one):
        yield "head"
    if is_open:
        yield "team"
        if is_own or (item.owner_id is None and not item.to_be_given):
            yield "sealing" if post.role == CLERK else "task"
    elif item.outcome and _is_recent(item.finished) and not _is_given_up(item, one):
        stood_in = item.cover is not None and item.cover.assignment.user_id == person.pk
        if item.owner_id == person.pk or stood_in:
            yield {CLERK: "sealed", RECEPTIONIST: "desk"}.get(post.role, "past")


def _by_office(post: Post, one: Known) -> Iterator[str]:
    dossier, place = one.dossier, post.authority_id
    if post.role == HEAD and place in (dossier.receiving_id, dossier.deciding_id):
        yield "head"
    is_ours = post.role == RECEPTIONIST and place == dossier.receiving_id
    if is_ours and (dossier.legal_status not in CLOSED or _is_recent(one.last)):
        yield "desk"
    if post.role == CASHIER and place in one.payees:
        yield "cashier"


def _is_given_up(item: WorkItem, one: Known) -> bool:
    return any(left.leaves_id == item.authority_id and left.at >= item.created for left in one.left)


def _is_recent(moment: dt.datetime | None) -> bool:
    return moment is not None and moment >= timezone.now() - dt.timedelta(
        days=settings.READ_DONE_DAYS
    )


def opens_page(stands: set[str]) -> int:
    if stands & PAGE:
        return 200
    return 302 if "asked" in stands else 404


def opens_paper(person: User, stands: set[str], paper: DossierFile, one: Known) -> bool | None:
    """None for what this list leaves to other tests: papers in confidence, and those told to an
    applicant.
    """
    if paper.confidential or (paper.is_officers and stands & {"applicant", "asked"}):
        return None
    if paper.is_officers:
        return bool(stands & NOTES)
    shown = "asked" in stands and consultation.may_open(person, one.dossier, paper)
    return bool(stands & {*UPLOADS, "applicant"}) or shown


def opens_document(person: User, stands: set[str], link: DossierDocument, one: Known) -> bool:
    if stands & {*DECIDING, "desk", "applicant"}:
        return True
    offices = {post.authority_id for post in posts(person) if post.reaches(one.slug)}
    gave_up = {left.leaves_id for left in HandOver.objects.filter(dossier=one.dossier)}
    issuers = {
        post.authority_id for post in posts(person) if post.role in (HEAD, RECEPTIONIST, CLERK)
    }
    own = (
        stands & {"sealing", "sealed"}
        or gave_up & issuers
        or ("cashier" in stands and link.kind == "payment_receipt")
    )
    return bool(own) and link.document.authority_id in offices
