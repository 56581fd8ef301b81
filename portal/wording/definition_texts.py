"""How the texts of a definition are said to a reader: language, time limits, fees, kinds of
file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from foundation.languages import in_language
from workflows.applicant.supplements import PAPER, SECTION, Item
from workflows.definition import AnyStep, Definition
from workflows.definition.law import Channel, Phase, TimeLimit
from workflows.models import Dossier


def item_name(item: Item, definition: Definition, *, official: bool = False) -> str:
    """What a supplement asks for, in the active language: a section by its title, a paper by its
    name.

    The applicant reads the question they answered, an office (`official`) what papers call it.
    """
    titles: dict[str, Mapping[Any, str] | str] = {
        PAPER + paper.id: paper.name for case in definition.cases for paper in case.papers
    }
    sections = definition.form.sections
    titles |= {
        SECTION + section.id: section.called if official else section.title for section in sections
    }
    return in_language(titles[item.id]) if item.id in titles else item.name


def time_limit(limit: TimeLimit) -> list[str]:
    """The phases of a legal limit as people say them: "3 ngày làm việc"."""
    return [_phase(phase) for phase in limit.phases]


def titled_limit(limit: TimeLimit, always: bool = False) -> list[tuple[str, str]]:
    """(what the phase is for, how long it is); the first is empty where there is one phase alone,
    unless `always`.
    """
    several = always or len(limit.phases) > 1
    return [(in_language(phase.title) if several else "", _phase(phase)) for phase in limit.phases]


def _phase(phase: Phase) -> str:
    amount = phase.amount
    if phase.unit == "SAME_DAY":
        said = _("Ngay trong ngày làm việc tiếp nhận")
        if phase.cut_off:
            said = _("%(said)s; nhận sau %(time)s thì trong ngày làm việc tiếp theo") % {
                "said": said,
                "time": f"{phase.cut_off:%H:%M}",
            }
        return said
    words = {
        "HOUR": ngettext("%(n)d giờ làm việc", "%(n)d giờ làm việc", amount),
        "WORKING_DAY": ngettext("%(n)d ngày làm việc", "%(n)d ngày làm việc", amount),
        "DAY": ngettext("%(n)d ngày", "%(n)d ngày", amount),
        "MONTH": ngettext("%(n)d tháng", "%(n)d tháng", amount),
    }
    return words[phase.unit] % {"n": amount}


def money(amount: int) -> str:
    """A fee in đồng: "Miễn phí" for nothing, else "50.000 đồng"."""
    return dong(amount) if amount else _("Miễn phí")


def dong(amount: int) -> str:
    """An amount of đồng, as the language of the page writes numbers."""
    return _("%(amount)s đồng") % {"amount": number_format(amount, force_grouping=True)}


CHANNELS = {
    "ONLINE": lambda: _("Trực tuyến"),
    "DIRECT": lambda: _("Trực tiếp tại Trung tâm Phục vụ hành chính công"),
    "POSTAL": lambda: _("Qua bưu chính công ích"),
}


FILING = {
    "ONLINE": gettext_lazy("trực tuyến"),
    "DIRECT": gettext_lazy("tại quầy"),
    "POSTAL": gettext_lazy("qua bưu chính"),
}


def ways_of_filing(channels: Iterable[Channel]) -> str:
    """The ways a procedure may be filed, as one sentence: those it has and no others."""
    said = ", ".join(str(FILING[channel.kind]) for channel in channels)
    return f"{said[:1].upper()}{said[1:]}."


def in_one_line(definition: Definition) -> str:
    """How long, how much and whether online: "trong ngày · miễn phí · trực tuyến"."""
    parts = [_how_long(definition), _how_much(definition.channels)]
    if any(channel.kind == "ONLINE" for channel in definition.channels):
        parts.append(str(FILING["ONLINE"]))
    return " · ".join(parts)


def _how_long(definition: Definition) -> str:
    """The shortest and the longest limit of its cases; of several phases all, one after another."""
    own = [case.time_limit or definition.time_limit for case in definition.cases]
    said = dict.fromkeys(" + ".join(map(_briefly, limit.phases)) for limit in own)
    if len(said) == 1:
        return next(iter(said))
    least, most = _bounds([limit.phases[0] for limit in own])
    return _("%(least)s đến %(most)s") % {"least": least, "most": most}


def _bounds(phases: Collection[Phase]) -> tuple[str, str]:
    """The shortest and the longest; of one unit the shortest is its number alone."""
    first, last = min(phases, key=_length), max(phases, key=_length)
    least = str(first.amount) if first.unit == last.unit else _briefly(first)
    return least, _briefly(last)


#: Roughly so many hours; only to put limits in their order.
_HOURS = {"SAME_DAY": 1, "HOUR": 1, "DAY": 6, "WORKING_DAY": 8, "MONTH": 170}


def _length(phase: Phase) -> int:
    return phase.amount * _HOURS[phase.unit]


def _briefly(phase: Phase) -> str:
    return _("trong ngày") if phase.unit == "SAME_DAY" else _phase(phase)


def _how_much(channels: Iterable[Channel]) -> str:
    amounts = sorted({channel.fee for channel in channels})
    if amounts == [0]:
        return _("miễn phí")
    return dong(amounts[0]) if len(amounts) == 1 else _("từ %(fee)s") % {"fee": dong(amounts[0])}


def channel_name(kind: str) -> str:
    """What a way of filing is called."""
    named = CHANNELS.get(kind)
    return named() if named else kind


def fees(channels: Iterable[Channel]) -> list[str]:
    """What each way of filing costs; one line when all cost the same."""
    amounts = {channel.kind: money(channel.fee) for channel in channels}
    if len(set(amounts.values())) <= 1:
        return list(amounts.values())[:1]
    return [f"{channel_name(kind)}: {amount}" for kind, amount in amounts.items()]


def channel_notes(channels: Iterable[Channel], of_fees: bool) -> list[str]:
    """What the definition adds to ways of filing that cost something, or to the others; once where
    all say the same.
    """
    said = {each.kind: in_language(each.note) for each in channels if bool(each.fee) == of_fees}
    if len(set(said.values())) <= 1:
        return [note for note in list(said.values())[:1] if note]
    return [f"{Dossier.Channel(kind).label}: {note}" for kind, note in said.items() if note]


def usual_path(definition: Definition) -> list[AnyStep]:
    """The steps people do when all goes well: from the start, always by the first outcome."""
    path: list[AnyStep] = []
    seen: set[str] = set()
    place = definition.start
    while place and place not in seen:
        seen.add(place)
        step = definition.step(place)
        if step.waits_for == "officers":
            path.append(step)
        place = next(iter(step.targets().values()), "")
    return path
