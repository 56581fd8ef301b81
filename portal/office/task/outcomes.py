"""The outcomes of a step as cards: what each needs, what it will do, and why it cannot be pressed
yet.
"""

from __future__ import annotations

from dataclasses import dataclass

from forms.conditions.evaluation import Condition
from forms.field_view import FieldView
from foundation.languages import in_language
from organisations.models import Role
from portal.office.task.consequences import consequences
from portal.office.task.typed_decision import Decision
from portal.wording.definition_texts import item_name
from workflows.applicant.supplements import ASK, could_have_been_asked, published, requests
from workflows.definition import Definition, Outcome
from workflows.models import Dossier, Entry
from workflows.papers import missing_facts
from workflows.process.conditions import data_of, holds

#: Entries of a journal that may hold an earlier request at this point: filed, asked, supplied.
BEFORE_A_SECOND = 3


@dataclass(frozen=True)
class ReadyReason:
    """A reason of the library, and whether it is ticked."""

    text: str
    ticked: bool


@dataclass(frozen=True)
class AskItem:
    """An item that may be asked for: how it was typed, and what stands against it."""

    id: str
    name: str
    ticked: bool
    reason: str
    late: bool  # it should have been asked before: a head must allow it


@dataclass(frozen=True)
class Choice:
    """One card."""

    outcome: Outcome
    number: int  # the key that chooses it
    title: str
    chosen: bool
    consequences: list[str]
    asks_reason: bool
    must_reason: bool
    ready: list[ReadyReason]
    reason: str
    reason_from: str  # the earlier step's reason that this outcome repeats
    items: list[AskItem]  # what a request for a supplement may name
    round: int  # which request it would be; 0 for other outcomes
    needs: list[FieldView]  # boxes of the panel that must be filled in for it
    missing: str  # what must be there first, as the definition says it; "" when nothing is missing
    has_preview: bool  # a document or slip can be looked at before it is issued
    # the document needs nothing more from this officer: it is shown beside the panel at once
    is_draft_shown: bool


def choices_of(decision: Decision, dossier: Dossier, definition: Definition) -> list[Choice]:
    """The outcomes offered to this dossier, in the definition's order."""
    roles = Role.objects.in_bulk()
    asks = (
        any(one.act == ASK for one in decision.step.outcomes)
        and dossier.entry_count >= BEFORE_A_SECOND
    )
    earlier = requests(dossier) if asks else []
    offered = [one for one in decision.outcomes if not one.when or holds(one.when, dossier)]
    unmade = {
        outcome: missing_facts.sentence(one, definition, decision.step.id)
        for outcome, one in decision.unmade.items()
    }
    return [
        _choice(
            number,
            outcome,
            decision,
            dossier,
            definition,
            roles,
            earlier,
            unmade.get(outcome.id, ""),
        )
        for number, outcome in enumerate(offered, start=1)
    ]


def _choice(
    number: int,
    outcome: Outcome,
    decision: Decision,
    dossier: Dossier,
    definition: Definition,
    roles: dict[str, Role],
    earlier: list[Entry],
    unmade: str,
) -> Choice:
    typed, documents = decision.typed, documents_shown(outcome, decision, definition)
    ticked = typed.ready.get(outcome.id, [])
    return Choice(
        outcome=outcome,
        number=number,
        title=in_language(outcome.title),
        chosen=outcome.id == typed.outcome,
        consequences=consequences(outcome, dossier, definition, roles),
        asks_reason=outcome.reason != "none",
        must_reason=outcome.reason == "required",
        ready=[ReadyReason(text, text in ticked) for text in outcome.reasons],
        reason=typed.reason.get(outcome.id, ""),
        items=_items(outcome, decision, dossier, definition, earlier),
        round=len(earlier) + 1 if outcome.act == ASK else 0,
        reason_from=(
            dossier.office.get(outcome.reason_from, {}).get("reason", "")
            if outcome.reason_from
            else ""
        ),
        needs=_needs(outcome, decision),
        missing=_missing(outcome, decision, dossier) or unmade,
        has_preview=bool(outcome.slip or documents),
        is_draft_shown=bool(documents) and outcome.reason == "none",
    )


def _items(
    outcome: Outcome,
    decision: Decision,
    dossier: Dossier,
    definition: Definition,
    earlier: list[Entry],
) -> list[AskItem]:
    if outcome.act != ASK:
        return []
    ticked, whys = (
        decision.typed.missing.get(outcome.id, {}),
        decision.typed.whys.get(outcome.id, {}),
    )
    return [
        AskItem(
            one.id,
            item_name(one, definition, official=True),
            one.id in ticked,
            whys.get(one.id, ""),
            bool(earlier) and could_have_been_asked(one, dossier, earlier),
        )
        for one in published(dossier, definition)
    ]


def documents_shown(outcome: Outcome, decision: Decision, definition: Definition) -> list[str]:
    """Ids of the documents an outcome signs or issues: those its step signs, and the one the next
    step issues.
    """
    if outcome.act == "send_back":
        return []
    target = definition.step(outcome.to)
    if target.document:
        return [target.document]
    if outcome.signs:
        return [outcome.signs]
    return [one.id for one in definition.documents if one.signed_at == decision.step.id]


def _needs(outcome: Outcome, decision: Decision) -> list[FieldView]:
    title = in_language(outcome.title)
    return [
        view
        for view in (decision.fields.fields if decision.fields else ())
        if title in view.needed_for
    ]


def _missing(outcome: Outcome, decision: Decision, dossier: Dossier) -> str:
    """Only what is picked from a list is judged here: what is typed may still change before the
    form is sent.
    """
    if not outcome.needs or not decision.entry_field or decision.typed.entry:
        return ""
    before = dossier.office.get(decision.step.id, {})
    office = {**dossier.office, decision.step.id: {**before, decision.entry_field: ""}}
    if Condition(outcome.needs).holds({**data_of(dossier), "office": office}):
        return ""
    return in_language(outcome.needs_message)
