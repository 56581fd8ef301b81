"""What an officer typed into the decision panel: read once, kept whatever happens, handed to the
engine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from forms.binding import BoundSection, bind
from forms.conditions.blanks import is_blank
from forms.errors import Refused
from forms.language import Section
from forms.models import StoredFile
from foundation.languages import in_language
from foundation.numbers import row_id
from foundation.text import clean_text
from portal.shared.attached_papers import attached_by
from portal.shared.desk_visitor import officer_of
from workflows.actions import ways_back
from workflows.applicant.supplements import ASK, Item, Missing, published
from workflows.definition import AnyStep, Outcome
from workflows.models import WorkItem
from workflows.papers.missing_facts import Unmade
from workflows.process import requirements
from workflows.process.conditions import data_of, holds, known_of
from workflows.published import definition_of

#: Names of the panel's own inputs hold a hyphen (`do-outcome`), which no field of a definition may.
REGISTER_ENTRY = "register_entry"


@dataclass
class Typed:
    """The panel's content. `ready` and `reason` are kept per outcome, so that changing one's mind
    loses nothing.
    """

    outcome: str = ""
    # outcome → reasons ticked in the library
    ready: dict[str, list[str]] = field(default_factory=dict)
    reason: dict[str, str] = field(default_factory=dict)  # outcome → own words
    # outcome → item ticked → its reason
    missing: dict[str, dict[str, str]] = field(default_factory=dict)
    # the reasons as typed, ticked or not
    whys: dict[str, dict[str, str]] = field(default_factory=dict)
    entry: str = ""  # id of the register's entry that was picked
    attached: list[StoredFile] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    seen: int | None = None  # how many entries the journal had on the page that was sent
    # one for each page shown: a double click does one act
    key: str = field(default_factory=lambda: uuid4().hex)

    def whole_reason(self, outcome: str) -> str:
        """One reason a line: what was ticked, then the officer's own words."""
        lines = [*self.ready.get(outcome, []), self.reason.get(outcome, "").strip()]
        return "\n".join(line for line in lines if line)


@dataclass
class Decision:
    """A task's panel: its step, what was typed, and the officer's fields bound to it."""

    step: AnyStep
    typed: Typed
    fields: BoundSection | None
    entry_field: str  # id of the field that takes the register's entry; "" where the step has none
    # outcome → why its document could not be made
    unmade: Mapping[str, Unmade] = field(default_factory=dict)
    back: tuple[Outcome, ...] = ()  # the engine's ways back, offered beside the step's own outcomes

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """All that can be chosen: the step's outcomes, then the ways back."""
        return (*self.step.outcomes, *self.back)

    @property
    def chosen(self) -> Outcome | None:
        """The outcome that was chosen; None for none, or for one that is not offered."""
        return next((one for one in self.outcomes if one.id == self.typed.outcome), None)

    def values(self) -> dict[str, Any]:
        """What `actions.decide` takes as values."""
        values = dict(self.fields.values) if self.fields else {}
        if self.entry_field and self.typed.entry:
            values[self.entry_field] = self.typed.entry
        return values

    def asked(self) -> list[Missing]:
        """What `actions.decide` takes as missing."""
        return [
            Missing(item, reason)
            for item, reason in self.typed.missing.get(self.typed.outcome, {}).items()
        ]


def blank(item: WorkItem, step: AnyStep) -> Decision:
    """The panel as it opens: what an earlier turn of the same step left is there again."""
    before = item.process.office.get(step.id, {})
    entry_field = _entry_field(step)
    section = _section(step)
    typed = Typed(entry=str(before.get(entry_field, "")))
    opening = {**_asked_for(step, item.process.answers), **before}
    bound = bind(section, opening, around=data_of(item.process)) if section else None
    unmade = ways_back.unmade(item.process, item)
    back = tuple(ways_back.ways(item.process, item, unmade))
    return _marked(Decision(step, typed, bound, entry_field, unmade, back), item)


def _asked_for(step: AnyStep, answers: Mapping[str, Any]) -> dict[str, Any]:
    """What the applicant answered, where the officer's field begins with that."""
    return {
        one.id: answers[one.starts_as]
        for one in step.fields
        if one.starts_as and one.starts_as in answers
    }


