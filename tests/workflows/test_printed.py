"""What a paper prints is there on every way, or the definition is refused with the way on which it
is not.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from workflows import checker
from workflows.checker import printed
from workflows.definition import Finding, load

PROCEDURES = Path(__file__).resolve().parents[2] / "workflows" / "procedures"
NAMES = sorted(path.name for path in PROCEDURES.iterdir() if (path / "procedure.yaml").is_file())
FINDINGS: dict[str, checker.Placeholders] = {}


def templates_of(name: str) -> checker.Placeholders:
    if name not in FINDINGS:
        folder = PROCEDURES / name / "templates"
        FINDINGS[name] = checker.placeholders_of(
            {f"templates/{one.name}": one.read_bytes() for one in folder.iterdir()}
        )
    return FINDINGS[name]


def found_in(name: str, *changes: tuple[str, str]) -> list[Finding]:
    """What is found of papers in the shipped procedure with the first occurrence of each old text
    replaced.
    """
    text = (PROCEDURES / name / "procedure.yaml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return list(printed.facts(load(text), templates_of(name)))


@pytest.mark.parametrize("name", NAMES)
def test_every_shipped_paper_is_whole_on_every_way(name: str) -> None:
    assert found_in(name) == []


EQUIVALENT = (
    "needs: 'office.appraise.equivalent != \"\"', needs_message: {vi: Hãy chọn kết luận trước khi"
    " trình ký., en: Choose the conclusion first.}"
)
EXPECTED = (
    "needs: 'office.appraise.equivalent != \"\"', needs_message: {vi: Hãy chọn kết luận dự kiến"
    " trước khi gửi xác minh., en: Choose the expected conclusion first.}, "
)
ON = ("seal", "issue_recognition")


@pytest.mark.parametrize(
    ("name", "changes", "fact", "trace"),
    [
        ("foreign-diploma", [(f", {EQUIVALENT}", "")], "equivalent", ("receive", "pay_fee", "appraise", "sign", *ON)),
        ("foreign-diploma", [(EXPECTED, "")], "equivalent",
         ("receive", "pay_fee", "appraise", "verify", "sign", *ON)),
        ("foreign-diploma", [('equivalent != ""\'', 'equivalent != "" || office.appraise.note != ""\'')], "equivalent",
         ("receive", "pay_fee", "appraise", "sign", *ON)),
        ("foreign-diploma", [("act: send_back, to: appraise", "act: send_back, to: appraise2"),
                             ("  - id: verify\n", "  - id: appraise2\n    title: {vi: Lại}\n    role: expert\n    at: deciding\n    hours: 1\n    outcomes:\n      - {id: on, title: {vi: Tiếp}, act: forward, to: sign}\n  - id: verify\n"),
                             (f", {EQUIVALENT}", "")], "equivalent", ("receive", "pay_fee", "appraise", "sign", *ON)),
        ("school-licence", [(' && office.draft.scale != ""', "")], "scale", None),
        ("school-licence-change", [(' && office.appraise.content != ""', "")], "details", None),
        ("school-transfer", [("label: {vi: Lớp, en: Class}, required: true", "label: {vi: Lớp, en: Class}"),
                             ('office.place.class_name != "" && ', "")], "class_name", None),
        ("school-transfer", [("en: Present school}, required: 'kind", "en: Present school}, required: 'false && kind")],
         "from_school", None),
        ("diploma-copy", [("act: refuse, to: seal_refusal, reason_from: check",
                           "act: refuse, to: seal_refusal, reason_from: receive")], "reason",
         ("receive", "check", "sign_refusal", "seal_refusal", "issue_refusal")),
        ("diploma-copy", [('needs: office.check.match != ""', "needs: copies > 0")], "holder_name",
         ("receive", "check", "sign", "seal", "issue_copy")),
        ("diploma-reissue", [(" && office.check.serial != null", "")], "new_serial", None),
        ("national-standard-secondary", [("label: {vi: Mức trường đạt theo báo cáo chính thức, en: Level by the final report}, required: true",
                                          "label: {vi: Mức, en: Level}"),
                                         ("to: sign_refusal, encloses: {}, reason: required",
                                          "to: sign_refusal, encloses: {}, reason: required, when: 'true'")],
         "level", None),
    ],
)  # fmt: skip
def test_a_way_to_a_blank_is_named(
    name: str, changes: list[tuple[str, str]], fact: str, trace: tuple[str, ...] | None
) -> None:
    told = {one.path[-1]: one for one in found_in(name, *changes) if one.rule == "fact_unsure"}
    assert fact in told, told
    finding = told[fact]
    assert (
        finding.severity == "fault"
        and finding.message_vi
        and finding.mend_vi
        and "{%" in finding.mend
    )
    assert trace is None or finding.trace == trace
    assert finding.trace and finding.trace[-1].startswith("issue_")


def test_the_blank_is_called_as_its_question_is() -> None:
    (finding,) = found_in("foreign-diploma", (f", {EQUIVALENT}", ""))
    assert "“Kết luận” (bước “Thẩm định văn bằng”)" in finding.message_vi


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        # optional in the template: under an if, or with words in its place
        ("foreign-diploma", [("id: remark, kind: text,", "id: remark, kind: text, required: false,")]),
        ("school-transfer", [("{id: teacher, kind: text,", "{id: teacher, kind: text, required: false,")]),
        # required for everybody instead of needed for an outcome
        ("foreign-diploma", [("{id: equivalent, kind: choice,", "{id: equivalent, kind: choice, required: true,"),
                             (f", {EQUIVALENT}", ""), (EXPECTED, "")]),
        # words in its place in the fact itself
        ("foreign-diploma", [(f", {EQUIVALENT}", ""), (EXPECTED, ""),
                             ("equivalent: noted.appraise.equivalent",
                              "equivalent: 'office.appraise.equivalent == \"\" ? \"không ghi\" : noted.appraise.equivalent'")]),
        ("school-licence", [("office.draft.scale != \"\"'", "size(office.draft.scale) > 0'")]),
        ("school-licence", [("office.draft.scale != \"\"'", "has(office.draft.scale)'")]),
    ],
)  # fmt: skip
def test_what_may_be_empty_and_what_is_made_sure_is_not_complained_about(
    name: str, changes: list[tuple[str, str]]
) -> None:
    assert found_in(name, *changes) == []


def test_a_register_gets_what_it_needs() -> None:
    told = found_in(
        "national-standard-secondary",
        ("label: {vi: Trường, en: School}, required: true}", "label: {vi: Trường, en: School}}"),
    )
    assert {"value_unsure", "fact_unsure"} <= {one.rule for one in told}
    assert any(one.path[-2:] == ("values", "holder") for one in told)


def test_the_applicant_is_always_named() -> None:
    unasked = "- block: person@1\n      narrow: {applicant: {show_when: relation == 'owner'}}\n"
    told = found_in("diploma-copy", ("- block: person@1\n", unasked))
    assert [one.rule for one in told] == ["applicant_unsure"]


def test_nobody_issues_what_nobody_signed() -> None:
    text = (PROCEDURES / "diploma-copy" / "procedure.yaml").read_text(encoding="utf-8")
    text = text.replace("act: forward, to: sign, needs", "act: approve, to: seal, needs", 1)
    told = {one.rule: one for one in checker.check(load(text))}
    assert told["signer_unsure"].trace == ("receive", "check", "seal", "issue_copy")


def test_what_cannot_be_tried_is_told_as_a_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workflows.checker.walked.MOST_STATES", 3)
    assert {one.rule for one in found_in("foreign-diploma")} == {"fact_untried"}


def test_silence_takes_no_outcome_that_needs_what_an_officer_fills_in() -> None:
    text = (PROCEDURES / "diploma-copy" / "procedure.yaml").read_text(encoding="utf-8")
    silent = (
        "    hours: 3\n    silence: {amount: 5, unit: WORKING_DAY, outcome: found, reason: Quá"
        " hạn.}\n"
    )
    broken = load(text.replace("    hours: 3\n", silent, 1))
    told = {one.rule: one for one in checker.check(broken)}
    assert told["silence_needs"].trace == ("check",) and told["silence_needs"].severity == "fault"
    mended = load(
        text.replace("    hours: 3\n", silent.replace("outcome: found", "outcome: not_found"), 1)
    )
    assert "silence_needs" not in {one.rule for one in checker.check(mended)}
