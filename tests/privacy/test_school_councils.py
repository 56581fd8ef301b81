"""Who sat on a council for self-assessment is deleted when its years are over; the approved report
stays.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import time_machine

from assessment import catalogue, work
from assessment.models import Assessment, CouncilMember, Report
from forms.files.uploads import open_file
from organisations.seed import seed_organisations
from privacy import retention
from privacy.tasks import apply_retention
from tests.assessment.schools import YEAR, begun, fill, make_school, seat_council
from tests.portal.conftest import visiting

LAST = dt.date(2032, 12, 31)  # five years after 2027, in which the school year ends


def test_the_council_is_deleted_after_its_years_and_not_before(db: Any) -> None:
    seed_organisations()
    school = make_school()
    found = begun(school)
    assert YEAR == "2026-2027" and catalogue.rules_of(found.rules).council.names_kept == 5
    fill(found, school)
    seat_council(found, school, 5)
    approved = work.approve(found, school.head)
    later = work.begin(
        school.authority, catalogue.shipped_as("school-2026"), "2027-2028", school.secretary
    )
    seat_council(later, school, 5)
    assert retention.forget_school_councils(LAST) == 0 and found.council.count() == 5
    with time_machine.travel(
        dt.datetime.combine(LAST, dt.time(12)) + dt.timedelta(days=1), tick=False
    ):
        apply_retention()
    assert not found.council.exists() and later.council.count() == 5
    kept = Report.objects.get(pk=approved.pk)
    with open_file(kept.file) as file:
        assert file.read()
    assert Assessment.objects.get(pk=found.pk).state == Assessment.State.APPROVED
    assert visiting(school.secretary).get(f"/tu-danh-gia/{found.pk}/").status_code == 200
    assert (
        retention.forget_school_councils(LAST + dt.timedelta(days=1)) == 0
        and CouncilMember.objects.count() == 5
    )
