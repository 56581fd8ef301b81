"""A document is taken back by two at the same instant, while it is still being made: one
revocation, one decision.
"""

from __future__ import annotations

import time
from typing import Any

import pytest

from documents import later_facts
from documents.models import Document
from tests.documents.conftest import demo_authority_seals, demo_seal_folder  # noqa: F401 - fixtures
from tests.people import World, draft_of, officer
from tests.races.conftest import many
from tests.races.line import race, report, timed
from tests.races.test_decisions import person
from tests.workflows.conftest import item_of, ready_to_sign
from workflows import actions
from workflows.errors import ActRefused, WrongState
from workflows.journal import entries, outbox
from workflows.models import DossierDocument, Effect, Entry
from workflows.papers.issuance import PRODUCE

PATIENCE = 60.0  # seconds that a head goes on pressing


@pytest.fixture
def sealed(world: World, demo_authority_seals: Any) -> list[Document]:  # noqa: F811
    """Copies whose number is taken and whose seal is owed."""
    made = []
    for _number in range(many(10, 2)):
        dossier = ready_to_sign(world, actions.submit(draft_of(world), world.huong))
        actions.decide(item_of(dossier), world.dung, "approve")
        actions.decide(item_of(dossier), world.anh, "seal")
        made.append(
            Document.objects.get(
                pk=DossierDocument.objects.get(dossier=dossier, kind="copy").document_id
            )
        )
    return made


def make_or_revoke(job: tuple[int, int, int]) -> str:
    """The worker makes the document (an effect), or a head presses until it can be revoked."""
    effect, document, head = job
    if effect:
        return "made" if outbox.run(effect) else "failed"
    until, early = time.monotonic() + PATIENCE, 0
    while time.monotonic() < until:
        try:
            actions.revoke(
                Document.objects.get(pk=document),
                person(head),
                "issued_wrongly",
                key=f"{document} {head}",
            )
        except WrongState:
            early += 1
            time.sleep(0.05)
        except ActRefused as error:
            return type(error).__name__
        else:
            return "revoked"
    return f"never, {early} tries"


def test_two_heads_revoke_a_document_while_it_is_being_made(
    world: World, sealed: list[Document]
) -> None:
    """Both press from the instant in which the worker begins; before it is issued they are told to
    wait.
    """
    deputy = officer("pho", "Phó Giám Đốc", "head", world.department, "PHÓ GIÁM ĐỐC")
    owed = {one.payload["document"]: one.pk for one in Effect.objects.filter(kind=PRODUCE)}
    jobs = [[(owed[one.pk], one.pk, 0) for one in sealed]]
    jobs += [[(0, one.pk, head.pk) for one in sealed] for head in (world.dung, deputy)]
    results, seconds = timed(lambda: race(make_or_revoke, *jobs))
    report("revoked", len(sealed), seconds)
    for document, (made, *heads) in zip(sealed, zip(*results, strict=True), strict=True):
        assert made == "made" and sorted(heads) == ["AlreadyDone", "revoked"]
        revoked_once(document)
    decisions = (
        Document.objects.filter(kind="QĐ").order_by("number").values_list("number", flat=True)
    )
    assert list(decisions) == list(range(1, len(sealed) + 1))
    assert entries.verify() is None


def revoked_once(document: Document) -> None:
    """Issued, then revoked, each once; one decision, one fact for whoever checks the paper."""
    link = DossierDocument.objects.get(document=document)
    acts = Entry.objects.filter(dossier=link.dossier_id, act__in=("issue", "revoke")).order_by(
        "sequence"
    )
    assert [entry.act for entry in acts] == ["issue", "revoke"]
    assert DossierDocument.objects.filter(dossier=link.dossier_id, kind="revocation").count() == 1
    document.refresh_from_db()
    assert document.state == Document.State.REVOKED
    assert [fact.kind for fact in later_facts.facts_of(document)] == ["REVOKED"]
