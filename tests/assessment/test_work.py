"""What the people of a school do: fill in, attach evidence, seat a council, approve; and what is
refused.
"""

from __future__ import annotations

import io

import docx
import pytest
from django.db import DatabaseError, transaction

from assessment import catalogue, evidence, work
from assessment.levels import MET, NOT_MET
from assessment.models import Assessment, Report, RuleSetVersion
from assessment.overview import State, overview
from assessment.refusals import NotAllowed, Refused, TooLate
from forms.files.uploads import open_file
from tests.assessment.schools import School, begun, fill, make_school, paper, seat_council

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]


@pytest.fixture
def school() -> School:
    return make_school()


def say(assessment: Assessment, school: School, criterion: str, **said: str) -> None:
    work.change(assessment, criterion, school.secretary, lambda _now: said)


def test_a_school_begins_once_a_year_by_the_frozen_text_of_the_rules(school: School) -> None:
    found = begun(school)
    assert begun(school) == found
    assert RuleSetVersion.objects.count() == 1
    assert catalogue.rules_of(found.rules) == catalogue.shipped_as("school-2026")
    with pytest.raises(DatabaseError), transaction.atomic():
        RuleSetVersion.objects.update(content="{}")


def test_an_assessment_keeps_the_rules_it_began_with(school: School) -> None:
    found = begun(school)
    other = catalogue.shipped_as("school-2026").model_copy(update={"title": "Bản sửa"})
    assert catalogue.publish(other) != found.rules
    assert overview(Assessment.objects.get(pk=found.pk)).rules.title != "Bản sửa"


def test_strangers_and_wrong_years_are_refused(school: School) -> None:
    rules = catalogue.shipped_as("school-2026")
    with pytest.raises(NotAllowed):
        work.begin(school.authority, rules, "2026-2027", school.stranger)
    for year in ("2026", "2026-2028", "nay"):
        with pytest.raises(Refused):
            work.begin(school.authority, rules, year, school.secretary)
    with pytest.raises(NotAllowed):
        work.change(begun(school), "1.1", school.stranger, lambda now: now)


def test_a_criterion_is_done_when_it_is_judged_described_and_shown(school: School) -> None:
    found = begun(school)
    assert overview(found).row("1.1").state == State.NOT_BEGUN
    say(found, school, "1.1", m1=MET)
    assert overview(found).row("1.1").state == State.UNFINISHED
    say(found, school, "1.1", m2=NOT_MET, description="Có chiến lược.")
    assert overview(found).row("1.1").state == State.NO_EVIDENCE
    evidence.add(found, "1.1", "Chiến lược phát triển", paper(school.secretary), school.secretary)
    seen = overview(found)
    assert (seen.row("1.1").state, seen.row("1.1").reached, seen.result.level) == (State.DONE, 1, 0)
    say(found, school, "1.2", m1=NOT_MET, m2=NOT_MET, description="Chưa có.")
    # nothing is claimed, so nothing has to be shown
    assert overview(found).row("1.2").state == State.DONE


def test_evidence_is_numbered_without_holes_and_texts_follow(school: School) -> None:
    found = begun(school)
    kept = [
        evidence.add(found, "1.3", f"Sổ {n}", paper(school.secretary), school.secretary)
        for n in range(1, 13)
    ]
    say(found, school, "1.3", description="Xem [MC.1.3.2], [MC.1.3.3], [MC.1.3.12] và MC.1.3.1.")
    say(found, school, "1.4", description="Như MC.1.3.3.")
    with pytest.raises(Refused, match=r"MC\.1\.3\.1,"):
        evidence.remove(found, kept[0].pk, school.secretary)
    say(found, school, "1.3", description="Xem [MC.1.3.2], [MC.1.3.3], [MC.1.3.12].")
    evidence.remove(found, kept[0].pk, school.secretary)
    seen = overview(found)
    assert [one.number for one in seen.row("1.3").evidence] == list(range(1, 12))
    assert [one.title for one in seen.row("1.3").evidence][:2] == ["Sổ 2", "Sổ 3"]
    assert seen.row("1.3").answers["description"] == "Xem [MC.1.3.1], [MC.1.3.2], [MC.1.3.11]."
    assert seen.row("1.4").answers["description"] == "Như MC.1.3.2."
    with pytest.raises(TooLate):
        evidence.remove(found, kept[0].pk, school.secretary)


@pytest.mark.parametrize(("number", "word"), [(4, "ít nhất 5"), (6, "số lẻ")])
def test_a_council_of_the_wrong_size_keeps_the_head_from_approving(
    school: School, number: int, word: str
) -> None:
    found = begun(school)
    fill(found, school)
    seat_council(found, school, number)
    with pytest.raises(Refused, match=word):
        work.approve(found, school.head)


def test_a_council_has_one_chair_and_one_secretary(school: School) -> None:
    found = begun(school)
    fill(found, school)
    seat_council(found, school, 4)
    work.add_member(found, "Chủ tịch nữa", "Phó hiệu trưởng", "CHAIR", school.secretary)
    with pytest.raises(Refused, match="một chủ tịch"):
        work.approve(found, school.head)


def test_the_head_approves_and_the_report_is_frozen_in_word(school: School) -> None:
    found = begun(school)
    fill(found, school)
    seat_council(found, school, 5)
    with pytest.raises(NotAllowed):
        work.approve(found, school.secretary)
    approved = work.approve(found, school.head)
    assert approved.level == 2 and approved.sha256 == approved.file.sha256
    content = open_file(approved.file).read()
    whole = docx.Document(io.BytesIO(content))
    words = "\n".join(one.text for one in whole.paragraphs)
    cells = "\n".join(
        cell.text for table in whole.tables for row in table.rows for cell in row.cells
    )
    assert "BÁO CÁO TỰ ĐÁNH GIÁ" in words and "Trường thực hiện tiêu chí 4.2." in words
    assert "Mức đánh giá của trường: đạt mức 2." in words
    assert "MC.4.2.1" in cells and "Người thứ 1" in cells and "Đặng Minh Trí" in cells
    for act in (
        lambda: say(found, school, "1.1", m1=NOT_MET),
        lambda: work.approve(found, school.head),
    ):
        with pytest.raises(TooLate):
            act()
    with pytest.raises(DatabaseError), transaction.atomic():
        Report.objects.update(level=1)


def test_what_was_approved_before_stays_when_the_head_opens_it_again(school: School) -> None:
    found = begun(school)
    fill(found, school)
    seat_council(found, school, 5)
    first = work.approve(found, school.head)
    with pytest.raises(NotAllowed):
        work.reopen(found, school.secretary)
    work.reopen(found, school.head)
    say(found, school, "1.3", m2=NOT_MET)
    second = work.approve(found, school.head)
    assert (first.level, second.level, second.number) == (2, 1, 2)
    assert Report.objects.get(pk=first.pk).sha256 == first.sha256 != second.sha256


def test_what_somebody_changes_while_the_report_is_made_is_not_approved(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = begun(school)
    fill(found, school)
    seat_council(found, school, 5)
    made = work.report.build

    def slow(*given: object) -> object:
        whole = made(*given)  # type: ignore[arg-type]
        say(found, school, "4.1", description="Sửa vào phút chót.")
        return whole

    monkeypatch.setattr(work.report, "build", slow)
    with pytest.raises(TooLate):
        work.approve(found, school.head)
    assert not Report.objects.exists()