def read(request: HttpRequest, item: WorkItem, step: AnyStep) -> Decision:
    """The panel as it was sent; new files are stored at once, so that a refusal does not lose
    them.
    """
    data = request.POST
    entry_field, section = _entry_field(step), _section(step)
    typed = Typed(
        outcome=data.get("do-outcome", ""),
        entry=_picked(data.get("do-pick") or data.get("do-entry", "")),
        seen=row_id(data.get("do-seen", "")),
    )
    unmade = ways_back.unmade(item.process, item)
    back = tuple(ways_back.ways(item.process, item, unmade))
    # also where it is offered no more: pressed twice it is the same request
    if ways_back.target_of(typed.outcome):
        typed.reason[typed.outcome] = clean_text(data.get(f"reason-{typed.outcome}", ""))[:5000]
    for outcome in (*step.outcomes, *back):
        typed.ready[outcome.id] = [
            one for one in outcome.reasons if one in data.getlist(f"ready-{outcome.id}")
        ]
        typed.reason[outcome.id] = clean_text(data.get(f"reason-{outcome.id}", ""))[:5000]
        if outcome.act == ASK:
            _read_items(
                typed,
                outcome.id,
                data,
                published(item.process, definition_of(item.process.version)),
            )
    typed.key = _key(data.get("do-key", "")) or typed.key
    typed.attached, typed.errors = attached_by(request)
    before = item.process.office.get(step.id, {})
    sent = (data, request.FILES, officer_of(request))
    bound = bind(section, before, *sent, around=data_of(item.process)) if section else None
    return _marked(Decision(step, typed, bound, entry_field, unmade, back), item)


def _marked(given: Decision, item: WorkItem) -> Decision:
    """Each box says for which outcomes it must be filled in."""
    known = known_of(item.process)
    for outcome in given.step.outcomes:
        if outcome.when and not holds(outcome.when, item.process):
            continue
        needed = {
            one.id for one in requirements.needed_for(outcome, given.step, given.values(), known)
        }
        for view in given.fields.fields if given.fields else ():
            if view.field.id in needed and not view.required:
                view.needed_for.append(in_language(outcome.title))
    return given


def lacks(given: Decision, item: WorkItem) -> str:
    """What the chosen outcome still needs, in one sentence, and at each box that stands empty; ""
    when nothing.
    """
    outcome = next((one for one in given.step.outcomes if one.id == given.typed.outcome), None)
    if outcome is None:
        return ""
    values, known = given.values(), known_of(item.process)
    empty = [
        one
        for one in requirements.needed_for(outcome, given.step, values, known)
        if is_blank(values.get(one.id))
    ]
    told = {one.id: one.missing() for one in empty}
    for view in given.fields.fields if given.fields else ():
        if view.field.id in told:
            view.show(Refused(told[view.field.id], view.first_part))
    if not empty:
        return ""
    names = ", ".join(f"“{in_language(one.label)}”" for one in empty)
    return (
        f"{in_language(outcome.needs_message)} {_('Còn để trống: %(fields)s.') % {'fields': names}}"
    )


def _read_items(typed: Typed, outcome: str, data: QueryDict, items: list[Item]) -> None:
    """What is ticked as missing, each with its reason."""
    ticked = set(data.getlist(f"item-{outcome}"))
    whys = {one.id: clean_text(data.get(f"why-{outcome}-{one.id}", ""))[:1000] for one in items}
    typed.whys[outcome] = whys
    typed.missing[outcome] = {one.id: whys[one.id] for one in items if one.id in ticked}


def _section(step: AnyStep) -> Section | None:
    """The officer's fields but for the register's entry, which is picked from a list beside."""
    fields = tuple(one for one in step.fields if one.kind != REGISTER_ENTRY)
    return Section(id=step.id, title=step.title, fields=fields) if fields else None


def _entry_field(step: AnyStep) -> str:
    return next((one.id for one in step.fields if one.kind == REGISTER_ENTRY), "")


def _picked(text: str) -> str:
    return text if row_id(text) else ""


def _key(text: str) -> str:
    return text if len(text) == 32 and text.isalnum() else ""
