"""Each procedure to each of its documents with every optional box left empty, by the applicant and
by the officers.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from forms.submission import check_form
from organisations.models import User
from registers.models import Grant
from tests.people import answers, publish
from tests.procedures import diplomas, diplomas_abroad, licences, schools, standards
from tests.procedures.walking import decide, filed, item, now, paper
from workflows import actions
from workflows.actions.council import Named
from workflows.models import CouncilMember, Dossier, ProcedureVersion
from workflows.published import definition_of

pytestmark = pytest.mark.once


def bare(version: ProcedureVersion, owner: User, given: dict[str, Any]) -> Dossier:
    """Filed with as few of these answers as may be."""
    definition = definition_of(version)
    form, answers = definition.form, {**definition.first_answers(), **given}
    most = len(answers)
    for name in given:
        fewer = {one: value for one, value in answers.items() if one != name}
        shown = {field.id for part in form.visible_sections(answers) for field in part.fields}
        if name in shown and not check_form(form, fewer):
            answers = fewer
    assert len(answers) < most, "something was optional"
    return filed(version, owner, answers)


def issued(dossier: Dossier) -> set[str]:
    """Kinds of the documents it came to."""
    return {
        one.document.kind
        for one in dossier.documents.select_related("document")
        if one.document.sealed_at
    }


def test_a_copy_and_its_refusal() -> None:
    world = diplomas.diploma_world()
    for outcome, values in (("found", {"match": str(world.diploma.pk)}), ("not_found", {})):
        dossier = bare(world.version, world.huong, answers(delivery="ONLINE"))
        decide(dossier, "receive", world.lan, "accept")
        decide(
            dossier, "check", world.binh, outcome, "" if values else "Không có trong sổ.", **values
        )
        signed = "sign" if values else "sign_refusal"
        decide(dossier, signed, world.dung, "approve" if values else "refuse")
        dossier = decide(dossier, "seal" if values else "seal_refusal", world.anh, "seal")
        assert ("BS" if values else "CV") in issued(dossier)


def test_a_correction_and_a_re_issue() -> None:
    world = diplomas.diploma_world()
    change = {"content": "ethnicity", "old": world.diploma.ethnicity, "new_text": "Ê-đê"}
    for slug, more in (
        ("diploma-correction", {}),
        ("diploma-reissue", {"serial": "B 1", "book_number": "9/2026"}),
    ):
        given = diplomas.wrong(world.huong, change)
        if slug == "diploma-reissue":
            given = {
                name: value
                for name, value in given.items()
                if name not in ("ground", "from_database")
            }
            given |= {"proof": given["diploma_picture"]}
        dossier = bare(diplomas.version(slug), world.huong, given)
        decide(dossier, "receive", world.lan, "accept")
        match = str(world.diploma.pk)
        decide(
            dossier,
            "check",
            world.binh,
            "propose",
            match=match,
            changes=diplomas.confirmed(change),
            **more,
        )
        decide(dossier, "sign", world.dung, "approve")
        dossier = decide(dossier, "seal", world.anh, "seal")
        assert "QĐ" in issued(dossier)
        change = {**change, "old": "Ê-đê", "new_text": "Kinh"}


def test_a_diploma_from_abroad_straight_on_verified_and_refused() -> None:
    office = diplomas_abroad.make_office()
    for number, way in enumerate(("recognise", "abroad", "reject")):
        dossier = bare(office.version, office.khoa, diplomas_abroad.answers(office.khoa))
        dossier = decide(dossier, "receive", office.reception, "accept")
        diplomas_abroad.pay(dossier, str(number))
        values = {} if way == "reject" else {"equivalent": "THPT"}
        dossier = decide(
            dossier,
            "appraise",
            office.expert,
            way,
            "" if way == "recognise" else "Có lý do.",
            **values,
        )
        if way == "abroad":
            decide(dossier, "verify", office.expert, "confirmed")
        if way == "reject":
            decide(dossier, "sign_refusal", office.head, "refuse", "Không đủ điều kiện.")
            dossier = decide(dossier, "seal_refusal", office.clerk, "seal")
        else:
            decide(dossier, "sign", office.head, "approve")
            dossier = decide(dossier, "seal", office.clerk, "seal")
        assert ("TB" if way == "reject" else "GCN-VB") in issued(dossier)


def test_a_transfer_and_its_refusal() -> None:
    site = schools.make_schools()
    for taken in (True, False):
        dossier = bare(site.version, site.mother, schools.answers())
        decide(dossier, "receive", site.office, "accept")
        said = {"releases": True, "handed_over": "paper"}
        actions.give_opinion(
            item(dossier, "ask_release"), site.old_principal, "Đồng ý.", values=said
        )
        decide(
            dossier,
            "appraise",
            site.teacher,
            "propose" if taken else "propose_refusal",
            "" if taken else "Hết chỗ.",
        )
        if taken:
            decide(dossier, "sign", site.principal, "approve")
            decide(
                dossier, "place", site.teacher, "placed", class_name="11A", starts_on="2026-12-01"
            )
            dossier = decide(dossier, "seal", site.office, "seal")
        else:
            decide(dossier, "sign_refusal", site.principal, "refuse")
            dossier = decide(dossier, "seal_refusal", site.office, "seal")
        assert ("TN-HS" if taken else "TB") in issued(dossier)


def _appraised(site: licences.Licensing, outcome: str) -> Dossier:
    dossier = bare(site.version, site.school, licences.answers(site.school))
    decide(dossier, "receive", site.receptionist, "accept")
    actions.reassign(item(dossier, "appraise"), site.chief, site.expert)
    return decide(dossier, "appraise", site.expert, outcome)


def test_a_licence_its_refusal_and_its_change() -> None:
    site = licences.make_licensing()
    dossier = _appraised(site, "complete")
    actions.give_opinion(
        item(dossier, "ask_offices"), site.commune, "Nhất trí.", values={"agrees": True}
    )
    dossier = licences.council_done(site, dossier)
    decide(dossier, "draft", site.drafter, "propose", scale="12 lớp")
    decide(dossier, "review", site.chief, "reviewed")
    decide(dossier, "sign", site.director, "approve")
    assert "QĐ" in issued(decide(dossier, "seal", site.clerk, "seal"))

    dossier = _appraised(site, "propose_refusal")
    decide(dossier, "draft_refusal", site.drafter, "propose", "Chưa đủ giáo viên.")
    decide(dossier, "review_refusal", site.chief, "reviewed")
    decide(dossier, "sign_refusal", site.director, "refuse")
    assert "CV" in issued(decide(dossier, "seal_refusal", site.clerk, "seal"))
    for outcome in ("propose", "propose_refusal"):
        _changed(site, outcome)


def _changed(site: licences.Licensing, outcome: str) -> None:
    usual = licences.answers(site.school)
    given = {name: usual[name] for name in ("representative", "phone", "email", "address")}
    given |= {
        "licence": str(Grant.objects.get().pk),
        "wanted": "Tăng lên 18 lớp.",
        "request": [paper(site.school)],
    }
    dossier = bare(publish("school-licence-change"), site.school, given)
    decide(dossier, "receive", site.receptionist, "accept")
    granted = outcome == "propose"
    values = {"content": "Quy mô: 18 lớp"} if granted else {}
    decide(
        dossier, "appraise", site.expert, outcome, "" if granted else "Chưa đủ điều kiện.", **values
    )
    decide(dossier, "review" if granted else "review_refusal", site.chief, "reviewed")
    decide(
        dossier,
        "sign" if granted else "sign_refusal",
        site.director,
        "approve" if granted else "refuse",
    )
    dossier = decide(dossier, "seal" if granted else "seal_refusal", site.clerk, "seal")
    assert ("QĐ" if granted else "CV") in issued(dossier)


@pytest.mark.parametrize("slug", ["national-standard-secondary", "national-standard-preschool"])
def test_the_national_standard_and_its_refusal(slug: str) -> None:
    site = standards.make_standards(slug)
    for granted in (True, False):
        given = {**standards.answers(site), "email": "truong@example.vn"}
        dossier = bare(site.version, site.secretary, given)
        decide(dossier, "check", site.commune, "hand_over")
        dossier = decide(dossier, "receive", site.expert, "accept")
        decide(dossier, "study", site.expert, "studied")
        dossier = _visited(site, dossier)
        draft = [paper(site.expert)]  # the words of the outcome promise it
        actions.decide(
            item(dossier, "draft"), site.expert, "send", {"summary": "Đạt."}, files=draft
        )
        dossier = now(dossier)
        actions.reply(dossier, site.secretary, {"agrees": False, "reason": "Chưa nhất trí mức."})
        decide(dossier, "respond", site.expert, "answered", kept="Giữ nguyên.")
        level = "1" if granted else "0"
        dossier = decide(
            dossier, "final", site.expert, "propose" if granted else "propose_refusal",
            "" if granted else "Chưa đạt.", files=[paper(site.expert)], level=level,
        )  # fmt: skip
        if granted:
            decide(dossier, "review", site.chief, "reviewed")
            decide(dossier, "sign", site.director, "approve")
            dossier = decide(dossier, "seal", site.clerk, "seal")
        else:
            decide(dossier, "sign_refusal", site.director, "refuse")
            dossier = decide(dossier, "seal_refusal", site.clerk, "seal")
        assert ("BCN" if granted else "CV") in issued(dossier)


def _visited(site: standards.Standards, dossier: Dossier) -> Dossier:
    task, today = item(dossier, "team"), timezone.localdate()
    seats = [Named(seat, who) for seat, who in zip(standards.SEATS, site.members, strict=True)]
    actions.appoint_council(task, site.expert, seats)
    actions.set_visit(task, site.expert, today)
    for seat in CouncilMember.objects.filter(council__item=task):
        assert seat.user is not None
        actions.vote(seat, seat.user, "FOR")
    minutes = {"first_visit": today.isoformat(), "level": "1", "findings": "Đủ phòng học."}
    actions.close_council(task, site.expert, minutes, [paper(site.expert)])
    return now(dossier)
