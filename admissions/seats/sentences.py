"""Why a wish got a seat or not, in words that a family reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from admissions.allocation.explaining import Why
from admissions.models import Placement
from admissions.plan.language import Plan
from admissions.plan.rules import LOT, SCORE, WISH, Criterion


def sentence_of(placement: Placement, plan: Plan) -> str:
    """All wishes of one placement, one sentence each."""
    return " ".join(sentences(placement, plan))


def sentences(placement: Placement, plan: Plan) -> list[str]:
    """One for each wish, in the order in which they were declared."""
    return [sentence(reason, plan) for reason in placement.reasons]


def sentence(reason: Mapping[str, Any], plan: Plan) -> str:
    """What became of one wish (`allocation.explaining.Reason` as a run keeps it)."""
    programme = plan.programmes.get(reason["programme"])
    name = programme.name if programme else reason["programme"]
    told = {"rank": reason["rank"], "name": name}
    wish = _("Nguyện vọng %(rank)d, %(name)s:") % told
    return f"{wish} {_became(reason, plan)}"


def _became(reason: Mapping[str, Any], plan: Plan) -> str:
    why = Why(reason["why"])
    plain = {
        Why.ADMITTED: _("trúng tuyển."),
        Why.DIRECT: _("trúng tuyển theo diện tuyển thẳng."),
        Why.NOT_NEEDED: _("không xét, vì đã trúng tuyển nguyện vọng trước."),
        Why.NO_SEATS: _("không còn chỉ tiêu."),
        Why.EQUALS: _("chưa trúng tuyển, vì các hồ sơ bằng nhau nhiều hơn số chỗ còn lại."),
    }
    if why in plain:
        return plain[why]
    if why == Why.FLOOR:
        return _floor(reason, plan)
    later = why == Why.LATER_SHARE
    begins = (
        _("chưa trúng tuyển, vì hết số chỗ dành cho nguyện vọng sau;")
        if later
        else _("chưa trúng tuyển;")
    )
    return f"{begins} {_compared(reason, plan)}"


def _floor(reason: Mapping[str, Any], plan: Plan) -> str:
    floor = reason["floor"]
    paper = plan.score.papers.get(floor["fact"]) if plan.score else None
    told = {
        "what": paper.name if paper else criterion(floor["fact"], plan.words),
        "points": floor["points"],
    }
    if floor["must_exceed"]:
        return _("không xét, vì %(what)s phải lớn hơn %(points)s.") % told
    return _("không xét, vì %(what)s chưa đạt %(points)s.") % told


def _compared(reason: Mapping[str, Any], plan: Plan) -> str:
    by = reason.get("criterion", "")
    if not by:
        return _("người cuối cùng được nhận đứng trước.")
    if by == "direct":
        return _("người được nhận thuộc diện tuyển thẳng.")
    if by == LOT:
        return _("bằng nhau ở mọi tiêu chí, số bốc thăm đứng sau người cuối cùng được nhận.")
    if by == WISH:
        return _("bằng điểm, người cuối cùng được nhận đặt trường này ở nguyện vọng trước.")
    return _by_fact(reason, plan, next(one for one in plan.rules.criteria if one.by == by))


def _by_fact(reason: Mapping[str, Any], plan: Plan, told: Criterion) -> str:
    """Where a fact of the plan's own parts them."""
    own, enough = reason.get("own", ""), reason.get("enough", "")
    said = {"what": criterion(told.by, plan.words), "own": own, "enough": enough}
    if enough == "yes":
        return _("người cuối cùng được nhận có “%(what)s”, hồ sơ này thì không.") % said
    if enough == "no":
        return _("hồ sơ này có “%(what)s”, người cuối cùng được nhận thì không.") % said
    if told.values or not own:
        return _("xét theo “%(what)s”, người cuối cùng được nhận đứng trước.") % said
    if told.first == "low":
        return _("%(what)s là %(own)s, cần nhiều nhất %(enough)s.") % said
    return _("%(what)s là %(own)s, cần ít nhất %(enough)s.") % said


def criterion(name: str, words: Mapping[str, str] | None = None) -> str:
    """What a criterion is called among people; `words`: the plan's own."""
    if words and name in words:
        return words[name]
    return {
        SCORE: _("điểm xét tuyển"),
        "area": _("địa bàn"),
        "sibling": _("có anh chị em học tại trường"),
        "distance": _("mức cự ly"),
        LOT: _("bốc thăm"),
        WISH: _("thứ tự nguyện vọng"),
    }.get(name, name)
