"""What still keeps a round from its next state: one sentence for each thing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from admissions import steps
from admissions.models import Lots, Round, ScoreImport
from admissions.plan.language import Plan
from admissions.plan.rules import LOT
from admissions.plans.reading import findings, in_force, plan_of
from admissions.scores import counting
from admissions.seats import orders
from admissions.seats.inputs import applications_at
from workflows.models import ProcedureVersion

State = Round.State


def before_opening(round_: Round) -> list[str]:
    """PREPARED → OPEN."""
    if round_.plan is None:
        return [_("Chưa có kế hoạch nào được công bố.")]
    plan = plan_of(round_.plan)
    found = [one.message for one in findings(plan, round_) if one.is_fault]
    if not ProcedureVersion.objects.filter(procedure__slug=round_.procedure).exists():
        found.append(_("Thủ tục %(slug)s chưa được công bố.") % {"slug": round_.procedure})
    if by_lot(plan) and not Lots.objects.filter(round=round_).exists():
        found.append(_("Chưa công bố mã cam kết của bí mật bốc thăm."))
    return found


def by_lot(plan: Plan) -> bool:
    """Whether lots are drawn."""
    return any(one.by == LOT for one in plan.rules.criteria)


def before_closing(round_: Round) -> list[str]:
    """OPEN → CLOSED."""
    windows = in_force(round_).windows
    ends = max(windows.apply.end, windows.change.end if windows.change else windows.apply.end)
    return _until(ends, _("Gia đình còn được nộp, đổi nguyện vọng đến %(hour)s."))


def _until(moment: dt.datetime, sentence: str) -> list[str]:
    if timezone.now() >= moment:
        return []
    return [sentence % {"hour": f"{timezone.localtime(moment):%H:%M %d/%m/%Y}"}]


def before_checked(round_: Round) -> list[str]:
    """CLOSED → CHECKED."""
    left = applications_at(round_, steps.REGISTERED, steps.CHECK, steps.SECOND_CHECK)
    rows = (
        left.order_by("first_school__name")
        .values_list("first_school__name")
        .annotate(Count("pk", distinct=True))
    )
    return _orders(round_) + [
        ngettext(
            "%(school)s còn %(count)d hồ sơ chưa kiểm tra xong.",
            "%(school)s còn %(count)d hồ sơ chưa kiểm tra xong.",
            count,
        )
        % {"school": school or "?", "count": count}
        for school, count in rows
    ]


def _orders(round_: Round) -> list[str]:
    waits = orders.waiting(round_)
    if not waits:
        return []
    return [_("Hệ thống còn đang chuyển %(count)d hồ sơ.") % {"count": waits}]


def before_scored(round_: Round) -> list[str]:
    """CHECKED → SCORED."""
    plan = in_force(round_)
    found: list[str] = []
    if round_.imports.filter(state=ScoreImport.State.READ).exists():
        found.append(_("Có tệp điểm đã đọc mà chưa tính hoặc chưa bỏ."))
    if plan.score and plan.score.papers:
        there = applications_at(round_, steps.RESULT)
        left = counting.without_marks(there, list(plan.score.papers))
        if left:
            found.append(_("Còn %(count)d thí sinh chưa đủ điểm các môn.") % {"count": left})
    if by_lot(plan) and not Lots.objects.filter(round=round_, opened_at__isnull=False).exists():
        found.append(_("Chưa mở bí mật bốc thăm và ghi kết quả quay số."))
    if not applications_at(round_, steps.RESULT).exists():
        found.append(_("Không có hồ sơ nào chờ xét."))
    return found


def before_filling_up(round_: Round) -> list[str]:
    """What a run of the supplementary round still needs: its window over, everybody checked, marks
    there. Without new applications those who have no seat are asked alone.
    """
    plan = in_force(round_)
    ends = plan.windows.supplementary
    found = _until(ends.end, _("Xét tuyển bổ sung kéo dài đến %(hour)s.")) if ends else []
    if applications_at(round_, steps.REGISTERED).exists():
        found.append(_("Còn hồ sơ xét bổ sung chưa khóa."))
    found += before_checked(round_)
    if plan.score and plan.score.papers:
        left = counting.without_marks(
            applications_at(round_, steps.RESULT), list(plan.score.papers)
        )
        if left:
            found.append(_("Còn %(count)d thí sinh chưa đủ điểm các môn.") % {"count": left})
    return found


def before_bound(round_: Round) -> list[str]:
    """SCORED → ALLOCATED: by the report of the run that was seen."""
    return []


def before_published(round_: Round) -> list[str]:
    """APPROVED → PUBLISHED."""
    return [] if round_.run_id else [_("Chưa có lần xét nào được phê duyệt.")]


def before_confirming(round_: Round) -> list[str]:
    """PUBLISHED → CONFIRMING."""
    left = applications_at(round_, steps.RESULT).count()
    found = _orders(round_)
    if left and not found:
        found.append(_("Còn %(count)d hồ sơ chưa nhận kết quả.") % {"count": left})
    return found


def before_supplementary(round_: Round) -> list[str]:
    """CONFIRMING → SUPPLEMENTARY."""
    windows = in_force(round_).windows
    if windows.supplementary is None:
        return [_("Kế hoạch không có xét tuyển bổ sung.")]
    return [*_after_confirming(round_), *_orders(round_)]


def before_closing_again(round_: Round) -> list[str]:
    """SUPPLEMENTARY: what was filed in its window goes to the schools."""
    windows = in_force(round_).windows
    if windows.supplementary is None:
        return [_("Kế hoạch không có xét tuyển bổ sung.")]
    found = _until(windows.supplementary.end, _("Xét tuyển bổ sung kéo dài đến %(hour)s."))
    if not found and not applications_at(round_, steps.REGISTERED).exists():
        found.append(_("Không có hồ sơ nào chờ khóa."))
    return found


def before_ended(round_: Round) -> list[str]:
    """CONFIRMING or SUPPLEMENTARY → ENDED."""
    found = [*_after_confirming(round_), *_orders(round_)]
    windows = in_force(round_).windows
    if round_.state == State.SUPPLEMENTARY and windows.supplementary:
        found += _until(windows.supplementary.end, _("Xét tuyển bổ sung kéo dài đến %(hour)s."))
    open_steps = (steps.REGISTERED, steps.CHECK, steps.SECOND_CHECK, steps.RESULT)
    left = applications_at(round_, *open_steps, steps.CONFIRM, steps.ENROL).count()
    if left:
        found.append(_("Còn %(count)d hồ sơ chưa xác nhận xong nhập học.") % {"count": left})
    return found


def _after_confirming(round_: Round) -> list[str]:
    ends = in_force(round_).windows.confirm.end
    return _until(ends, _("Gia đình còn được xác nhận nhập học đến %(hour)s."))


Missing = Callable[[Round], list[str]]
