"""Quotas beside the rights of direct admission that families have claimed in a round so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from admissions.models import Round
from admissions.plan.checks import Finding
from admissions.plan.language import Plan
from admissions.plan.plan_checks import NO_RIGHT
from admissions.plan.rules import Direct
from forms.conditions.evaluation import Condition, ConditionError

#: More applications than this are not opened for a page: the dry run counts them all.
MOST = 2_000


def findings(plan: Plan, round_: Round) -> Iterator[Finding]:
    """A fault for each programme with fewer seats than rights that take one of them."""
    if plan.direct == NO_RIGHT or plan.rules.direct is not Direct.IN_QUOTA:
        return
    if round_.applications.count() > MOST:
        return
    for programme, rights in sorted(_claimed(plan, round_).items()):
        quota = plan.rules.programmes[programme].quota
        if rights > quota:
            yield Finding(
                "direct_too_many",
                f"{programme}: đã có {rights} học sinh diện tuyển thẳng, chỉ tiêu có {quota}.",
            )


def _claimed(plan: Plan, round_: Round) -> Counter[str]:
    """Programme → applications that would be fixed there, as `allocating` fixes them."""
    try:
        right = Condition(plan.direct)
    except ConditionError:  # a finding of its own
        return Counter()
    found: Counter[str] = Counter()
    for one in round_.applications.select_related("dossier").iterator(chunk_size=500):
        data = {**one.dossier.answers, "office": one.dossier.office}
        known = [wish for wish in one.wishes if wish in plan.rules.programmes]
        for wish in known:
            named = plan.programmes.get(wish)
            there = {"programme": wish, "school": named.school if named else ""}
            if right.holds({**data, **there}):
                found[wish] += 1
                break
    return found
