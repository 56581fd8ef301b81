"""The life of a licence: changed on the school's request, suspended, resumed and revoked by the
office itself.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.http import QueryDict
from django.utils import timezone

from documents.models import Document
from documents.storage import read_pdf
from forms.binding import bind
from notifications.models import INBOX, Message
from organisations.models import Authority, RoleAssignment
from portal.demo.load import settle
from registers import grants
from registers.models import Grant
from tests.people import a_ward, publish
from tests.procedures.licences import (
    DEPARTMENT,
    IDENTITY,
    SCHOOL,
    Licensing,
    licensed,
    make_licensing,
)
from tests.procedures.walking import decide, filed, now, officer, open_items, paper
from tests.reading import pdf_text
from workflows import actions
from workflows.background import grant_days
from workflows.errors import ActRefused, Incomplete, NoRight
from workflows.journal import entries
from workflows.lifecycle import Status
from workflows.models import Dossier, Draft, Entry, ProcedureVersion
from workflows.published import definition_of


@pytest.fixture
def site() -> Licensing:
    return make_licensing()


@pytest.fixture
def version() -> ProcedureVersion:
    return publish("school-licence-change")


@pytest.fixture
def licence(site: Licensing) -> Grant:
    licensed(site)
    return Grant.objects.get()


def draft(
    site: Licensing, version: ProcedureVersion, licence: Grant, measure: str, **changes: Any
) -> Draft:
    """What an expert fills in when the office acts by itself."""
    given = {
        "licence": str(licence.pk),
        "measure": measure,
        "reason": "Cơ sở vật chất xuống cấp.",
        "since": timezone.localdate().isoformat(),
        "until": "Đến 31/5/2027; học sinh chuyển sang trường lân cận",
        **changes,
    }
    office = Authority.objects.get(slug=DEPARTMENT)
    return Draft.objects.create(owner=site.drafter, version=version, office=office, answers=given)


def opened(
    site: Licensing, version: ProcedureVersion, licence: Grant, measure: str, **changes: Any
) -> Dossier:
    return now(
        actions.open_ex_officio(draft(site, version, licence, measure, **changes), site.drafter)
    )


def ordered(site: Licensing, dossier: Dossier) -> Dossier:
    """Proposed, initialled, signed, sealed."""
    signed(site, dossier)
    return decide(dossier, "seal", site.clerk, "seal")


def signed(site: Licensing, dossier: Dossier) -> Dossier:
    decide(dossier, "appraise", site.expert, "propose")
    decide(dossier, "review", site.chief, "reviewed")
    return decide(dossier, "sign", site.director, "approve")


def standing(licence: Grant) -> str:
    return grants.standing_on(Grant.objects.get(pk=licence.pk), timezone.localdate())


def test_the_office_suspends_resumes_and_revokes(
    site: Licensing, version: ProcedureVersion, licence: Grant
) -> None:
    for measure, after in (("suspend", "SUSPENDED"), ("resume", "ACTIVE"), ("revoke", "REVOKED")):
        dossier = opened(site, version, licence, measure)
        assert dossier.applicant is None and dossier.channel == Dossier.Channel.OFFICIAL
        assert (
            dossier.holder_name == "Trường THPT Hòa Bình"
            and dossier.legal_status == Status.PROCESSING
        )
        assert [one.step for one in open_items(dossier)] == ["appraise"]
        dossier = ordered(site, dossier)
        assert dossier.legal_status == Status.RETURNED and standing(licence) == after
    states = list(licence.states.values_list("state", "symbol"))
    assert [state for state, _symbol in states] == ["ACTIVE", "SUSPENDED", "RESUMED", "REVOKED"]
    assert len({symbol for _state, symbol in states}) == 4
    text = " ".join(
        pdf_text(read_pdf(Document.objects.filter(kind="QĐ").order_by("pk")[1])).split()
    )
    for words in (
        "Đình chỉ hoạt động giáo dục của Trường THPT Hòa Bình",
        licence.symbol,
        "xuống cấp",
        "31/5/2027",
    ):
        assert words in text, words
    assert entries.verify() is None


def test_the_journal_says_that_the_office_opened_it(
    site: Licensing, version: ProcedureVersion, licence: Grant
) -> None:
    given = draft(site, version, licence, "suspend")
    dossier = actions.open_ex_officio(given, site.drafter, key="open")
    assert actions.open_ex_officio(given, site.drafter, key="open") == dossier
    first = Entry.objects.get(dossier=dossier, sequence=1)
    assert (first.act, first.actor, first.status_after) == (
        "open_ex_officio",
        site.drafter,
        Status.PROCESSING,
    )
    assert (
        dossier.applicant_name == Authority.objects.get(slug=DEPARTMENT).name
        and dossier.due_at is not None
    )


def test_only_the_role_at_the_deciding_authority_opens_it(
    site: Licensing, version: ProcedureVersion, licence: Grant
) -> None:
    wanted = draft(site, version, licence, "suspend")
    for stranger in (site.receptionist, site.director, site.commune, site.school, site.expert):
        with pytest.raises(NoRight):
            actions.open_ex_officio(wanted, stranger)
    Draft.objects.filter(pk=wanted.pk).update(owner=site.clerk)
    with pytest.raises(NoRight):
        actions.open_ex_officio(Draft.objects.get(pk=wanted.pk), site.clerk)
    citizen = Draft.objects.create(
        owner=site.school, version=version, answers={**wanted.answers, "ex_officio": True}
    )
    with pytest.raises(ActRefused):
        actions.open_ex_officio(citizen, site.school)
    # the office's questions are not asked of a school, whatever it says
    with pytest.raises(Incomplete):
        actions.submit(citizen, site.school)
    assert not Dossier.objects.filter(version=version).exists()


def test_whoever_opened_it_does_not_sign_it(
    site: Licensing, version: ProcedureVersion, licence: Grant
) -> None:
    office = Authority.objects.get(slug=DEPARTMENT)
    for role in ("division_head", "head"):
        RoleAssignment.objects.create(user=site.drafter, role_id=role, authority=office)
    dossier = decide(opened(site, version, licence, "suspend"), "appraise", site.expert, "propose")
    with pytest.raises(NoRight):
        decide(dossier, "review", site.drafter, "reviewed")
    dossier = decide(dossier, "review", site.chief, "reviewed")
    with pytest.raises(NoRight):
        decide(dossier, "sign", site.drafter, "approve")


def test_a_licence_is_not_resumed_that_was_not_suspended(
    site: Licensing, version: ProcedureVersion, licence: Grant
) -> None:
    with pytest.raises(Incomplete, match="tình trạng"):
        decide(opened(site, version, licence, "resume"), "appraise", site.expert, "propose")


def test_what_another_decision_did_meanwhile_is_seen_before_the_number(
    site: Licensing, version: ProcedureVersion, licence: Grant
) -> None:
    """Two officers suspend the same school: the second decision gets no number."""
    first, second = (
        signed(site, opened(site, version, licence, "suspend")) for _number in range(2)
    )
    decide(first, "seal", site.clerk, "seal")
    with pytest.raises(Incomplete, match="bị đình chỉ"):
        decide(second, "seal", site.clerk, "seal")
    assert licence.states.filter(state="SUSPENDED").count() == 1


def test_a_suspension_from_a_later_day_holds_from_that_day(
    site: Licensing, version: ProcedureVersion, licence: Grant
) -> None:
    day = timezone.localdate() + dt.timedelta(days=20)
    ordered(site, opened(site, version, licence, "suspend", since=day.isoformat()))
    assert standing(licence) == "ACTIVE"
    assert grants.standing_on(Grant.objects.get(), day) == "SUSPENDED"


def test_the_school_asks_for_a_change(
    site: Licensing, version: ProcedureVersion, licence: Grant
) -> None:
    answers = {
        "licence": str(licence.pk),
        "representative": {
            "name": "Nguyễn Văn Hiếu",
            "birth_date": "1975-02-11",
            "sex": "M",
            "identity": IDENTITY,
        },
        "phone": "0905123456",
        "address": a_ward(),
        "wanted": "Tăng quy mô lên 18 lớp.",
        "request": [paper(site.school)],
    }
    dossier = decide(filed(version, site.school, answers), "receive", site.receptionist, "accept")
    assert dossier.case == "change" and dossier.holder_name == "Trường THPT Hòa Bình"
    with pytest.raises(Incomplete):
        decide(dossier, "appraise", site.expert, "propose", content="")
    decide(dossier, "appraise", site.expert, "propose", content="Quy mô: 18 lớp, 720 học sinh")
    decide(dossier, "review", site.chief, "reviewed")
    decide(dossier, "sign", site.director, "approve")
    decide(dossier, "seal", site.clerk, "seal")
    last = grants.last_row(Grant.objects.get(), timezone.localdate())
    assert last is not None and (last.state, last.content) == (
        "CHANGED",
        "Quy mô: 18 lớp, 720 học sinh",
    )
    assert standing(licence) == "ACTIVE"


def test_an_unfounded_measure_ends_with_an_answer(
    site: Licensing, version: ProcedureVersion, licence: Grant
) -> None:
    dossier = opened(site, version, licence, "revoke")
    decide(
        dossier,
        "appraise",
        site.expert,
        "propose_refusal",
        reason="Chưa đủ căn cứ để áp dụng biện pháp.",
    )
    decide(dossier, "review_refusal", site.chief, "reviewed")
    decide(dossier, "sign_refusal", site.director, "refuse")
    dossier = decide(dossier, "seal_refusal", site.clerk, "seal")
    assert dossier.decision == "REFUSED" and standing(licence) == "ACTIVE"


def test_a_number_that_stands_in_no_book_is_refused(
    version: ProcedureVersion, licence: Grant
) -> None:
    section = definition_of(version).form.section("what")
    for typed, kept in (
        (licence.symbol.lower(), str(licence.pk)),
        ("999/QĐ-SGDĐT", None),
        ("", None),
    ):
        data = QueryDict(mutable=True)
        data["licence"] = typed
        bound = bind(section, {}, data, {})
        assert bound.is_valid() == (kept is not None) and bound.values.get("licence") == kept, typed


def test_the_school_hears_that_it_was_suspended_though_it_did_not_ask(
    site: Licensing, version: ProcedureVersion, licence: Grant
) -> None:
    head = officer("gp_hieutruong", "Lê Thị Hiệu Trưởng", SCHOOL, "head", position="HIỆU TRƯỞNG")
    dossier = ordered(site, opened(site, version, licence, "suspend"))
    told = Message.objects.filter(dossier=dossier, recipient=head)
    (message,) = told
    assert message.entry.act == "issue" and f"/so-giay-phep/{licence.pk}/" in message.body


def test_a_licence_with_an_end_reminds_its_holder_and_the_office_once(site: Licensing) -> None:
    """The rows are set by hand: no procedure of licences has an end; certificates of accreditation
    have.
    """
    dossier, head = licensed(site), officer("gp_hieutruong", "Lê Thị Hiệu Trưởng", SCHOOL, "head")
    grant, today = Grant.objects.get(), timezone.localdate()
    paper_decision = grants.Decision(grant.authority, grant.authority_name, "9/QĐ-SGDĐT", today)
    ends = today + dt.timedelta(days=30)
    grants.add_state(grant, "CHANGED", paper_decision, valid_to=ends, remind_days=(30, 7))
    assert grant_days.sweep() == 1 and grant_days.sweep() == 0
    settle()
    told = Message.objects.filter(dossier=dossier, entry__act="grant_ends_soon", channel=INBOX)
    assert {message.recipient for message in told} == {site.school, site.director, head}
    assert all(grant.symbol in message.body for message in told)
