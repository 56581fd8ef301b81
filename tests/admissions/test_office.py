"""The office's side of a round: plans by two, marks row by row, runs bound by what was seen."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import time_machine
from django.db import DatabaseError, transaction

from admissions import acts, journal, lots
from admissions.applying import filed
from admissions.models import (
    AllocationRun,
    Application,
    Lots,
    PlanVersion,
    Round,
    Score,
    ScoreImport,
)
from admissions.opened.data import round_file
from admissions.opened.rows import public_round
from admissions.plans.comparing import differences
from admissions.plans.reading import in_force
from admissions.publication.verify_allocation import main as verify
from admissions.scores.counting import difference
from admissions.seats.inputs import input_of
from foundation.spreadsheets import UnreadableFile
from tests.admissions.plans import text
from tests.admissions.site import Site, applied, in_state, make_site, settle, sheet
from tests.people import World, publish
from workflows.errors import Incomplete, NoRight, WrongState

State = Round.State


@pytest.fixture
def site(world: World) -> Site:
    return make_site(world)


@pytest.fixture
def four(site: Site) -> Site:
    """The example of docs/admissions.md, a: A, B, C and D ask for two schools of two seats."""
    for number, wishes in enumerate((["bmt", "cvan"], ["bmt", "cvan"], ["bmt", "cvan"], ["cvan"])):
        applied(site, wishes, pupil_code=f"HS{number + 1}", priority_group="none")
    in_state(site, State.CHECKED)
    return site


MARKS = ("000001,,9,8,7", "000002,,8,8,7", "000003,,8,7,7", ",HS4,6,6,6")


def scored(site: Site, folder: Path, *lines: str) -> None:
    """The marks of this sheet count, and the round knows it."""
    read = acts.read_sheet(site.fresh(), sheet(folder, *(lines or MARKS)), site.thu)
    acts.count_sheet(read, site.thu)
    if site.fresh().state == State.CHECKED:
        acts.move(site.round, "scored", site.thu)


def run(site: Site) -> AllocationRun:
    """A dry run, worked out."""
    ordered = acts.order_run(site.fresh(), site.thu)
    settle()
    ordered.refresh_from_db()
    return ordered


def test_a_plan_holds_once_another_person_than_its_writer_published_it(world: World) -> None:
    site = make_site(world)
    version = acts.write_plan(site.round, text(("quota: 2", "quota: 3")), site.dung)
    with pytest.raises(NoRight, match="khác"):
        acts.publish_plan(version, site.dung)
    with pytest.raises(NoRight):
        acts.publish_plan(version, site.thu)
    assert in_force(site.fresh()).rules.programmes["bmt"].quota == 2
    [changed] = differences(site.round.plan, version)
    assert (changed.word, changed.before, changed.now) == ("rules.programmes.bmt.quota", "2", "3")


def test_a_plan_that_cannot_work_is_not_published(site: Site) -> None:
    version = acts.write_plan(site.round, text(("by: wish", "by: sibling")), site.thu)
    with pytest.raises(Incomplete, match="sibling"):
        acts.publish_plan(version, site.dung)


def test_quotas_below_the_rights_of_direct_admission_are_found(site: Site) -> None:
    """Three claim a right where two seats are; a plan that seats them beside the quota may come."""
    for _number in range(3):
        applied(site, ["bmt", "cvan"], direct="few")
    right = ("score:\n", 'direct: direct == "few"\nscore:\n')
    version = acts.write_plan(site.round, text(right), site.thu)
    with pytest.raises(Incomplete, match="bmt: đã có 3"):
        acts.publish_plan(version, site.dung)
    beside = ("tie: all", "tie: all\n  direct: beside_quota")
    acts.publish_plan(acts.write_plan(site.round, text(right, beside), site.thu), site.dung)


def test_points_by_one_officer_alone_are_found(world: World) -> None:
    """The present school's word about a class gives points, and nobody confirms it."""
    publish("grade-10-admission")
    sound = ("by: priority_group", "by: office.check.priority")
    site = make_site(world, sound)
    alone = ("by: priority_group", "by: office.check.average")
    version = acts.write_plan(site.round, text(alone), site.thu)
    with pytest.raises(Incomplete, match="người thứ hai"):
        acts.publish_plan(version, site.dung)


