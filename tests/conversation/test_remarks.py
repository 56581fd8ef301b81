"""A thread between applicant and office: who writes, who reads, who is told, and how much."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from conversation import remarks
from conversation.models import Remark, Thread
from forms.files.uploads import store
from forms.models import StoredFile
from notifications.models import Message
from organisations.models import User
from portal.demo.load import settle
from privacy import retention
from tests.forms.test_uploads import png
from tests.people import World, officer, person, reads
from workflows import actions
from workflows.errors import Incomplete, NoRight, WrongState
from workflows.journal import entries
from workflows.models import Dossier, DossierFile, Entry
from workflows.reading_rights import Reader, What

WORDS = "Con tôi cần giấy trước thứ Hai, có kịp không?"


def a_file(by: User) -> str:
    stored = store(SimpleUploadedFile("a.png", png(), "image/png"), by, ["image"], 10**7)
    return str(stored.pk)


def test_the_applicant_asks_and_whoever_has_it_answers(world: World, dossier: Dossier) -> None:
    asked = remarks.write(dossier, world.huong, WORDS, [a_file(world.huong)], "a" * 32)
    assert remarks.write(dossier, world.huong, WORDS, asked_files(asked), "a" * 32) == asked
    thread = Thread.objects.get(dossier=dossier)
    assert thread.waiting_since is not None and remarks.unanswered(dossier).count() == 1
    answered = remarks.write(dossier, world.binh, "Kịp ạ.")
    thread.refresh_from_db()
    first, second = remarks.of_dossier(dossier)
    assert (first.of_office, second.of_office) == (False, True)
    assert second.office == world.department and second.waited_since == first.at
    assert thread.waiting_since is None and not remarks.unanswered(dossier).exists()
    assert (asked.act, answered.act) == ("ask_office", "answer_applicant")
    assert asked.data["remark"] == first.pk and entries.verify(dossier) is None


def asked_files(entry: Entry) -> list[str]:
    rows = Remark.objects.get(pk=entry.data["remark"]).files.all()
    return [str(one.file_id) for one in rows]


def test_no_word_of_it_is_in_the_journal_or_a_letter(world: World, dossier: Dossier) -> None:
    remarks.write(dossier, world.huong, WORDS)
    remarks.write(dossier, world.binh, "Chim vàng anh kịp ạ.")
    settle()
    told = repr(list(Entry.objects.values_list("reason", "data")))
    told += repr(list(Message.objects.values_list("subject", "body")))
    assert "thứ Hai" not in told and "vàng anh" not in told


def test_the_other_side_is_told(world: World, dossier: Dossier) -> None:
    remarks.write(dossier, world.huong, WORDS)
    settle()
    told = Message.objects.filter(entry__act="ask_office")
    assert {one.recipient for one in told} == {world.binh}
    remarks.write(dossier, world.binh, "Kịp ạ.")
    settle()
    told = Message.objects.filter(entry__act="answer_applicant")
    assert {one.recipient for one in told} == {world.huong}


def test_when_nobody_has_it_any_more_the_desk_is_told(world: World, dossier: Dossier) -> None:
    actions.withdraw(dossier, world.huong)
    actions.stop(dossier, world.lan)
    remarks.write(dossier, world.huong, WORDS)
    settle()
    told = Message.objects.filter(entry__act="ask_office")
    assert {one.recipient for one in told} == {world.lan}


def test_only_who_reads_it_writes(world: World, dossier: Dossier) -> None:
    other_desk = officer("xa", "Cán Bộ Khác", "receptionist", world.department, "")
    for stranger in (person("la", "Người Lạ"), world.anh, other_desk):
        with pytest.raises(NoRight):
            remarks.write(dossier, stranger, "Cho tôi xem với.")
    assert not Remark.objects.exists()


def test_nothing_too_much_and_only_ones_own_files(world: World, dossier: Dossier) -> None:
    for text, files in ((" ", []), ("x" * 4001, []), (WORDS, [a_file(world.binh)])):
        with pytest.raises(Incomplete):
            remarks.write(dossier, world.huong, text, files)
    with pytest.raises(Incomplete, match="5 tệp"):
        remarks.write(dossier, world.huong, WORDS, [a_file(world.huong) for _each in range(6)])
    assert not DossierFile.objects.filter(field=DossierFile.THREAD).exists()


def test_five_unanswered_and_no_more(world: World, dossier: Dossier) -> None:
    for _each in range(remarks.MOST_WAITING):
        remarks.write(dossier, world.huong, WORDS)
    with pytest.raises(WrongState, match="chưa trả lời 5 tin"):
        remarks.write(dossier, world.huong, WORDS)
    remarks.write(dossier, world.binh, "Vâng.")
    remarks.write(dossier, world.huong, WORDS)


def test_long_after_the_end_there_is_no_more_writing(world: World, dossier: Dossier) -> None:
    actions.withdraw(dossier, world.huong)
    actions.stop(dossier, world.lan)
    later = timezone.now() + dt.timedelta(days=91)
    with time_machine.travel(later, tick=False), pytest.raises(WrongState, match="kết thúc"):
        remarks.write(Dossier.objects.get(pk=dossier.pk), world.huong, WORDS)


def test_files_open_for_both_sides_and_nobody_else(world: World, dossier: Dossier) -> None:
    remarks.write(dossier, world.huong, WORDS, [a_file(world.huong)])
    remarks.write(dossier, world.binh, "Đây ạ.", [a_file(world.binh)])
    for pk in DossierFile.objects.filter(field=DossierFile.THREAD).values_list("file", flat=True):
        opens = {who for who in (world.huong, world.lan, world.binh, world.dung, world.anh)
                 if Reader(who).may_open_file(pk)}  # fmt: skip
        assert opens == {world.huong, world.lan, world.binh, world.dung}


def test_who_waits_is_listed_where_it_may_be_answered(world: World, dossier: Dossier) -> None:
    remarks.write(dossier, world.huong, WORDS)
    for who in (world.lan, world.binh, world.dung, world.anh):
        listed = list(remarks.waiting(Reader(who)))
        assert bool(listed) is reads(who, dossier, What.THREAD) is (who != world.anh)


def test_reading_is_noted_of_the_other_side_alone(world: World, dossier: Dossier) -> None:
    remarks.write(dossier, world.huong, WORDS)
    remarks.mark_read(remarks.of_dossier(dossier), by_office=False)
    assert remarks.of_dossier(dossier)[0].read_at is None
    remarks.mark_read(remarks.of_dossier(dossier), by_office=True)
    assert remarks.of_dossier(dossier)[0].read_at is not None


def test_what_is_erased_is_unreadable(world: World, dossier: Dossier) -> None:
    remarks.write(dossier, world.huong, WORDS, [a_file(world.huong)])
    retention._clear(dossier)
    assert remarks.of_dossier(dossier)[0].text == ""
    retention._files_of_nobody_else(dossier)
    assert StoredFile.objects.get(uploaded_by=world.huong).name == ""
