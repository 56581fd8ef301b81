"""What was issued for a dossier and who was told: each with how far it came, so that nothing fails
in silence.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from documents.models import Document
from notifications import channels, inbox
from notifications.models import DeadAddress, Delivery
from workflows import permissions
from workflows.definition import Definition
from workflows.models import Dossier, Effect
from workflows.papers.issuance import PRODUCE
from workflows.reading_rights import Standing


@dataclass(frozen=True)
class Issued:
    """A document or slip. `state`: ready | waiting | failed | revoked."""

    document: Document
    state: str
    attempts: int
    error: str  # class of the last error
    next_try: dt.datetime | None
    may_revoke: bool = False


def issued_of(standing: Standing, definition: Definition) -> list[Issued]:
    """Every document of it that the reader may see, newest first, in two queries; a head may revoke
    results.
    """
    dossier, reader = standing.dossier, standing.reader.user
    links = standing.documents(dossier.documents.select_related("document").order_by("-id"))
    keys = {f"{PRODUCE}:{link.document_id}": link.document_id for link in links}
    effects = {keys[effect.key]: effect for effect in Effect.objects.filter(key__in=keys)}
    results = definition.document_ids()
    told = [(link, _issued(link.document, effects.get(link.document_id))) for link in links]
    return [
        (
            replace(
                one,
                may_revoke=one.state == "ready"
                and permissions.may_revoke(reader, link.document, dossier),
            )
            if link.kind in results
            else one
        )
        for link, one in told
    ]


def _issued(document: Document, effect: Effect | None) -> Issued:
    if document.state == Document.State.REVOKED:
        return Issued(document, "revoked", 0, "", None)
    if document.state == Document.State.SEALED:
        return Issued(document, "ready", 0, "", None)
    if effect is None:
        return Issued(document, "waiting", 0, "", None)
    state = "failed" if effect.last_error or effect.state == Effect.State.DEAD else "waiting"
    coming = None if effect.state == Effect.State.DEAD else effect.due_at
    return Issued(document, state, effect.attempts, effect.last_error, coming)


@dataclass(frozen=True)
class Left:
    """A message that leaves the house: by which way, and how far it came."""

    way: str
    delivery: Delivery


def deliveries_of(dossier: Dossier) -> list[Left]:
    """Every message of the dossier that left the house, the newest first."""
    rows = inbox.states_of(dossier)
    return [Left(channels.label_of(row.message.channel), row) for row in rows]


def dead_ways_of(dossier: Dossier) -> list[tuple[str, DeadAddress]]:
    """What the applicant stated and nothing reaches any more, each with its channel's label."""
    return [(channels.label_of(one.channel), one) for one in channels.dead_ways(dossier)]
