"""Two administrators of one round at the same instant: one act happens, the other hears a plain
sentence.
"""

from __future__ import annotations

from pathlib import Path

from admissions import acts, journal
from admissions.models import AllocationRun, Round, ScoreImport
from organisations.models import RoleAssignment, User
from tests.admissions.site import applied, in_state, make_site, settle, sheet
from tests.people import World, officer
from tests.races.conftest import many
from tests.races.line import race
from workflows.errors import ActRefused

State = Round.State


def approve_or_withdraw(job: tuple[str, int, int]) -> str:
    """The head approves what they saw, or the secretary takes it back."""
    what, round_, person = job
    found, actor = Round.objects.get(pk=round_), User.objects.get(pk=person)
    run = AllocationRun.objects.defer("content").get(round=found)
    try:
        if what == "approve":
            acts.approve(found, run.root, actor)
        else:
            acts.withdraw(found, actor)
    except ActRefused as refused:
        return str(refused)
    return what


def test_approving_and_withdrawing_at_once_leaves_one_of_both(world: World, tmp_path: Path) -> None:
    site = make_site(world)
    applied(site, ["bmt"])
    in_state(site, State.CHECKED)
    acts.count_sheet(
        acts.read_sheet(site.fresh(), sheet(tmp_path, "000001,,9,8,7"), site.thu), site.thu
    )
    acts.move(site.fresh(), "scored", site.thu)
    run = acts.order_run(site.fresh(), site.thu)
    settle()
    run.refresh_from_db()
    for _turn in range(many(6, 2)):
        acts.bind(site.fresh(), run, run.input_hash, site.thu)
        [[approved], [withdrawn]] = race(
            approve_or_withdraw,
            [("approve", site.round.pk, site.dung.pk)],
            [("withdraw", site.round.pk, site.thu.pk)],
        )
        state = site.fresh().state
        assert (approved == "approve") == (state == State.APPROVED), (approved, withdrawn, state)
        assert {approved, withdrawn} & {"approve", "withdraw"}
        for told in {approved, withdrawn} - {"approve", "withdraw"}:
            assert "trạng thái" in told or "quyền" in told, told
        assert journal.first_fault(site.fresh()) == 0
        while site.fresh().state != State.SCORED:
            acts.withdraw(site.fresh(), site.dung)


def count_once(job: tuple[int, int]) -> bool:
    """A sheet's marks are counted; False where somebody was faster."""

    try:
        acts.count_sheet(ScoreImport.objects.get(pk=job[0]), User.objects.get(pk=job[1]))
    except ActRefused:
        return False
    return True


def test_two_count_a_sheet_and_it_counts_once(world: World, tmp_path: Path) -> None:
    site = make_site(world)
    second = officer("hai", "Người Thứ Hai", "admissions_secretary", world.department, "Thư ký")
    assert RoleAssignment.objects.filter(user=second).exists()
    applied(site, ["bmt"])
    in_state(site, State.CHECKED)
    sheets = [
        acts.read_sheet(site.fresh(), sheet(tmp_path, f"000001,,{turn},8,7"), site.thu).pk
        for turn in range(many(8, 3))
    ]
    done = race(
        count_once,
        [(pk, site.thu.pk) for pk in sheets],
        [(pk, second.pk) for pk in sheets],
    )
    assert [sum(both) for both in zip(*done, strict=True)] == [1] * len(sheets)
    assert site.round.entries.filter(act="count_sheet").count() == len(sheets)
    assert journal.first_fault(site.fresh()) == 0