def test_an_older_version_is_not_published_over_a_newer_one(site: Site) -> None:
    older = acts.write_plan(site.round, text(("quota: 2", "quota: 3")), site.thu)
    acts.write_plan(site.round, text(("quota: 2", "quota: 4")), site.thu)
    with pytest.raises(WrongState, match="mới hơn"):
        acts.publish_plan(older, site.dung)


def test_frozen_plans_and_the_journal_cannot_be_changed(site: Site) -> None:
    for rows in (PlanVersion.objects.all(), site.round.entries.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(at="2020-01-01T00:00:00Z")
    assert journal.first_fault(site.fresh()) == 0
    Round.objects.filter(pk=site.round.pk).update(entry_count=9)
    assert journal.first_fault(site.fresh()) > 0


def test_a_round_opens_only_with_all_it_needs(site: Site) -> None:
    with pytest.raises(Incomplete, match="grade-10-admission"):
        acts.move(site.round, "open", site.dung)
    with pytest.raises(NoRight):
        acts.move(site.round, "open", site.thu)
    with pytest.raises(WrongState, match="Đang chuẩn bị"):
        acts.move(site.round, "close", site.dung)


def test_marks_are_joined_row_by_row_and_every_row_is_accounted_for(
    four: Site, tmp_path: Path
) -> None:
    lines = (
        "000001,HS1,8.25,7,9",
        ",HS2,vắng,6,5",
        "000003,HS1,5,5,5",  # the two are two pupils
        "999999,,5,5,5",
        "000004,,11,5,5",
        "000004,,,5,5",
        "1,,4,4,4",  # the first once more
    )
    read = acts.read_sheet(four.fresh(), sheet(tmp_path, *lines), four.thu)
    faults = {row.number: row.fault for row in read.rows.all()}
    assert read.rows_read == 7 and read.matched == 1 and read.faulty == 6
    assert [bool(faults[number]) for number in range(2, 9)] == [True, False, *[True] * 5]
    assert "hai thí sinh" in faults[4] and "999999" in faults[5] and "ngoài" in faults[6]
    assert not Score.objects.exists(), "nothing counts by being read"
    acts.count_sheet(read, four.thu)
    kinds = {score.paper: (score.kind, score.points) for score in Score.objects.all()}
    assert kinds == {
        "toan": ("ABSENT", None),
        "van": ("MARK", Decimal(6)),
        "anh": ("MARK", Decimal(5)),
    }
    with pytest.raises(WrongState):
        acts.count_sheet(read, four.thu)


def test_a_pupil_code_that_two_have_joins_nobody(four: Site, tmp_path: Path) -> None:
    four.round.applications.filter(candidate__in=["000001", "000002"]).update(pupil_code="HS1")
    read = acts.read_sheet(four.fresh(), sheet(tmp_path, ",HS1,5,5,5"), four.thu)
    assert "2 thí sinh" in read.rows.get().fault


def test_a_sheet_without_identifiers_or_papers_is_refused_whole(four: Site, tmp_path: Path) -> None:
    path = tmp_path / "diem.csv"
    path.write_text("Họ tên,Toán,Ngữ văn,Tiếng Anh\nA,1,2,3\n", encoding="utf-8")
    with pytest.raises(UnreadableFile):
        acts.read_sheet(four.fresh(), path, four.thu)
    assert not ScoreImport.objects.exists()


def test_a_second_sheet_shows_what_it_changes_before_it_counts(four: Site, tmp_path: Path) -> None:
    scored(four, tmp_path)
    read = acts.read_sheet(four.fresh(), sheet(tmp_path, "000001,,9.00,8.5,7"), four.thu)
    found = difference(read)
    assert found.new == 0 and found.same == 2
    assert [(one.paper, one.before, one.now) for one in found.changed] == [("van", "8", "8.5")]
    acts.drop_sheet(read, four.thu)
    assert Score.objects.get(application__candidate="000001", paper="van").points == Decimal(8)


def test_a_round_is_scored_only_when_everybody_has_marks(four: Site, tmp_path: Path) -> None:
    read = acts.read_sheet(four.fresh(), sheet(tmp_path, *MARKS[:3]), four.thu)
    with pytest.raises(Incomplete, match="chưa tính"):
        acts.move(four.fresh(), "scored", four.thu)
    acts.count_sheet(read, four.thu)
    with pytest.raises(Incomplete, match="1 thí sinh"):
        acts.move(four.fresh(), "scored", four.thu)


def test_a_dry_run_gives_seats_and_says_why(four: Site, tmp_path: Path) -> None:
    """A 24, B 23 at bmt; C 22 goes to cvan, as D 18."""
    scored(four, tmp_path)
    made = run(four)
    assert made.state == AllocationRun.State.DONE and made.is_dry
    seats = {one.application.candidate: one.programme for one in made.placements.all()}
    assert seats == {"000001": "bmt", "000002": "bmt", "000003": "cvan", "000004": "cvan"}
    assert made.report["programmes"]["bmt"]["cut_off"] == "23.00"
    assert made.report["by_rank"] == {"1": 3, "2": 1}
    third = made.placements.get(application__candidate="000003")
    assert third.rank == 2 and third.reasons[0]["enough"] == "23"


def test_the_round_takes_exactly_the_run_that_was_seen(four: Site, tmp_path: Path) -> None:
    scored(four, tmp_path)
    made = run(four)
    with pytest.raises(WrongState, match="đã xem"):
        acts.bind(four.fresh(), made, "0" * 64, four.thu)
    read = acts.read_sheet(four.fresh(), sheet(tmp_path, "000003,,10,8,7"), four.thu)
    acts.count_sheet(read, four.thu)
    with pytest.raises(WrongState, match="xét thử lại"):
        acts.bind(four.fresh(), made, made.input_hash, four.thu)
    second = run(four)
    acts.bind(four.fresh(), second, second.input_hash, four.thu)
    assert four.fresh().state == State.ALLOCATED


def test_another_person_approves_what_was_seen_and_may_withdraw(four: Site, tmp_path: Path) -> None:
    scored(four, tmp_path)
    made = run(four)
    acts.bind(four.fresh(), made, made.input_hash, four.dung)
    with pytest.raises(NoRight, match="khác"):
        acts.approve(four.fresh(), made.root, four.dung)
    acts.withdraw(four.fresh(), four.thu)
    acts.bind(four.fresh(), made, made.input_hash, four.thu)
    with pytest.raises(WrongState, match="đã khác"):
        acts.approve(four.fresh(), "f" * 64, four.dung)
    acts.approve(four.fresh(), made.root, four.dung)
    assert four.fresh().state == State.APPROVED
    with pytest.raises(NoRight):
        acts.withdraw(four.fresh(), four.thu)
    acts.withdraw(four.fresh(), four.dung)
    assert four.fresh().state == State.ALLOCATED
    assert journal.first_fault(four.fresh()) == 0


def test_a_run_cut_off_half_way_is_done_once(four: Site, tmp_path: Path) -> None:
    """The worker dies after the seats were worked out; the effect comes back."""
    scored(four, tmp_path)
    ordered = acts.order_run(four.fresh(), four.thu)
    from admissions.seats import running

    with pytest.raises(RuntimeError), pytest.MonkeyPatch.context() as patch:
        patch.setattr(running, "report_of", _dies)
        running.carry_out(_effect(ordered))
    assert not ordered.placements.exists()
    running.carry_out(_effect(ordered))
    running.carry_out(_effect(ordered))
    assert ordered.placements.count() == 4


def _dies(*_given: object) -> None:
    raise RuntimeError


def _effect(run_: AllocationRun) -> object:
    from workflows.models import Effect

    return Effect.objects.get(kind="admissions.run", payload={"run": run_.pk})


LOTS = (("{by: wish}", "{by: lot}"), ("tie: all", "tie: broken"))
DRAW = "published: {open_data: true}\ndraw:\n  name: Xổ số miền Trung\n  at: 2027-06-01T17:00:00+07:00\n"
DRAW += "  if_cancelled: lần quay kế tiếp\n  if_not_opened: quay lại từ đầu, công khai\nscore:\n"


def test_lots_are_promised_before_and_opened_after(world: World, tmp_path: Path) -> None:
    site = make_site(world, *LOTS, ("score:\n", DRAW))
    promised = acts.commit_lots(site.round, site.thu)
    assert acts.commit_lots(site.fresh(), site.thu).commitment == promised.commitment
    for wishes in (["bmt"], ["bmt"], ["bmt"]):
        applied(site, wishes)
    in_state(site, State.CHECKED)
    scored_lines = [f"00000{number},,5,5,5" for number in (1, 2, 3)]
    with time_machine.travel("2027-05-30T00:00:00Z"), pytest.raises(WrongState, match="chưa diễn"):
        acts.open_lots(site.fresh(), "12345", site.dung)
    with time_machine.travel("2027-06-02T00:00:00Z"):
        acts.open_lots(site.fresh(), " 12345 ", site.dung)
        with pytest.raises(WrongState):
            acts.open_lots(site.fresh(), "54321", site.dung)
        scored(site, tmp_path, *scored_lines)
        made = run(site)
    kept = Lots.objects.get()
    assert lots.commitment(kept.secret) == promised.commitment
    drawn = sorted(("P1", "P2", "P3"), key=lambda name: lots.lot(kept.secret, "12345", name))
    seats = {one.application.pseudonym for one in made.placements.exclude(programme="")}
    assert seats == set(drawn[:2])
    in_state(site, State.PUBLISHED)
    Round.objects.filter(pk=site.round.pk).update(run=made)
    said = round_file(site.fresh())
    assert said is not None
    (tmp_path / "round.json").write_bytes(said)
    assert verify([str(tmp_path / "round.json")]) == 0


def test_a_score_that_the_bonus_lifts(four: Site, tmp_path: Path) -> None:
    fourth = four.round.applications.select_related("dossier").get(candidate="000004")
    fourth.dossier.answers = {**fourth.dossier.answers, "priority_group": "one"}
    fourth.dossier.save()
    scored(four, tmp_path)
    given = {
        one.name: one.facts["score"]
        for one in input_of(four.fresh(), in_force(four.round)).applicants
    }
    assert given["P4"] == "20.00" and given["P1"] == "24.00"


def test_nothing_of_a_person_is_in_the_open_data(world: World, tmp_path: Path) -> None:
    site = make_site(world, ("score:\n", "published: {open_data: true}\nscore:\n"))
    applied(site, ["bmt"], pupil_code="HS0661980012")
    in_state(site, State.CHECKED)
    scored(site, tmp_path, "000001,,9,8,7")
    made = run(site)
    in_state(site, State.PUBLISHED)
    Round.objects.filter(pk=site.round.pk).update(run=made)
    said = (round_file(site.fresh()) or b"").decode()
    for canary in (
        "Hường",
        "Nguyễn",
        "066198001234",
        "1998",
        "HS0661980012",
        "000001",
        "0905123456",
    ):
        assert canary not in said, canary
    shown = public_round(site.round.slug)
    assert shown is not None and shown.root == made.root
    assert [one.cut_off for one in shown.programmes] == ["24.00", None]


def test_a_prepared_round_is_nobodys_business_and_marks_stay_closed(site: Site) -> None:
    assert public_round(site.round.slug) is None
    in_state(site, State.OPEN)
    shown = public_round(site.round.slug)
    assert shown is not None and shown.root == "" and shown.programmes[0].first_wishes is None
    assert round_file(site.fresh()) is None


def test_a_child_has_another_pseudonym_in_each_round(site: Site) -> None:
    """Drawn by the round, not made from the child: nobody follows them from one to the next."""
    first = applied(site, ["bmt"])
    later = acts.make_round(text(("slug: lop-10-2027", "slug: lop-10-2028")), site.thu)
    plan = in_force(site.fresh())
    Application.objects.filter(pk=first.pk).delete()
    here = filed(site.round, plan, first.dossier)
    name = here.pseudonym
    here.schools.clear()
    here.delete()
    there = filed(later, plan, first.dossier)
    assert len(name) == len(there.pseudonym) == 10 and name != there.pseudonym
