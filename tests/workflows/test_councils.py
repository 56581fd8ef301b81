"""Councils, grants and ex officio in a definition: what the checker says, how votes are counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from workflows import checker
from workflows.definition import Council, Finding, load
from workflows.drawing import bpmn
from workflows.drawing.diagram import svg
from workflows.opinions.councils import Tally
from workflows.procedure.publishing import shipped_folders


def text_of(slug: str) -> str:
    folder: Path = next(folder for folder in shipped_folders() if folder.name == slug)
    return (folder / "procedure.yaml").read_text(encoding="utf-8")


LICENCE, CHANGE = text_of("school-licence"), text_of("school-licence-change")


def findings(text: str, old: str, new: str) -> dict[str, Finding]:
    assert text.count(old) >= 1
    return {finding.rule: finding for finding in checker.check(load(text.replace(old, new, 1)))}


def council(**changes: object) -> Council:
    given = {
        "id": "c",
        "kind": "council",
        "title": {"vi": "Hội đồng"},
        "role": "expert",
        "at": "deciding",
        "hours": 8,
    }
    return Council.model_validate({**given, "to": "end", **changes})


@pytest.mark.parametrize("text", [LICENCE, CHANGE])
def test_the_shipped_procedures_are_right_and_can_be_drawn(text: str) -> None:
    definition = load(text)
    assert [finding for finding in checker.check(definition) if finding.severity == "fault"] == []
    assert "<svg" in svg(definition, roles={}) and "userTask" in bpmn.bpmn(definition)


def test_a_council_is_drawn_with_its_members_and_an_office_has_its_own_beginning() -> None:
    assert "hội đồng từ 5 thành viên" in svg(load(LICENCE), roles={})
    assert 'name="Cơ quan tự mở hồ sơ"' in bpmn.bpmn(load(CHANGE))


@pytest.mark.parametrize(
    ("text", "old", "new", "rule"),
    [
        (LICENCE, "min_members: 5", "min_members: 6", "council_even"),
        (
            LICENCE,
            "{id: findings, kind: long_text",
            "{id: result, kind: long_text",
            "council_counts",
        ),
        (LICENCE, "office.council.result", "office.council.outcome", "condition_unknown"),
        (LICENCE, "no_member_from: [appraise]", "no_member_from: [appraisal]", "reference_unknown"),
        (
            LICENCE,
            "school_name\n          holder_authority",
            "grant.holder\n          holder_authority",
            "grant_unasked",
        ),
        (CHANGE, "grant.standing ==", "grant.state ==", "condition_unknown"),
        (CHANGE, 'when: "!ex_officio", within', "within", "asked_nobody"),
        (
            CHANGE,
            "{role: expert, start: appraise}",
            "{role: expert, start: apraise}",
            "start_unknown",
        ),
        (CHANGE, "ex_officio: {role: expert, start: appraise}\n", "", "condition_unknown"),
        (CHANGE, "          state: ", "          status: ", "writer_needs"),
    ],
)
def test_the_checker_says_what_is_wrong(text: str, old: str, new: str, rule: str) -> None:
    assert rule in findings(text, old, new)


def test_ex_officio_needs_a_role_that_exists() -> None:
    found = checker.check(
        load(CHANGE.replace("{role: expert, start", "{role: exprt, start")), roles={"expert"}
    )
    assert any(
        finding.rule == "role_unknown" and "exprt" in str(finding.message) for finding in found
    )


@pytest.mark.parametrize(
    ("quorum", "members", "needed"),
    [("2/3", 5, 4), ("2/3", 6, 4), ("1/2", 5, 3), (3, 7, 3), ("3/4", 7, 6)],
)
def test_a_quorum_is_rounded_up(quorum: object, members: int, needed: int) -> None:
    assert council(quorum=quorum).votes_needed(members) == needed


@pytest.mark.parametrize(
    ("passes", "in_favour", "cast", "carried"),
    [
        ("majority", 3, 5, True),
        ("majority", 2, 4, False),  # half is no majority
        ("majority", 0, 0, False),
        ("2/3", 4, 6, True),
        ("2/3", 3, 5, False),
        ("2/3", 0, 0, False),
    ],
)
def test_what_carries_a_vote(passes: str, in_favour: int, cast: int, carried: bool) -> None:
    assert council(passes=passes).has_passed(in_favour, cast) is carried


@pytest.mark.parametrize(
    "wrong", [{"quorum": "5/3"}, {"passes": "4/3"}, {"quorum": 9}, {"quorum": "2/0"}]
)
def test_a_council_that_can_never_decide_cannot_be_written(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        council(**wrong)


def test_abstentions_count_as_present_and_not_in_favour() -> None:
    counted = Tally(members=5, needed=4, in_favour=2, against=1, abstained=1, passes=False)
    assert counted.present == 4 and counted.has_quorum and counted.result == "against"
