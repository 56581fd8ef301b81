"""Whether the council for self-assessment is made up as the rule set asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.utils.translation import gettext as _

from assessment.language import CouncilRule
from assessment.models import CouncilMember

Duty = CouncilMember.Duty


def faults(rule: CouncilRule, members: Iterable[CouncilMember]) -> list[str]:
    """One sentence for each thing that is wrong with it; none when it may work."""
    duties = Counter(member.duty for member in members)
    number, found = sum(duties.values()), []
    if number < rule.at_least:
        found.append(
            _("Hội đồng cần ít nhất %(least)d người, hiện có %(number)d.") % _count(rule, number)
        )
    if rule.odd and number % 2 == 0:
        found.append(
            _("Số thành viên hội đồng phải là số lẻ, hiện có %(number)d.") % _count(rule, number)
        )
    if duties[Duty.CHAIR] != 1:
        found.append(_("Hội đồng phải có đúng một chủ tịch."))
    if duties[Duty.SECRETARY] != 1:
        found.append(_("Hội đồng phải có đúng một thư ký."))
    return found


def _count(rule: CouncilRule, number: int) -> dict[str, int]:
    return {"least": rule.at_least, "number": number}
