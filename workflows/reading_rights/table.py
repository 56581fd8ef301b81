"""The one table of reading rights: who × what. Pages, downloads, lists, counts and messages ask it
and nothing else.

A right follows from what somebody does with a dossier, never from being employed at its authority.
What no row gives is not read. `docs/administrator.md` prints the table;
tests/workflows/test_reading_table.py compares the two.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from organisations.roles import BOOK_KEEPER, CASHIER, HEAD, RECEPTIONIST


class What(Enum):
    """The columns: what of a dossier there is to read."""

    DOSSIER = "its page: code, holder, procedure, status, time, who has it"
    ANSWERS = "the answers of the application"
    UPLOADS = "the papers of the application"
    NOTES = "opinions, minutes and papers of officers"
    CONFIDENTIAL = "what was said in confidence"
    REGISTER = "the register beside it"
    DRAFTS = "drafts of documents"
    DOCUMENTS = "numbered documents and slips"
    RECEIPTS = "receipts of fees"
    MONEY = "fees"
    JOURNAL = "the journal, the clock, the control slip"
    MESSAGES = "letters to the applicant; officers' own messages about it"
    THREAD = "what the applicant and the office write to each other, and its files"
    SEARCH = "found by code, name or number"
    COUNTS = "counted in figures by authority"
    EXPORTS = "the logbook and its export"


class Who(Enum):
    """The rows: how somebody stands to a dossier."""

    APPLICANT = "whoever filed it (on the applicant's own pages)"
    TASK = "own task, or that of somebody they stand in for"
    QUEUE = "own queue: nobody has the task yet"
    TEAM = "own queue: a colleague has the task, or a head is to give it"
    GIVES = "a task that they give to somebody, until it is done"
    SEALING = "clerk: something to number and seal"
    SEALED = "clerk: what they sealed, for READ_DONE_DAYS"
    PAST = "what they decided or opened, but as receptionist or clerk, for READ_DONE_DAYS"
    COUNCIL = "member of its council, and for READ_DONE_DAYS after its end"
    ASKED = "asked for an opinion, and for READ_DONE_DAYS after it"
    DESK = (
        "receptionist of the desk that received it, or who did something, until READ_DONE_DAYS"
        " after its end"
    )
    BOOK = "the desk that received it, later"
    HEAD = "head of an authority that receives, decides, has or had a task, or keeps its archive"
    DECIDES = "of own task, own queue, gives, past and head: those at the authority that decides"
    GAVE_UP = "head, receptionist or clerk of an authority that gave it up"
    CASHIER = "cashier of the authority that asked the fee"
    BOOK_KEEPER = "keeper of the book of licences"
    ADMINISTRATOR = "administrator, and any other role"


class Extent(Enum):
    """How much of a column."""

    WHOLE = "all"
    OWN = "own"  # documents of their own authority; of papers and opinions, those of their own
    SHOWN = "shown"  # what the question shows
    TOLD = "told"  # what came from the applicant, or was told to them


def _whole(*columns: What) -> dict[What, Extent]:
    return dict.fromkeys(columns, Extent.WHOLE)


_W = What
#: What somebody needs who has to decide something.
_WORK = _whole(
    *(
        _W.DOSSIER,
        _W.ANSWERS,
        _W.UPLOADS,
        _W.NOTES,
        _W.REGISTER,
        _W.DRAFTS,
        _W.DOCUMENTS,
        _W.RECEIPTS,
        _W.MONEY,
    ),
    *(_W.JOURNAL, _W.MESSAGES, _W.THREAD, _W.SEARCH),
)
_DONE: Mapping[What, Extent] = {
    column: extent for column, extent in _WORK.items() if column is not _W.DRAFTS
}

TABLE: Mapping[Who, Mapping[What, Extent]] = {
    Who.APPLICANT: {
        **_whole(
            *(_W.ANSWERS, _W.DOCUMENTS, _W.RECEIPTS, _W.MONEY, _W.MESSAGES, _W.THREAD),
        ),
        **dict.fromkeys((_W.UPLOADS, _W.NOTES), Extent.TOLD),
    },
    Who.TASK: _WORK,
    Who.QUEUE: _WORK,
    Who.TEAM: _whole(_W.DOSSIER, _W.SEARCH),
    Who.GIVES: _WORK,
    Who.SEALING: {
        **_whole(_W.DOSSIER, _W.DRAFTS, _W.MESSAGES, _W.SEARCH),
        _W.DOCUMENTS: Extent.OWN,
    },
    Who.SEALED: {**_whole(_W.DOSSIER, _W.SEARCH), _W.DOCUMENTS: Extent.OWN},
    Who.PAST: _DONE,
    Who.COUNCIL: _whole(_W.DOSSIER, _W.ANSWERS, _W.UPLOADS, _W.NOTES, _W.MESSAGES, _W.SEARCH),
    Who.ASKED: {
        **dict.fromkeys((_W.ANSWERS, _W.UPLOADS), Extent.SHOWN),
        **dict.fromkeys((_W.NOTES, _W.CONFIDENTIAL), Extent.OWN),
        **_whole(_W.MESSAGES),
    },
    Who.DESK: _whole(
        *(
            _W.DOSSIER,
            _W.ANSWERS,
            _W.UPLOADS,
            _W.DOCUMENTS,
            _W.RECEIPTS,
            _W.MONEY,
            _W.JOURNAL,
            _W.MESSAGES,
            _W.THREAD,
        ),
        *(_W.SEARCH, _W.EXPORTS),
    ),
    Who.BOOK: _whole(_W.EXPORTS),
    Who.HEAD: {**_WORK, **_whole(_W.COUNTS, _W.EXPORTS)},
    Who.DECIDES: _whole(_W.CONFIDENTIAL),
    Who.GAVE_UP: {_W.DOCUMENTS: Extent.OWN, _W.RECEIPTS: Extent.OWN},
    Who.CASHIER: {**_whole(_W.MONEY), _W.RECEIPTS: Extent.OWN},
    Who.BOOK_KEEPER: {},
    Who.ADMINISTRATOR: {},
}

#: Rows that a role at an authority alone gives, for what concerns no single dossier: figures, the
#: logbook, the fees.
OF_ROLE: Mapping[str, Who] = {
    HEAD: Who.HEAD,
    RECEPTIONIST: Who.DESK,
    CASHIER: Who.CASHIER,
    BOOK_KEEPER: Who.BOOK_KEEPER,
}

#: Whoever stands in for a head signs and decides in their stead, but does not lead: the figures
#: stay with the head.
NOT_IN_STEAD = frozenset({What.COUNTS})


def extent(standing: Who, what: What) -> Extent | None:
    """How much of a column somebody reads who stands so to a dossier; None for nothing."""
    return TABLE[standing].get(what)


def rows_with(what: What) -> frozenset[Who]:
    """The rows that give the whole of a column: what a list of dossiers goes by."""
    return frozenset(row for row, columns in TABLE.items() if columns.get(what) is Extent.WHOLE)
