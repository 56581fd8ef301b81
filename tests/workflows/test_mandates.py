"""Filing for somebody else: only while one may, with both names, and no longer once it ended."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from notifications.models import Message
from organisations.account_models import AccountLetter
from organisations.accounts.contacts import Contact
from organisations.contact_models import ContactKind
from organisations.models import User
from portal.account.own_data import people_facts
from privacy import retention
from protection import blind_index
from tests.people import World, a_ward, draft_of, person, reads
from tests.workflows.conftest import accepted, item_of, reread
from workflows import actions, permissions
from workflows.applicant import mandates
from workflows.applicant.mandates import Facts
from workflows.background import mandate_days
from workflows.errors import Incomplete, NoRight, WrongState
from workflows.journal import entries, outbox
from workflows.models import Dossier, Draft, Invitation, Represented
from workflows.papers import facts
from workflows.reading_rights import Reader

Kind = Represented.Kind
HOLDER = {"name": "Phạm Thị Mai", "birth_date": "1960-04-05", "sex": "F", "identity": ""}
MAI = Contact(ContactKind.EMAIL, "mai@example.vn")


@pytest.fixture
def mai(world: World) -> User:
    return person("mai", "Phạm Thị Mai")


def until(days: int = 30) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


def mandate(world: World, mai: User, *procedures: str, agent: User | None = None) -> Represented:
    scope = Facts(mai.full_name, procedures=procedures, until=until())
    made = mandates.ask(agent or world.huong, MAI, scope)
    mandates.answer(Invitation.objects.get(represented=made), mai, confirms=True)
    made.refresh_from_db()
    return made


def draft_for(world: World, represented: Represented, holder: str = "Phạm Thị Mai") -> Draft:
    proof = {"kinship": "Mẹ", "holder": {**HOLDER, "name": holder}}
    draft = draft_of(world, represented.agent, relation="authorised", **proof)
    draft.represented = represented
    draft.answers = {**draft.answers, "proof": proof_of(world)}
    draft.save()
    return draft


def proof_of(world: World) -> list[str]:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from forms.files.uploads import store
    from tests.forms.test_uploads import png

    stored = store(SimpleUploadedFile("a.png", png()), world.huong, ["image"], 10**7)
    return [str(stored.pk)]


def filed(world: World, represented: Represented) -> Dossier:
    return actions.submit(draft_for(world, represented), represented.agent)


def test_both_stand_wherever_the_applicant_is_named(world: World, mai: User) -> None:
    dossier = filed(world, mandate(world, mai))
    both = "Nguyễn Thị Hường nộp thay Phạm Thị Mai"
    assert dossier.filed_by == both
    entry = dossier.entries.get(act="submit")
    assert entries.done_by(entry) == both and "Mai" not in str(entry.data)
    assert facts.slip_facts(dossier, dossier.flow_class.definition, "")["applicant_name"] == both
    assert entries.verify(dossier) is None


def test_a_mandate_gives_no_right_before_it_is_confirmed(world: World, mai: User) -> None:
    asked = mandates.ask(world.huong, MAI, Facts("Phạm Thị Mai", until=until()))
    assert mandates.offered(world.huong, "diploma-copy") == []
    with pytest.raises(WrongState, match="không còn"):
        filed(world, asked)


def test_a_mandate_reaches_the_procedures_it_names(world: World, mai: User) -> None:
    other = mandate(world, mai, "school-transfer")
    assert mandates.offered(world.huong, "diploma-copy") == []
    with pytest.raises(WrongState):
        filed(world, other)
    assert mandates.offered(world.huong, "school-transfer") == [other]


def test_a_mandate_that_ended_gives_no_right_from_that_moment(world: World, mai: User) -> None:
    given = mandate(world, mai)
    draft, running = draft_for(world, given), filed(world, given)
    actions.end_mandate(given, mai)
    with pytest.raises(WrongState):
        actions.submit(draft, world.huong)
    running = reread(running)
    assert running.applicant == mai and permissions.may_see(mai, running)
    assert not permissions.may_see(world.huong, running)
    for act in (
        lambda: actions.amend(running, world.huong, {"phone": "0905999888"}),
        lambda: actions.withdraw(running, world.huong),
    ):
        with pytest.raises(NoRight):
            act()
    actions.amend(running, mai, {"phone": "0905999888"})
    assert entries.verify(reread(running)) is None
    assert AccountLetter.objects.filter(person=world.huong, kind="MANDATE_ENDED").exists()


def test_who_may_no_longer_act_hears_no_more(world: World, mai: User) -> None:
    mai.phone = "0914000111"
    mai.save()
    given = mandate(world, mai)
    dossier = filed(world, given)
    actions.end_mandate(given, mai)
    accepted(world, reread(dossier))
    outbox.sweep()
    sent = Message.objects.filter(dossier=dossier, entry__act="accept")
    assert {one.address for one in sent} == {"", "mai@example.vn"}
    moved = {**a_ward(), "detail": "1 Lê Lợi"}
    actions.amend(reread(dossier), mai, {"address": moved})  # the answers still have Hường's
    dossier = reread(dossier)
    assert (dossier.applicant_phone, dossier.applicant_email) == ("0914000111", "mai@example.vn")
    assert dossier.phone_index == blind_index.phone("0914000111")
    actions.amend(dossier, mai, {"phone": "0905999888"})
    assert reread(dossier).applicant_phone == "0905999888"


def test_who_left_an_organisation_hears_no_more(world: World) -> None:
    school = mandates.keep(world.huong, Kind.ORGANISATION, Facts("Trường THPT A"))
    dossier = filed(world, school)
    outbox.sweep()
    actions.end_mandate(school, world.huong)
    accepted(world, reread(dossier))
    outbox.sweep()
    kept = Message.objects.filter(dossier=dossier)
    assert {one.entry.act for one in kept} == {"submit"}
    assert reread(dossier).phone_index == ""


def test_a_mandate_whose_day_is_over_gives_none_before_any_sweep(world: World, mai: User) -> None:
    given = mandate(world, mai)
    draft, running = draft_for(world, given), filed(world, given)
    with time_machine.travel(timezone.now() + dt.timedelta(days=31)):
        assert not permissions.is_applicant(world.huong, reread(running))
        assert not Dossier.objects.filter(permissions.own(world.huong)).exists()
        with pytest.raises(WrongState):
            actions.submit(draft, world.huong)
        with pytest.raises(NoRight):
            actions.withdraw(running, world.huong)
        assert mandate_days.sweep() == 1 and mandate_days.sweep() == 0
        assert reread(running).applicant == mai
        assert running.entries.get(act="mandate_ended").actor is None


def test_the_closed_account_of_the_person_gives_no_right(world: World, mai: User) -> None:
    given = mandate(world, mai)
    draft, running = draft_for(world, given), filed(world, given)
    User.objects.filter(pk=mai.pk).update(is_active=False)
    assert mandates.offered(world.huong, "diploma-copy") == []
    assert not Dossier.objects.filter(permissions.own(world.huong)).exists()
    with pytest.raises(WrongState):
        actions.submit(draft, world.huong)
    with pytest.raises(NoRight):
        actions.withdraw(running, world.huong)
    assert mandate_days.sweep() == 1 and mandate_days.sweep() == 0
    assert permissions.is_of_counter(reread(running))


def test_what_a_closed_account_filed_is_the_persons(world: World, mai: User) -> None:
    running = filed(world, mandate(world, mai))
    User.objects.filter(pk=world.huong.pk).update(is_active=False)
    assert permissions.is_applicant(mai, reread(running))
    actions.amend(reread(running), mai, {"phone": "0905999888"})
    assert mandate_days.sweep() == 1
    assert reread(running).applicant == mai and entries.verify(reread(running)) is None


def test_the_person_sees_and_does_not_act_while_the_agent_does(world: World, mai: User) -> None:
    dossier = filed(world, mandate(world, mai))
    assert permissions.may_see(mai, dossier) and not permissions.is_applicant(mai, dossier)
    assert list(Dossier.objects.filter(permissions.own(mai))) == [dossier]
    files = list(dossier.files.all())
    assert files and Reader(mai).towards(dossier).papers(files) == files
    with pytest.raises(NoRight):
        actions.withdraw(dossier, mai)


def test_nobody_decides_on_what_somebody_else_filed_for_them(world: World) -> None:
    given = mandate(world, world.binh)
    dossier = filed_for(world, given, world.binh.full_name)
    accepted(world, dossier)
    assert not reads(world.binh, dossier)
    with pytest.raises(NoRight):
        actions.decide(item_of(dossier), world.binh, "found", values={"match": "1"})


@pytest.mark.parametrize("kind", [Kind.PERSON, Kind.ORGANISATION])
def test_nobody_decides_on_what_they_filed_for_somebody_once(
    world: World, mai: User, kind: str
) -> None:
    if kind == Kind.PERSON:
        given = mandate(world, mai, agent=world.binh)
    else:
        given = mandates.keep(world.binh, kind, Facts("Trường THPT A"))
    dossier = filed(world, given)
    accepted(world, dossier)
    actions.end_mandate(given, world.binh)
    dossier = reread(dossier)
    assert not reads(world.binh, dossier) and reads(world.dung, dossier)
    assert not Dossier.objects.filter(permissions.not_own(world.binh)).exists()
    assert Dossier.objects.filter(permissions.not_own(world.dung)).exists()
    with pytest.raises(NoRight):
        actions.decide(item_of(dossier), world.binh, "found", values={"match": "1"})


def test_nobody_is_the_counter_of_what_they_filed_for_somebody(world: World) -> None:
    school = mandates.keep(world.lan, Kind.ORGANISATION, Facts("Trường THPT A"))
    dossier = filed(world, school)
    actions.end_mandate(school, world.lan)
    with pytest.raises(NoRight):
        actions.amend(reread(dossier), world.lan, {"phone": "0905999888"})
    assert not permissions.may_reply(world.lan, reread(dossier))


def filed_for(world: World, represented: Represented, name: str) -> Dossier:
    return actions.submit(draft_for(world, represented, name), world.huong)


def test_the_form_names_whom_one_files_for(world: World, mai: User) -> None:
    draft = draft_for(world, mandate(world, mai), "Người Khác")
    with pytest.raises(Incomplete, match="còn bạn đang nộp thay"):
        actions.submit(draft, world.huong)


@pytest.mark.parametrize(
    "said",
    [
        {"name": "Phạm Thị Mái"},
        {"birth_date": "2001-01-01"},
        {"identity": "001301000009"},
    ],
)
def test_the_form_is_about_whom_one_files_for(
    world: World, mai: User, said: dict[str, str]
) -> None:
    mai.birth_date, mai.identity_number = dt.date(1960, 4, 5), "001160000001"
    mai.save()
    draft = draft_for(world, mandate(world, mai))
    draft.answers = {**draft.answers, "holder": {**HOLDER, **said}}
    draft.save()
    with pytest.raises(Incomplete, match="nộp thay"):
        actions.submit(draft, world.huong)
    assert not Dossier.objects.exists()


@pytest.mark.parametrize("number", ["", "001160000001", "240123456"])
def test_another_paper_of_the_same_person_is_no_other_one(
    world: World, mai: User, number: str
) -> None:
    mai.birth_date, mai.identity_number = dt.date(1960, 4, 5), "001160000001"
    mai.save()
    draft = draft_for(world, mandate(world, mai), "PHAM THI MAI")
    draft.answers["holder"] = {**draft.answers["holder"], "identity": number}
    draft.save()
    assert actions.submit(draft, world.huong).represented_person == mai


def test_a_supplement_makes_it_nobody_elses(world: World, mai: User) -> None:
    dossier = filed(world, mandate(world, mai))
    actions.decide(item_of(dossier), world.lan, "supplement", reason="Thiếu giấy tờ.")
    dossier = reread(dossier)
    other = {**dossier.answers, "holder": {**HOLDER, "name": "Người Khác"}}
    with pytest.raises(Incomplete, match="còn bạn đang nộp thay"):
        actions.supply(dossier, world.huong, other)
    assert reread(dossier).holder_name == "Phạm Thị Mai"
    actions.supply(dossier, world.huong, {**dossier.answers, "copies": 3})


def test_a_child_taken_off_the_list_leaves_dossiers_with_the_parent(world: World) -> None:
    child = mandates.keep(world.huong, Kind.CHILD, Facts("Phạm Thị Mai", dt.date(1960, 4, 5)))
    draft, running = draft_for(world, child), filed(world, child)
    actions.end_mandate(child, world.huong)
    assert permissions.is_applicant(world.huong, reread(running))
    assert reread(running).filed_by.endswith("nộp thay Phạm Thị Mai")
    with pytest.raises(WrongState):
        actions.submit(draft, world.huong)


def test_an_organisation_one_left_keeps_its_dossiers(world: World) -> None:
    school = mandates.keep(world.huong, Kind.ORGANISATION, Facts("Trường THPT A"))
    running = filed(world, school)
    assert running.represented_name == "Trường THPT A"
    actions.end_mandate(school, world.huong)
    running = reread(running)
    assert running.applicant is None and permissions.is_of_counter(running)
    actions.amend(running, world.lan, {"phone": "0905999888"})


def test_what_ended_can_be_read_no_more(world: World, mai: User) -> None:
    given = mandate(world, mai)
    actions.end_mandate(given, world.huong)
    row = Represented.objects.values("sealed_key", "state").get(pk=given.pk)
    assert row["sealed_key"] is None and row["state"] == "ENDED"
    assert mandates.of_agent(world.huong) == [] == mandates.of_person(mai)
    actions.end_mandate(given, mai)  # twice is once
    invitation = Invitation.objects.get()
    assert (invitation.name, invitation.address, invitation.index) == ("", "", "")


def test_who_does_not_agree_is_kept_no_longer(world: World, mai: User) -> None:
    asked = mandates.ask(world.huong, MAI, Facts("Phạm Thị Mai", until=until()))
    mandates.answer(Invitation.objects.get(), mai, confirms=False)
    asked.refresh_from_db()
    invitation = Invitation.objects.get()
    assert (asked.state, asked.name, invitation.name, invitation.address) == ("ENDED", "", "", "")
    assert invitation.state == "DECLINED" and mandates.of_agent(world.huong) == []


def test_who_answered_is_invited_no_more(world: World, mai: User) -> None:
    given = mandate(world, mai)
    invitation = Invitation.objects.get()
    assert (invitation.state, invitation.name, invitation.address) == ("CONFIRMED", "", "")
    assert given.name == "Phạm Thị Mai" and invitation.index == ""
    assert "Mai" not in str(people_facts.invited(world.huong))


def test_what_ended_before_this_was_done_is_swept(world: World, mai: User) -> None:
    running = mandate(world, mai)
    mandates.ask(world.huong, MAI, Facts("Lê Văn Tám", until=until()))
    left = mandates.ask(world.huong, MAI, Facts("Đỗ Thị Cũ", until=until()))
    Represented.objects.filter(pk=left.pk).update(state="ENDED")
    left.invitations.update(state="DECLINED")
    assert retention.forget_mandates() == 2 and retention.forget_mandates() == 0
    names = [one.name for one in Represented.objects.order_by("pk")]
    assert names == [running.name, "Lê Văn Tám", ""]
    asked = [(one.name, bool(one.index)) for one in Invitation.objects.order_by("pk")]
    assert asked == [("", False), ("Lê Văn Tám", True), ("", False)]


def test_what_is_erased_names_nobody_who_was_represented(world: World, mai: User) -> None:
    dossier = filed(world, mandate(world, mai))
    retention._clear(dossier)
    gone = Dossier.objects.get(pk=dossier.pk)
    assert (gone.represented, gone.represented_person, gone.represented_name) == (None, None, "")


def test_strangers_end_and_change_nothing(world: World, mai: User) -> None:
    given = mandate(world, mai)
    child = mandates.keep(world.huong, Kind.CHILD, Facts("Bé An", dt.date(2015, 1, 2)))
    for act in (
        lambda: actions.end_mandate(given, world.lan),
        lambda: mandates.change(child, world.lan, Facts("X")),
    ):
        with pytest.raises(NoRight):
            act()
    with pytest.raises(WrongState):
        mandates.change(given, world.huong, Facts("X"))


def test_nobody_gives_themselves_a_mandate(world: World) -> None:
    own = Contact(ContactKind.EMAIL, "huong@example.vn")
    with pytest.raises(Incomplete, match="chính bạn"):
        mandates.ask(world.huong, own, Facts("X", until=until()))
    made = mandates.ask(world.huong, MAI, Facts("X", until=until()))
    with pytest.raises(WrongState, match="tự ủy quyền"):
        mandates.answer(Invitation.objects.get(represented=made), world.huong, confirms=True)


@pytest.mark.parametrize("name", ["Lê Văn Tám", "Phạm Thị Mái", ""])
def test_only_who_is_called_so_gives_the_mandate(world: World, name: str) -> None:
    made = mandates.ask(world.huong, MAI, Facts("Phạm Thị Mai", until=until()))
    twin = person("twin", name)
    with pytest.raises(WrongState, match="không giống họ tên"):
        mandates.answer(Invitation.objects.get(), twin, confirms=True)
    made.refresh_from_db()
    assert (made.state, made.name, made.person) == ("ASKED", "Phạm Thị Mai", None)
    mandates.answer(Invitation.objects.get(), twin, confirms=False)  # a stranger may say no


@pytest.mark.parametrize("days", [-1, 6 * 366])
def test_a_mandate_has_an_end_in_sight(world: World, days: int) -> None:
    with pytest.raises(Incomplete, match="năm năm"):
        mandates.ask(world.huong, MAI, Facts("X", until=until(days)))


def test_so_many_and_no_more(world: World) -> None:
    for number in range(mandates.MOST):
        mandates.keep(world.huong, Kind.CHILD, Facts(f"Con {number}", dt.date(2015, 1, 2)))
    with pytest.raises(WrongState):
        mandates.keep(world.huong, Kind.CHILD, Facts("Con", dt.date(2015, 1, 2)))


def test_a_decision_prints_both(world: World, mai: User) -> None:
    dossier = filed(world, mandate(world, mai))
    definition = dossier.flow_class.definition
    for document in definition.documents:
        if "applicant_name" in document.facts:
            told = facts.evaluate(document.facts, dossier, definition)
            assert told["applicant_name"] == "Nguyễn Thị Hường nộp thay Phạm Thị Mai"
            break
    else:
        pytest.fail("no document names who applied")


def test_what_one_files_for_oneself_prints_one(world: World) -> None:
    dossier = actions.submit(draft_of(world), world.huong)
    named = facts.dossier_facts(dossier, dossier.flow_class.definition)["applicant_name"]
    assert named == "Nguyễn Thị Hường"
