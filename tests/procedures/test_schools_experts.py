"""1.000288, 1.000691: the expert of the school's commune gets the dossier, else the one of schools
of its level.
"""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from organisations.models import Area, RoleAssignment, User
from tests.organisations.test_covers import cover
from tests.procedures.standards import COMMUNE, DEPARTMENT, Standards, answers, make_standards
from tests.procedures.walking import decide, filed, item, officer
from workflows import actions
from workflows.errors import AlreadyDone
from workflows.lifecycle import Status
from workflows.models import Dossier
from workflows.reports import queues

LEVELS = {"national-standard-secondary": "SECONDARY", "national-standard-preschool": "PRESCHOOL"}


@pytest.fixture(params=LEVELS)
def site(request: pytest.FixtureRequest) -> Standards:
    return make_standards(request.param)


def looks_after(who: User, area: str) -> Area:
    return Area.objects.create(
        assignment=RoleAssignment.objects.get(user=who, role_id="expert"), name=area
    )


def expert(username: str, name: str) -> User:
    return officer(username, name, DEPARTMENT, "expert")


def handed_over(site: Standards, commune: str = COMMUNE) -> Dossier:
    """The commune of the school has checked it; the department is to accept."""
    dossier = filed(site.version, site.secretary, answers(site, commune=commune))
    there = (
        site.commune
        if commune == COMMUNE
        else officer("cq_xa_khac", "Y Moan Êban", commune, "receptionist")
    )
    return decide(dossier, "check", there, "hand_over")


def test_the_experts_of_commune_and_level_get_what_is_theirs(site: Standards) -> None:
    level = LEVELS[site.version.procedure.slug]
    of_ward, of_level, of_other = (
        expert("v1", "Của Phường"),
        expert("v2", "Của Cấp"),
        expert("v3", "Của Cấp Khác"),
    )
    looks_after(of_ward, COMMUNE)
    looks_after(of_level, level)
    looks_after(of_other, next(other for other in LEVELS.values() if other != level))
    near, far = handed_over(site), handed_over(site, "ubnd-ea-kar")
    assert item(near, "receive").owner == of_ward and item(far, "receive").owner == of_level
    assert (
        list(queues.mine(of_ward)) == [item(near, "receive")] and not queues.mine(of_other).exists()
    )
    with pytest.raises(AlreadyDone):
        decide(near, "receive", site.expert, "accept")
    far = decide(
        far, "receive", of_level, "supplement", "Báo cáo tự đánh giá thiếu danh mục minh chứng."
    )
    actions.supply(far, site.secretary, far.answers)
    assert item(far, "receive").owner == of_level, "what comes back goes to whoever had it"


def test_who_is_away_or_no_longer_has_the_commune_gets_nothing(site: Standards) -> None:
    of_ward, of_level = expert("v1", "Của Phường"), expert("v2", "Của Cấp")
    area = looks_after(of_ward, COMMUNE)
    looks_after(of_level, LEVELS[site.version.procedure.slug])
    cover(of_ward, site.clerk)
    assert item(handed_over(site), "receive").owner == site.clerk, (
        "whoever stands in has it meanwhile"
    )
    area.valid_to = timezone.localdate() - dt.timedelta(days=1)
    area.save()
    assert item(handed_over(site), "receive").owner == of_level


def test_where_no_areas_are_given_it_waits_for_whoever_takes_it(site: Standards) -> None:
    """As before the rule: a site that was upgraded has no areas yet."""
    dossier = handed_over(site)
    assert item(dossier, "receive").owner is None
    assert decide(dossier, "receive", site.expert, "accept").legal_status == Status.RECEIVED
