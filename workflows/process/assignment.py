"""Who gets a task that has just been opened: whom the head names, whose turn it is, or who looks
after its area.

What comes back goes to whoever had it. Somebody who is away gets nothing, nor
whoever four eyes keep from the task. When nobody is left it stays in the queue.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypedDict

from forms.conditions.evaluation import Condition
from organisations.models import User
from workflows import permissions, sets
from workflows.act import Act
from workflows.definition import ByRule, Step
from workflows.models import Dossier, Turn, WorkItem
from workflows.process import moves
from workflows.process.conditions import data_of, holds


class Assigned(TypedDict):
    """A task that was given to somebody: step, id and name."""

    assigned: dict[str, Any]


def assign(act: Act, item: WorkItem) -> None:
    """Give the new task to somebody as its step says, inside the act that opened it; the act's
    entry names them.
    """
    step = act.definition.step(item.step)
    if not isinstance(step, Step) or step.assign is None:
        return
    if step.assign == "head":
        item.to_be_given, item.given_by = True, step.given_by
        sets.change(item, ["to_be_given", "given_by"])
    if (before := _who_had_it(act, item)) is not None:
        _give(act, item, before)
        return
    if step.assign == "head":
        return
    for area in _areas(act.dossier, step.assign) if isinstance(step.assign, ByRule) else [""]:
        people = [
            one for one in permissions.present_for(item, area) if _may_be_given(one, item, act)
        ]
        if people:
            _give(act, item, _whose_turn(item, area, people))
            return


def give_back(act: Act, item: WorkItem) -> None:
    """A step to which the dossier was brought back is again the task of whoever had it; else it
    stays in its queue.
    """
    if (before := _who_had_it(act, item)) is not None:
        _give(act, item, before)


def _give(act: Act, item: WorkItem, person: User) -> None:
    moves.claim(item, person)
    act.carry(Assigned(assigned=told(item, person)))


def _who_had_it(act: Act, item: WorkItem) -> User | None:
    """Whoever did this step of the dossier last, when it comes back: they know it. None when they
    are away or gone.
    """
    done = WorkItem.objects.filter(process=item.process_id, step=item.step, finished__isnull=False)
    last = done.exclude(owner=None).order_by("-pk").values_list("owner", flat=True).first()
    present = [one for one in permissions.holders_of(item) if one.pk == last] if last else []
    return next((one for one in present if _may_be_given(one, item, act)), None)


def told(item: WorkItem, person: User) -> dict[str, Any]:
    """What an entry says of a task that was given to somebody."""
    return {"step": item.step, "to": person.pk, "name": str(person)}


def _areas(dossier: Dossier, rule: ByRule) -> Iterator[str]:
    """The areas that this dossier belongs to, the rule's first one first."""
    for line in rule.when:
        if not line.holds or holds(line.holds, dossier):
            area = Condition(line.area).value(data_of(dossier))
            if area:
                yield str(area)


def _may_be_given(person: User, item: WorkItem, act: Act) -> bool:
    return permissions.is_other_person(person, item, act.definition)


def _whose_turn(item: WorkItem, area: str, people: list[User]) -> User:
    """The next after the last one, round and round by account number. The row stays locked until
    the act commits.
    """
    turns = Turn.objects.select_for_update(of=("self",))
    turn = turns.get_or_create(authority=item.authority, role=item.role, area=area)[0]
    ordered = sorted(people, key=lambda person: person.pk)
    chosen = next((person for person in ordered if person.pk > (turn.last_id or 0)), ordered[0])
    turn.last = chosen
    turn.save(update_fields=["last"])
    return chosen
