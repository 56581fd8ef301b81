"""Notes of officers: read by those who decide, told to whom they mention, never the applicant's."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from conversation import notes
from conversation.models import Note
from notifications.models import Message
from portal.account.own_data.archive import write_archive
from portal.demo.load import settle
from tests.people import World
from tests.portal.conftest import visiting
from workflows.errors import Incomplete, NoRight
from workflows.journal import entries
from workflows.models import Dossier, Entry
from workflows.reading_rights import Reader

CANARY = "Chim Sáo Sậu đậu trong ghi chú"


def test_who_decides_notes_and_mentions(world: World, dossier: Dossier) -> None:
    entry = notes.write(dossier, world.binh, f"{CANARY}, nhờ @trần văn dũng xem.")
    note = Note.objects.get()
    assert list(note.mentioned.all()) == [world.dung]
    assert entry.data["mentioned"] == [str(world.dung)] and CANARY not in repr(entry.data)
    assert entries.verify(dossier) is None
    settle()
    (told,) = Message.objects.filter(entry=entry)
    assert told.recipient == world.dung and CANARY not in told.body + told.subject
    assert "?xem=ghi-chu" in told.body


def test_whoever_may_not_read_it_is_not_mentioned(world: World, dossier: Dossier) -> None:
    assert notes.colleagues(dossier, world.binh) == [world.dung]
    for pk in (world.lan.pk, world.anh.pk, world.huong.pk):
        with pytest.raises(Incomplete, match="có quyền xem"):
            notes.write(dossier, world.binh, "Xem giúp.", [pk])
    assert notes.write(dossier, world.binh, f"@{world.huong} @{world.lan}").data["mentioned"] == []


def test_neither_desk_nor_clerk_nor_applicant_writes_one(world: World, dossier: Dossier) -> None:
    for who in (world.huong, world.lan, world.anh):
        with pytest.raises(NoRight):
            notes.write(dossier, who, CANARY)
        assert notes.readable(Reader(who).towards(dossier)) == []
    with pytest.raises(Incomplete):
        notes.write(dossier, world.binh, "  ")


def test_no_applicant_ever_meets_it(world: World, dossier: Dossier) -> None:
    """Their pages, their letters, their whole export."""
    notes.write(dossier, world.binh, CANARY, [world.dung.pk])
    settle()
    huong = visiting(world.huong)
    for page in ("", "trao-doi/", "hen-tra.ics"):
        assert "Sáo Sậu" not in huong.get(f"/ho-so/{dossier.code}/{page}").text
    assert huong.get(f"/mot-cua/ho-so/{dossier.code}/?xem=ghi-chu").status_code == 403
    whole = io.BytesIO()
    write_archive(world.huong, whole)
    archive = zipfile.ZipFile(whole)
    everything = "".join(archive.read(name).decode(errors="replace") for name in archive.namelist())
    assert dossier.code in everything
    assert "Sáo Sậu" not in everything and "Ghi chú nội bộ" not in everything
    assert "Sáo Sậu" not in json.dumps(list(Entry.objects.values("reason", "data")), default=str)
    assert "Sáo Sậu" not in repr(list(Message.objects.values_list("subject", "body")))


def test_the_page_shows_it_to_whom_it_is_for(world: World, dossier: Dossier) -> None:
    notes.write(dossier, world.binh, CANARY)
    page = f"/mot-cua/ho-so/{dossier.code}/?xem=ghi-chu"
    for who, sees in ((world.binh, True), (world.dung, True), (world.lan, False)):
        assert (CANARY in visiting(who).get(page).text) is sees
    assert visiting(world.lan).post(f"/mot-cua/ho-so/{dossier.code}/ghi-chu/").status_code == 404
