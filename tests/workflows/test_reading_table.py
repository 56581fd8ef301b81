"""The table of reading rights: whole, printed in the guide as declared, one for lists and for
single pages.
"""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from tests.people import World, draft_of
from tests.workflows.conftest import accepted
from workflows import actions
from workflows.models import Dossier
from workflows.reading_rights import Extent, Reader, What, Who
from workflows.reading_rights.printed import markdown
from workflows.reading_rights.standings import CONDITIONS
from workflows.reading_rights.table import TABLE, rows_with

GUIDE = Path(settings.BASE_DIR) / "docs" / "administrator.md"


def test_the_guide_prints_the_table_as_it_is_declared() -> None:
    assert markdown() in GUIDE.read_text(), (
        "manage.py print_reading_rights, and put it into docs/administrator.md"
    )


def test_every_row_is_declared_and_those_that_give_something_ask_the_database() -> None:
    assert set(TABLE) == set(Who)
    unasked = {who for who in Who if TABLE[who] and who not in CONDITIONS}
    assert unasked == {Who.APPLICANT}  # asked before all others
    assert not TABLE[Who.ADMINISTRATOR] and not TABLE[Who.BOOK_KEEPER]


def test_the_cashier_reads_money_alone_and_the_clerk_no_answers() -> None:
    assert set(TABLE[Who.CASHIER]) == {What.MONEY, What.RECEIPTS}
    kept = {What.ANSWERS, What.UPLOADS, What.NOTES, What.CONFIDENTIAL, What.JOURNAL, What.REGISTER}
    assert not kept & (set(TABLE[Who.SEALING]) | set(TABLE[Who.SEALED]) | set(TABLE[Who.TEAM]))
    assert {row for row in Who if What.CONFIDENTIAL in TABLE[row]} == {Who.DECIDES, Who.ASKED}
    assert TABLE[Who.ASKED][What.ANSWERS] is Extent.SHOWN and Who.ASKED not in rows_with(
        What.SEARCH
    )


def test_a_list_has_what_the_page_opens(world: World) -> None:
    """One question for many dossiers and one for each give the same, for everybody and every
    column.
    """
    actions.submit(draft_of(world), world.huong)
    accepted(world, actions.submit(draft_of(world), world.huong))
    for person in (world.lan, world.binh, world.dung, world.anh, world.huong):
        reader = Reader(person)
        for what in What:
            listed = set(Dossier.objects.filter(reader.scope(what)))
            single = {one for one in Dossier.objects.all() if reader.towards(one).may(what)}
            own = {one for one in single if one.applicant_id == person.pk}
            assert listed == single - own, (person, what)
