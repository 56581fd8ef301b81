"""Two plans side by side: for every child, whether the second is better by the child's own list.

A list is strict, so every child who sits elsewhere has gained or lost; none is counted twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from admissions.plan.rules import Rules
from admissions.planning.demand import Demand, Plan
from admissions.planning.simulation import Outcome, simulate


@dataclass(frozen=True)
class Change:
    """How many children. `placed`, `unplaced`: of those who gain or lose, from and to no seat;
    `moved`: have a seat before and after, at another programme.
    """

    gain: int = 0
    lose: int = 0
    moved: int = 0
    placed: int = 0
    unplaced: int = 0


@dataclass(frozen=True)
class Comparison:
    """From the first plan to the second."""

    before: Outcome
    after: Outcome
    whole: Change
    by_ward: Mapping[str, Change]


def compare(demand: Demand, before: Outcome, after: Outcome) -> Comparison:
    """Both of the same demand; raises KeyError where they are not."""
    wards: dict[str, list[Change]] = defaultdict(list)
    for child in demand.children:
        wards[child.ward].append(_change(child.applicant.name, before, after))
    by_ward = {ward: _sum(changes) for ward, changes in sorted(wards.items())}
    return Comparison(before, after, _sum(list(by_ward.values())), by_ward)


def what_if(demand: Demand, plan: Plan, name: str, **changes: object) -> Comparison:
    """One rule or several otherwise, all else the same: `gap={"points": ["0", "1.0"]}`. Raises
    pydantic's ValidationError for what is no rule.
    """
    rules = Rules.model_validate({**plan.rules.model_dump(), **changes})
    other = replace(plan, name=name, rules=rules)
    return compare(demand, simulate(demand, plan), simulate(demand, other))


def in_words(comparison: Comparison) -> str:
    """What changes, in sentences for whoever writes the plan (Vietnamese)."""
    change = comparison.whole
    if not change.gain and not change.lose:
        return "Không em nào đổi chỗ."
    said = [
        f"{change.gain} em được trường mình mong hơn{_of(change.placed, 'trước đó không có chỗ')}",
        f"{change.lose} em được trường ít mong hơn{_of(change.unplaced, 'mất chỗ')}",
        f"{change.moved} em đổi từ trường này sang trường khác",
    ]
    sentences = f"{'; '.join(said)}."
    before, after = comparison.before, comparison.after
    for word, old, new in (
        ("Không có chỗ", before.whole.unplaced, after.whole.unplaced),
        ("Ghế trống", before.empty_seats, after.empty_seats),
        ("Gia đình có con học khác trường", before.split_families, after.split_families),
    ):
        if old != new:
            sentences += f" {word}: {old} → {new}."
    return sentences


def _change(name: str, before: Outcome, after: Outcome) -> Change:
    old, new = before.seats.get(name), after.seats.get(name)
    if old == new:
        return Change()
    wishes = _whole_list(before.wishes[name], after.wishes[name])
    is_better = _rank(new, wishes) < _rank(old, wishes)
    return Change(
        gain=int(is_better),
        lose=int(not is_better),
        moved=int(old is not None and new is not None),
        placed=int(old is None),
        unplaced=int(new is None),
    )


def _whole_list(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """A plan may offer fewer programmes, or one of the area more, at the end."""
    return (*one, *(wish for wish in other if wish not in one))


def _rank(seat: str | None, wishes: tuple[str, ...]) -> int:
    return len(wishes) if seat is None else wishes.index(seat)


def _sum(changes: list[Change]) -> Change:
    return Change(
        gain=sum(one.gain for one in changes),
        lose=sum(one.lose for one in changes),
        moved=sum(one.moved for one in changes),
        placed=sum(one.placed for one in changes),
        unplaced=sum(one.unplaced for one in changes),
    )


def _of(count: int, what: str) -> str:
    return f" (trong đó {count} em {what})" if count else ""
