"""One reader: made at the door of a page for who asks, with what they may use today; asked for all
they are shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Model, Q, QuerySet

from documents.models import Document
from organisations.models import User
from organisations.roles import Post, posts
from workflows import permissions
from workflows.models import Dossier, DossierDocument, DossierFile, Opinion, WorkItem
from workflows.process import commitments
from workflows.reading_rights import consultation, recent_acts, standings
from workflows.reading_rights.standings import NOBODY, Person
from workflows.reading_rights.table import (
    NOT_IN_STEAD,
    OF_ROLE,
    Extent,
    What,
    Who,
    extent,
    rows_with,
)

RECEIPT = "payment_receipt"  # `DossierDocument.kind`
AT_THE_DOOR = tuple(who for who in Who if extent(who, What.DOSSIER) or who is Who.APPLICANT)
PREFIX = "stands_"  # of the columns that say how somebody stands to a row's dossier


class Reader:
    """Who reads. Every answer counts as asked; a page behind an office's door that asked nothing is
    not shown.
    """

    def __init__(self, user: User) -> None:
        self.user = user
        self.was_asked = False
        self._known: dict[int, Standing] = {}

    def posts(self) -> tuple[Post, ...]:
        """What they may use today."""
        self.was_asked = True
        return posts(self.user)

    def scope(self, what: What) -> Q:
        """Filter for the dossiers of which they read the whole of `what` as an officer; their own
        are none of them.
        """
        person = self._person()
        found = NOBODY
        for who in rows_with(what):
            if (part := standings.condition(who, person)) is not None:
                found |= part
        return found & self._not_own()

    def among(self, dossiers: Iterable[Dossier], what: What) -> set[int]:
        """Ids of those of which they read `what`, in one question."""
        ids = [dossier.pk for dossier in dossiers]
        return (
            set(Dossier.objects.filter(self.scope(what), pk__in=ids).values_list("pk", flat=True))
            if ids
            else set()
        )

    def towards(self, dossier: Dossier) -> Standing:
        """How they stand to a dossier now: asked anew, so that what an act has just changed
        counts.
        """
        return self._stands(dossier, self.ask(dossier, AT_THE_DOOR))

    def telling(self, way: str = "", rows: Iterable[Who] = AT_THE_DOOR) -> dict[str, Any]:
        """Columns to annotate rows with, that say how they stand to the dossier at the end of
        `way`.
        """
        person, told = self._person(way), {}
        for who in rows:
            if (part := standings.condition(who, person)) is not None:
                told[f"{PREFIX}{who.name}"] = ExpressionWrapper(part, output_field=BooleanField())
        return told

    def told(self, dossier: Dossier, row: Model) -> Standing:
        """How they stand to the dossier, as a row says that was read with `telling`."""
        return self._stands(
            dossier, {who: getattr(row, f"{PREFIX}{who.name}", False) for who in AT_THE_DOOR}
        )

    def ask(self, dossier: Dossier, rows: Iterable[Who]) -> dict[Who, bool]:
        """Whether they stand to the dossier in each of these ways, in one question."""
        told = self.telling(rows=rows)
        row = (
            Dossier.objects.filter(pk=dossier.pk).order_by().annotate(**told).values(*told).first()
            if told
            else None
        )
        return {who: bool(row and row.get(f"{PREFIX}{who.name}")) for who in rows}

    def known(self, dossier: Dossier) -> Standing:
        """The same as this page asked it already."""
        return self._known.get(dossier.pk) or self.towards(dossier)

    def offices(self, what: What) -> set[int]:
        """Ids of the authorities of which a role alone gives them `what`: figures, the logbook, the
        fees.
        """
        held = [post for post in self.posts() if not post.procedures]
        if what in NOT_IN_STEAD:
            held = [post for post in held if post.cover_id is None]
        return {post.authority_id for post in held if _gives(post.role, what)}

    def places(self, *wanted: str) -> set[int]:
        """Ids of the authorities where they may use one of these roles for every procedure."""
        return {
            post.authority_id
            for post in self.posts()
            if post.role in wanted and not post.procedures
        }

    def holds(self, role: str, authority_id: int) -> bool:
        """True when they may use the role there, for some procedure at least."""
        return any(post[:2] == (role, authority_id) for post in self.posts())

    def questions(self) -> QuerySet[WorkItem]:
        """What they are asked, and were lately (`workflows.reading_rights.consultation`)."""
        self.was_asked = True
        return consultation.tasks_of(self.user)

    def may_open_file(self, stored_file_id: UUID | str) -> bool:
        """A paper of a dossier that they may open; before it is in one, whoever uploaded it."""
        self.was_asked = True
        links = list(
            DossierFile.objects.filter(file__pk=stored_file_id).select_related(
                "dossier__version__procedure"
            )
        )
        if links:
            return any(self.known(link.dossier).papers([link]) for link in links)
        return permissions.may_open_unfiled(self.user, stored_file_id)

    def may_read_document(self, document: Document) -> bool:
        """An issued document of a dossier, by its kind."""
        self.was_asked = True
        link = (
            DossierDocument.objects.filter(document=document)
            .select_related("dossier__version__procedure")
            .first()
        )
        return link is not None and self.known(link.dossier).reads(link, document)

    def _person(self, way: str = "") -> Person:
        return Person(self.user, self.posts(), recent_acts.since(), way)

    def _not_own(self) -> Q:
        """Nobody reads their own application as an officer: what colleagues write of it is not for
        its applicant.
        """
        return permissions.not_own(self.user)

    def _stands(self, dossier: Dossier, asked_for: dict[Who, bool]) -> Standing:
        """Whoever filed it, and for whom, is nothing else to it."""
        if self.user.pk is not None and self.user.pk in dossier.parties:
            sees = permissions.may_see(self.user, dossier)
            asked_for = {who: sees and who is Who.APPLICANT for who in Who}
        self._known[dossier.pk] = Standing(self, dossier, asked_for)
        return self._known[dossier.pk]


@dataclass(frozen=True)
class Standing:
    """How a reader stands to one dossier. What its door did not ask is asked when a column hangs on
    it.
    """

    reader: Reader
    dossier: Dossier
    _told: dict[Who, bool]

    def is_one_of(self, *rows: Who) -> bool:
        """True when they stand to the dossier in one of these ways."""
        if any(self._told.get(row) for row in rows):
            return True
        unasked = [row for row in rows if row not in self._told]
        self._told.update(self.reader.ask(self.dossier, unasked))
        return any(self._told[row] for row in unasked)

    def may(self, what: What) -> bool:
        """True when they read the whole of it."""
        return self._has(what, Extent.WHOLE)

    def papers(self, papers: Iterable[DossierFile]) -> list[DossierFile]:
        """Which of the dossier's papers they may open."""
        if self._told.get(Who.APPLICANT):
            shown = commitments.steps_shown_to_applicant(self.dossier)
            told = [paper for paper in papers if paper.step in shown and not paper.confidential]
            return [paper for paper in papers if not paper.is_officers or paper in told]
        return [paper for paper in papers if self.may(kind_of(paper)) or self._is_shown(paper)]

    def opinions(self, opinions: Iterable[Opinion]) -> list[Opinion]:
        """Which of the opinions on it they read: of confidential ones their own, but at the
        authority that decides.
        """
        mine = self.reader.user.pk
        of = {True: What.CONFIDENTIAL, False: What.NOTES}
        return [one for one in opinions if one.by_id == mine or self.may(of[one.confidential])]

    def documents(self, links: Iterable[DossierDocument]) -> list[DossierDocument]:
        """Which of the documents issued for it they read."""
        return [link for link in links if self.reads(link, link.document)]

    def reads_documents(self) -> bool:
        """True when they read some of the documents issued for it."""
        return self.is_one_of(*(row for row in Who if extent(row, What.DOCUMENTS)))

    def reads(self, link: DossierDocument, document: Document) -> bool:
        """One document, by its kind, and where the table says so only if their own authority issued
        it.
        """
        kinds = [What.DOCUMENTS, *([What.RECEIPTS] if link.kind == RECEIPT else [])]
        if any(self.may(what) for what in kinds):
            return True
        return (
            any(self._has(what, Extent.OWN) for what in kinds)
            and document.authority_id in self._offices()
        )

    def _has(self, what: What, wanted: Extent) -> bool:
        return self.is_one_of(*(row for row in Who if extent(row, what) is wanted))

    def _is_shown(self, paper: DossierFile) -> bool:
        return self.is_one_of(Who.ASKED) and consultation.may_open(
            self.reader.user, self.dossier, paper
        )

    def _offices(self) -> set[int]:
        slug = permissions.procedure_of(self.dossier)
        return {post.authority_id for post in self.reader.posts() if post.reaches(slug)}


def kind_of(paper: DossierFile) -> What:
    """The column that a paper belongs to."""
    if paper.confidential:
        return What.CONFIDENTIAL
    if paper.field == DossierFile.THREAD:
        return What.THREAD
    return What.NOTES if paper.is_officers else What.UPLOADS


def _gives(role: str, what: What) -> bool:
    row = OF_ROLE.get(role)
    return row is not None and extent(row, what) is Extent.WHOLE
