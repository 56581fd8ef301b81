"""The two writers of the book of grants: `grant` enters one, `grant_state` brings it to another
state.

A definition names them under `documents[].registers`; every value is CEL and arrives as text.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

from django.utils import timezone
from django.utils.translation import gettext as _

from documents.models import Document
from forms.lists.look_ups import LookUp
from organisations.models import Authority
from registers import grant_lookup, grants
from registers.models import Grant, GrantState

Values = Mapping[str, str]

#: Values of `grant`: book and title (kind of licence), holder; dates ISO, remind_days "180, 30".
GRANT_NEEDS = frozenset({"book", "title", "holder"})
GRANT_MAY = frozenset(
    {
        "holder_authority",
        "commune",
        "content",
        "valid_from",
        "valid_to",
        "valid_years",
        "remind_days",
    }
)
#: Values of `grant_state`: the grant's id as a form field of kind grant keeps it, and the state.
STATE_NEEDS = frozenset({"grant", "state"})
STATE_MAY = frozenset({"since", "reason", "content", "valid_to", "valid_years", "remind_days"})


def enter_grant(document: Document, values: Values) -> None:
    """Enter what the document grants."""
    decision = decision_of(document)
    begins = day(values, "valid_from")
    grants.enter(
        grants.What(
            book=values["book"],
            title=values["title"],
            holder=values["holder"],
            holder_authority=Authority.objects.filter(
                slug=values.get("holder_authority", "")
            ).first(),
            commune=values.get("commune", ""),
            content=values.get("content", ""),
            valid_from=begins,
            valid_to=end_of(values, begins or decision.decided_on),
            remind_days=days(values),
        ),
        decision,
    )


def enter_state(document: Document, values: Values) -> None:
    """Bring the grant to the state that the document decides."""
    decision = decision_of(document)
    since = day(values, "since")
    grants.add_state(
        _meant(values),
        GrantState.State(values["state"]),
        decision,
        since=since,
        reason=values.get("reason", ""),
        content=values.get("content", ""),
        valid_to=end_of(values, since or decision.decided_on),
        remind_days=days(values),
    )


def check_grant(authority: Authority, on: dt.date, values: Values) -> None:
    """Before the document gets its number: its dates can be read and follow each other. Raises
    grants.GrantRefused.
    """
    begins = _readable(values, on)
    ends = end_of(values, begins)
    if ends and ends < begins:
        raise grants.GrantRefused(_("Ngày hết hiệu lực phải sau ngày bắt đầu."))


def check_state(authority: Authority, on: dt.date, values: Values) -> None:
    """Before the document gets its number: the state can follow. Raises grants.GrantRefused."""
    begins = _readable(values, on, "since")
    grants.check(_meant(values), GrantState.State(values["state"]), begins, authority)


def _meant(values: Values) -> Grant:
    found = grant_lookup.by_id(values["grant"])
    if found is None:
        raise grants.GrantRefused(_("Không có giấy phép như vậy trong sổ."))
    return found


def _readable(values: Values, on: dt.date, first: str = "valid_from") -> dt.date:
    """The day from which it holds, after every date and number was read once."""
    try:
        begins = day(values, first) or on
        end_of(values, begins)
        days(values)
        GrantState.State(values.get("state", GrantState.State.ACTIVE))
    except ValueError as error:
        raise grants.GrantRefused(
            _("Ngày tháng hoặc tình trạng ghi vào sổ không đúng: %(what)s.") % {"what": error}
        ) from error
    return begins


def decision_of(document: Document) -> grants.Decision:
    """The document as the register keeps it: number, date, the code by which anyone checks it."""
    return grants.Decision(
        authority=document.authority,
        authority_name=document.authority_name,
        symbol=document.symbol,
        decided_on=timezone.localdate(document.issued_at),
        code=document.code,
    )


def day(values: Values, name: str) -> dt.date | None:
    """A day as ISO text; None where nothing is stated."""
    return dt.date.fromisoformat(values[name]) if values.get(name) else None


def end_of(values: Values, begins: dt.date) -> dt.date | None:
    """The last day: as stated, or so many years after the beginning; None: without an end."""
    years = values.get("valid_years")
    return grants.years_after(begins, int(years)) if years else day(values, "valid_to")


def _find(text: str, books: Collection[str]) -> list[tuple[str, str]]:
    return [
        (str(found.pk), grant_lookup.name_of(found)) for found in grant_lookup.find(text, books)
    ]


def _name(value: str) -> str:
    found = grant_lookup.by_id(value)
    return grant_lookup.name_of(found) if found else ""


#: How a form looks a grant up.
LOOK_UP = LookUp(_find, _name)


def days(values: Values) -> list[int]:
    """ "180, 30" as numbers of days before the end."""
    return [int(one) for one in values.get("remind_days", "").split(",") if one.strip()]
