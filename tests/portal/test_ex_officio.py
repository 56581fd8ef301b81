"""The page on which an office opens a dossier itself, and the council's page: what they offer, to
whom.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from organisations.models import User
from organisations.seed import seed_organisations
from registers.models import Grant
from tests.documents.conftest import demo_authority_seals, demo_seal_folder  # noqa: F401 - fixtures
from tests.people import publish
from tests.procedures.licences import SEATS, Licensing, appraised, licensed, make_licensing, seated
from tests.procedures.walking import item, now, officer
from tests.reading import as_read
from workflows import actions
from workflows.actions.council import Named
from workflows.errors import Incomplete
from workflows.models import Council, CouncilMember, Dossier, Draft, Entry, Procedure, WorkItem


@pytest.fixture
def site(db: Any, demo_authority_seals: Any) -> Licensing:  # noqa: F811
    seed_organisations()
    return make_licensing()


def visiting(who: User) -> Client:
    client = Client()
    client.force_login(who)
    return client


def test_an_expert_opens_a_suspension_on_the_citizens_pages(site: Licensing) -> None:
    licensed(site)
    publish("school-licence-change")
    client, licence = visiting(site.drafter), Grant.objects.get()
    offers = client.get(reverse("portal:ex_officio"))
    assert (
        "school-licence-change/sgddt-daklak" in offers.text and "school-licence/" not in offers.text
    )
    answer = client.post(
        reverse("portal:ex_officio"), {"offer": "school-licence-change/sgddt-daklak"}
    )
    first = client.get(answer.url)
    assert "Biện pháp" in first.text and "Người đại diện" not in first.text
    sent = {"licence": licence.symbol, "measure": "suspend", "continue": "1"}
    ground = client.post(answer.url, sent)
    assert ground.url.endswith("/ground/")
    today = timezone.localdate()
    given = {"since.day": today.day, "since.month": today.month, "since.year": today.year}
    sent = {"reason": "Thiếu giáo viên.", "until": "Ba tháng", **given, "continue": "1"}
    check = client.post(ground.url, {name: str(value) for name, value in sent.items()})
    assert licence.holder in client.get(check.url).text
    filed = client.post(check.url)
    dossier = Dossier.objects.latest("pk")
    assert dossier.case == "suspension" and filed.url == reverse(
        "portal:office_dossier", args=[dossier.code]
    )
    assert "Cơ quan tự mở" in client.get(filed.url, {"xem": "nhat-ky"}).text


def test_others_are_offered_nothing_and_open_nothing(site: Licensing) -> None:
    publish("school-licence-change")
    for who in (site.director, site.commune, site.clerk):
        client = visiting(who)
        assert "được tự mở hồ sơ" in client.get(reverse("portal:ex_officio")).text
        answer = client.post(
            reverse("portal:ex_officio"), {"offer": "school-licence-change/sgddt-daklak"}
        )
        assert answer.status_code == 404
    assert not Draft.objects.exists()


def test_the_keeper_of_a_council_names_it_sets_the_day_and_loses_nothing(site: Licensing) -> None:
    dossier = appraised(site)
    client = visiting(site.drafter)
    page = reverse("portal:task_council", args=[item(dossier, "council").pk])
    assert client.get(reverse("portal:work", args=[item(dossier, "council").pk])).url == page
    people = [str(one.pk) for one in site.members]
    rows = {
        "member-seat": ["CHAIR", "SECRETARY", "MEMBER", "MEMBER", "MEMBER"],
        "member-user": [*people, ""],
        "member-name": ["", "", "", "", "Phạm Văn Ngoài"],
        "member-title": ["", "", "", "", "Trưởng Công an xã"],
    }
    fewer = client.post(page, {**rows, "member-name": [""] * 5, "do-appoint": "1"})
    assert (
        fewer.status_code == 422
        and "ít nhất 5" in fewer.text
        and 'value="Trưởng Công an xã"' in fewer.text
    )
    more = client.post(page, {**rows, "do-more": "1"})
    assert more.text.count('name="member-seat"') == 7 and 'value="Phạm Văn Ngoài"' in more.text
    assert client.post(page, {**rows, "do-appoint": "1"}).status_code == 302
    assert CouncilMember.objects.count() == 5
    wrong = client.post(
        page, {"visit.day": "31", "visit.month": "2", "visit.year": "2027", "do-visit": "1"}
    )
    assert wrong.status_code == 422 and "is-wrong" in wrong.text
    assert str(site.expert) not in client.get(page).text  # appraised, so they are not offered


def test_a_member_from_elsewhere_sees_the_dossier_and_votes_on_their_phone(site: Licensing) -> None:
    dossier = appraised(site)
    seats = seated(site, dossier)
    page = reverse("portal:task_council", args=[item(dossier, "council").pk])
    member, stranger = visiting(site.members[2]), visiting(site.school)
    assert "chưa biểu quyết" in member.get(reverse("portal:desk")).text
    assert (
        member.post(
            page, {f"vote-{seats[2].pk}": "AGAINST", "do-vote": str(seats[2].pk)}
        ).status_code
        == 302
    )
    seats[2].refresh_from_db()
    assert seats[2].vote == "AGAINST"
    refused = member.post(page, {f"vote-{seats[0].pk}": "FOR", "do-vote": str(seats[0].pk)})
    assert refused.status_code == 403 and "tự biểu quyết" in refused.text
    assert stranger.get(page).status_code in (403, 404)
    assert "1 không đồng ý" in member.get(page).text and now(dossier).office.get("council") is None


def sent_out(site: Licensing, outside: int) -> tuple[WorkItem, list[CouncilMember]]:
    """A council with so many members from outside, on the day of its visit."""
    task = item(appraised(site), "council")
    inside = [
        Named(seat, user) for seat, user in zip(SEATS, site.members[: 5 - outside], strict=False)
    ]
    strangers = [Named("MEMBER", None, f"Người ngoài {number}") for number in range(outside)]
    actions.appoint_council(task, site.drafter, [*inside, *strangers])
    actions.set_visit(task, site.drafter, timezone.localdate())
    return task, list(CouncilMember.objects.filter(council__item=task).order_by("pk"))


@pytest.mark.parametrize("press", ["1", "first", "last"])
def test_every_vote_that_was_ticked_is_kept_whichever_button_was_pressed(
    site: Licensing, press: str
) -> None:
    task, seats = sent_out(site, outside=3)
    keeper, page = visiting(site.drafter), reverse("portal:task_council", args=[task.pk])
    first, second, third = seats[2:]
    button = {"first": str(first.pk), "last": str(second.pk)}.get(press, press)
    sent = {f"vote-{first.pk}": "FOR", f"vote-{second.pk}": "AGAINST", "do-vote": button}
    told = keeper.post(page, sent, follow=True).text
    assert (
        "Đã ghi 2 ý kiến biểu quyết: Người ngoài 0 (Đồng ý); Người ngoài 1 (Không đồng ý)." in told
    )
    assert [one.vote for one in reread(first, second, third)] == ["FOR", "AGAINST", ""]
    assert Entry.objects.filter(act="council_vote").count() == 2


def reread(*seats: CouncilMember) -> list[CouncilMember]:
    return list(CouncilMember.objects.filter(pk__in=[one.pk for one in seats]).order_by("pk"))


def test_what_another_wrote_meanwhile_is_not_overwritten_and_the_ticks_stay(
    site: Licensing,
) -> None:
    task, seats = sent_out(site, outside=2)
    keeper, page = visiting(site.drafter), reverse("portal:task_council", args=[task.pk])
    one, other = seats[3:]
    assert f'name="seen-{one.pk}" value=""' in keeper.get(page).text
    actions.vote(one, site.members[1], "AGAINST")  # the secretary, in a window of their own
    unseen = {f"seen-{one.pk}": "", f"seen-{other.pk}": ""}
    sent = {f"vote-{one.pk}": "FOR", f"vote-{other.pk}": "FOR", "do-vote": "1", **unseen}
    refused = keeper.post(page, sent)
    assert (
        refused.status_code == 409
        and "Người ngoài 0" in refused.text
        and "vừa được ghi khác" in refused.text
    )
    assert as_read(refused.text).count('value="FOR" checked') == 2  # nothing typed is lost
    assert [seat.vote for seat in reread(one, other)] == ["AGAINST", ""]  # all of them or none
    stale = {f"vote-{one.pk}": "", f"vote-{other.pk}": "FOR", "do-vote": "1", **unseen}
    assert keeper.post(page, stale).status_code == 302
    assert [seat.vote for seat in reread(one, other)] == ["AGAINST", "FOR"]


def test_a_press_without_a_tick_writes_nothing_and_says_so(site: Licensing) -> None:
    task, _seats = sent_out(site, outside=2)
    refused = visiting(site.drafter).post(
        reverse("portal:task_council", args=[task.pk]), {"do-vote": "1"}
    )
    assert refused.status_code == 422 and "Hãy chọn một trong các ý kiến" in refused.text


def test_nobody_votes_before_the_visit_as_nobody_closes_before_it(site: Licensing) -> None:
    task, seats = sent_out(site, outside=2)
    keeper, page = visiting(site.drafter), reverse("portal:task_council", args=[task.pk])
    for day in (None, timezone.localdate() + dt.timedelta(days=1)):
        Council.objects.filter(item=task).update(visit_on=day)
        assert f"vote-{seats[4].pk}" not in keeper.get(page).text
        refused = keeper.post(page, {f"vote-{seats[4].pk}": "FOR", "do-vote": "1"})
        assert refused.status_code == 422 and "Chưa kiểm tra thực tế" in refused.text
        with pytest.raises(Incomplete, match="Chưa kiểm tra thực tế"):
            actions.vote(seats[0], site.members[0], "FOR")
    assert not CouncilMember.objects.exclude(vote="").exists()


def test_the_menu_offers_opening_only_to_whom_it_has_something_to_open(site: Licensing) -> None:
    publish("school-licence-change")
    principal = officer("tri", "Đặng Minh Trí", "thpt-buon-ma-thuot", "head")
    address = f'href="{reverse("portal:ex_officio")}"'
    assert address in visiting(site.drafter).get(reverse("portal:desk")).text
    for other in (principal, site.director, site.receptionist, site.commune):
        assert address not in visiting(other).get(reverse("portal:desk")).text, other
    Procedure.objects.filter(slug="school-licence-change").update(open=False)
    assert address not in visiting(site.drafter).get(reverse("portal:desk")).text
