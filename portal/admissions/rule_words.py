"""The rules of a plan as sentences that a family reads."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from admissions.plan.language import Plan
from admissions.plan.rules import Direct, Floor, Rules, Tie
from admissions.seats.sentences import criterion


def sentences(plan: Plan) -> list[str]:
    """What decides about a seat, the most general first."""
    return [*_of_all(plan), *_of_programmes(plan)]


def _of_all(plan: Plan) -> Iterator[str]:
    rules = plan.rules
    yield _("Mỗi học sinh được chọn tối đa %(most)d nguyện vọng.") % {"most": rules.most_wishes}
    yield _(
        "Hồ sơ được xét từ nguyện vọng 1. Đã trúng tuyển một nguyện vọng thì không xét các nguyện"
        " vọng sau."
    )
    order = ", ".join(criterion(one.by, plan.words) for one in rules.criteria)
    yield _("Thứ tự ưu tiên khi xét: %(order)s.") % {"order": order}
    yield from (_floor(one, plan) for one in rules.floors)
    yield from _gaps(rules)
    yield _TIES[rules.tie]()
    if plan.direct != "false":
        yield _DIRECTS[rules.direct]()


def _floor(floor: Floor, plan: Plan) -> str:
    paper = plan.score.papers.get(floor.fact) if plan.score else None
    what = paper.name if paper else criterion(floor.fact, plan.words)
    told = {"what": what, "points": floor.points}
    if floor.must_exceed:
        return _("Chỉ xét khi %(what)s lớn hơn %(points)s.") % told
    return _("Chỉ xét khi %(what)s từ %(points)s trở lên.") % told


def _gaps(rules: Rules) -> Iterator[str]:
    for number, points in enumerate(rules.gap.points if rules.gap else (), start=1):
        if points:
            told = {"number": number, "points": points}
            yield _("Nguyện vọng %(number)d phải cao hơn điểm chuẩn %(points)s điểm.") % told


_TIES = {
    Tie.ALL: lambda: _("Nhiều hồ sơ bằng nhau ở chỗ cuối cùng thì nhận tất cả."),
    Tie.NONE: lambda: _("Nhiều hồ sơ bằng nhau hơn số chỗ còn lại thì không nhận hồ sơ nào."),
    Tie.BROKEN: lambda: _("Bằng nhau ở mọi tiêu chí thì tiêu chí cuối cùng quyết định."),
}
_DIRECTS = {
    Direct.IN_QUOTA: lambda: _("Học sinh diện tuyển thẳng được nhận trước, tính vào chỉ tiêu."),
    Direct.BESIDE_QUOTA: lambda: _("Học sinh diện tuyển thẳng được nhận trước, ngoài chỉ tiêu."),
    Direct.HIGHEST: lambda: _("Học sinh diện tuyển thẳng đứng trước mọi hồ sơ khác."),
}


def _of_programmes(plan: Plan) -> Iterator[str]:
    for programme, seats in plan.rules.programmes.items():
        name = plan.programmes[programme].name
        if seats.first_share:
            share = _percent(seats.first_share.at_least)
            told = {"name": name, "share": share}
            yield _("%(name)s: ít nhất %(share)s chỉ tiêu dành cho nguyện vọng 1.") % told
        if seats.later_share:
            told = {"name": name, "share": _percent(seats.later_share.at_most)}
            yield _("%(name)s: nguyện vọng sau không quá %(share)s chỉ tiêu.") % told
        for one in seats.reserves:
            said = {"name": name, "seats": one.seats, "group": criterion(one.fact, plan.words)}
            yield _("%(name)s: dành %(seats)d chỗ cho nhóm “%(group)s”.") % said


def _percent(share: object) -> str:
    return f"{float(str(share)) * 100:g} %"
