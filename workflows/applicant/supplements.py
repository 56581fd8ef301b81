"""What an applicant may be asked to complete, and that it is asked once: the published list, the
rounds, the refusal.

An item is a paper of the case, or a section of the form. What could have been asked the first time
is what stood on the list then and has not been changed by a supplement since: it may be asked later
only when a head allows it (NĐ 118/2025/NĐ-CP; QĐ 766/QĐ-TTg counts a second request as late).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict

from django.utils.translation import gettext as _

from forms.field_kinds import AttachmentField
from foundation.languages import in_vietnamese
from workflows.definition import Definition
from workflows.errors import Incomplete, WrongState
from workflows.models import Dossier, Entry

ASK, SUPPLY, ALLOW = "ask_supplement", "supply", "allow_again"
PAPER, SECTION = "paper:", "section:"


class Demand(TypedDict):
    """What a supplement asks for and what could have been asked, by item, and the how manieth
    demand it is.
    """

    asked: list[dict[str, str]]
    offered: list[str]
    round: int


@dataclass(frozen=True)
class Item:
    """Something that can be asked for: `fields` are the form's fields it is made of, none for a
    paper on paper.
    """

    id: str
    name: str
    section: str  # where it is mended; "" for a paper that is brought to the counter
    fields: frozenset[str]


@dataclass(frozen=True)
class Missing:
    """One item that is asked for, and why."""

    item: str
    reason: str


@dataclass(frozen=True)
class Asked:
    """One item of a request as it was written down."""

    item: Item
    reason: str


def published(dossier: Dossier, definition: Definition) -> list[Item]:
    """The papers of the dossier's case, then the sections of the form, less the uploads that are
    papers already.
    """
    form, answers = definition.form, dossier.answers
    home = {
        field.id: section.id
        for section in form.visible_sections(answers)
        for field in section.fields
    }
    case = next((case for case in definition.cases if case.id == dossier.case), None)
    papers = [
        Item(
            PAPER + paper.id,
            in_vietnamese(paper.name),
            home.get(paper.field, ""),
            frozenset({paper.field} - {""}),
        )
        for paper in (case.papers if case else ())
        if not paper.electronic and (not paper.field or paper.field in home)
    ]
    taken = {field for paper in papers for field in paper.fields}
    sections = [
        Item(
            SECTION + section.id,
            in_vietnamese(section.called),
            section.id,
            frozenset(one.id for one in section.fields) - taken,
        )
        for section in form.visible_sections(answers)
        if any(
            not isinstance(one, AttachmentField) or one.id not in taken for one in section.fields
        )
    ]
    return papers + sections


def requests(dossier: Dossier) -> list[Entry]:
    """Every request for a supplement, the first one first."""
    return list(Entry.objects.filter(dossier=dossier, act=ASK).order_by("sequence"))


def asked_in(entry: Entry, dossier: Dossier, definition: Definition) -> list[Asked]:
    """The items of one request; none for one that only gave a reason."""
    known = {item.id: item for item in published(dossier, definition)}
    return [
        Asked(
            known.get(row["item"], Item(row["item"], row["name"], "", frozenset())), row["reason"]
        )
        for row in entry.data.get("asked", [])
    ]


def ask(act: Any, missing: Sequence[Missing], note: str) -> str:
    """Write what is asked into the act, or refuse it; returns the reason in words, an item a line
    and the note last.

    Raises Incomplete for an item without a reason or off the list, WrongState for what should have
    been asked before.
    """
    dossier: Dossier = act.dossier
    known = {item.id: item for item in published(dossier, act.definition)}
    earlier = requests(dossier)
    _refuse_unclear(missing, known, bool(earlier))
    if not _is_allowed(dossier, earlier):
        _refuse_late(dossier, earlier, [known[one.item] for one in missing])
    rows = rows_of(missing, dossier, act.definition)
    act.carry(Demand(asked=rows, offered=sorted(known), round=len(earlier) + 1))
    return "\n".join([*lines(rows), *([note.strip()] if note.strip() else [])])


def rows_of(
    missing: Sequence[Missing], dossier: Dossier, definition: Definition
) -> list[dict[str, str]]:
    """The items as the journal keeps them: with the name they had."""
    names = {item.id: item.name for item in published(dossier, definition)}
    return [
        {"item": one.item, "name": names[one.item], "reason": one.reason.strip()} for one in missing
    ]


def lines(rows: Iterable[dict[str, str]]) -> list[str]:
    """What is asked, a line for each item: as slip and letter print it."""
    return [f"{row['name']}: {row['reason']}" for row in rows]


def could_have_been_asked(item: Item, dossier: Dossier, earlier: Sequence[Entry]) -> bool:
    """True when an earlier request might have named the item: it was on the list, and nothing has
    changed in it since.

    What was asked before and did not come may be asked again.
    """
    if any(row["item"] == item.id for entry in earlier for row in entry.data.get("asked", [])):
        return False
    supplies = list(
        Entry.objects.filter(dossier=dossier, act=SUPPLY).values_list("sequence", "data")
    )
    for entry in earlier:
        changed = {
            name
            for sequence, data in supplies
            if sequence > entry.sequence
            for name in data.get("changed", [])
        }
        if item.id in entry.data.get("offered", []) and not item.fields & changed:
            return True
    return False


def _refuse_unclear(missing: Sequence[Missing], known: dict[str, Item], is_second: bool) -> None:
    if is_second and not missing:
        raise Incomplete(
            _("Từ lần yêu cầu thứ hai phải nêu rõ từng giấy tờ hoặc phần của biểu mẫu cần bổ sung.")
        )
    for one in missing:
        if one.item not in known:
            raise Incomplete(_("Mục được yêu cầu không có trong thành phần hồ sơ đã công bố."))
        if not one.reason.strip():
            raise Incomplete(
                _("Hãy ghi lý do cần bổ sung “%(item)s”.") % {"item": known[one.item].name}
            )


def _is_allowed(dossier: Dossier, earlier: Sequence[Entry]) -> bool:
    """Nothing was asked before, or a head has allowed another request since the last one."""
    if not earlier:
        return True
    return Entry.objects.filter(
        dossier=dossier, act=ALLOW, sequence__gt=earlier[-1].sequence
    ).exists()


def _refuse_late(dossier: Dossier, earlier: Sequence[Entry], wanted: Sequence[Item]) -> None:
    late = next((item for item in wanted if could_have_been_asked(item, dossier, earlier)), None)
    if late:
        raise WrongState(
            _(
                "“%(item)s” lẽ ra phải được yêu cầu ngay từ lần đầu, nên chỉ yêu cầu thêm được khi"
                " lãnh đạo cho phép."
            )
            % {"item": late.name}
        )
