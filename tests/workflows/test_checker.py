"""What the checker finds in a procedure that can be read but would not work."""

from __future__ import annotations

import importlib
import inspect
import pkgutil

import pytest

from tests.workflows.procedures import AUTHORITIES, FOLDER, ROLES, TEXT, changed, findings_of
from workflows import checker, procedure
from workflows.definition import load
from workflows.definition.findings import Rules

ORPHAN = """  - id: orphan
    kind: wait
    title: {vi: Không ai tới}
    to: check
"""
NO_ACCEPT = "act: accept, to: check, slip: receipt"
ASKS_AT_CHECK = "act: ask_supplement, to: supplement_check, slip: supplement"


def test_the_shipped_procedure_has_nothing_to_complain_about() -> None:
    placeholders = checker.placeholders_of(
        {
            f"templates/{path.name}": path.read_bytes()
            for path in (FOLDER / "templates").glob("*.docx")
        }
    )
    assert checker.check(load(TEXT), placeholders, ROLES, AUTHORITIES) == []


@pytest.mark.parametrize(
    ("rule", "old", "new", "trace"),
    [
        ("unreachable", "documents:\n", f"{ORPHAN}documents:\n", ("orphan",)),
        ("dead_end", "kind: wait\n    title: {vi: Chờ công dân bổ sung, en: Waiting for the applicant}\n    to: check\n"
         "    lapse: {amount: 30, unit: DAY, to: end_lapsed}",
         "kind: wait\n    title: {vi: Chờ}\n    to: supplement_check", ("receive", "check", "supplement_check")),
        ("target_unknown", "act: approve, to: seal}", "act: approve, to: sael}", ("sign",)),
        ("start_unknown", "start: receive", "start: recieve", ()),
        ("role_unknown", "role: clerk", "role: clark", ("seal",)),
        ("authority_unknown", "decides: sgddt-daklak", "decides: sgddt-daklac", ()),
        ("duplicate_id", "- id: supplement_check\n", "- id: sign\n", ()),
        ("condition_unknown", 'when: delivery == "ONLINE"', 'when: dilivery == "ONLINE"', ()),
        ("condition_unknown", "needs: office.check.match", "needs: office.check.mach", ()),
        ("condition_unknown", "holder_name: register.holder_name", "holder_name: register.holder", ()),
        ("condition_unknown", "reason: dossier.reason", "reason: dosier.reason", ()),
        ("condition_faulty", 'when: delivery == "ONLINE"', 'when: delivery == ', ()),
        ("no_sure_way", "act: forward, to: issue_refusal}", "act: forward, to: issue_refusal, when: copies > 1}",
         ("receive", "check", "sign_refusal", "seal_refusal")),
        ("hours_exceed", "hours: 3", "hours: 6", ("check", "sign", "seal", "issue_copy")),
        ("paper_twice", "{id: authorisation, name:", "{id: request, name:", ()),
        ("post_not_offered", "- block: delivery@1\n",
         "- block: delivery@1\n      narrow: {delivery: {choices: [ONLINE, COUNTER]}}\n", ()),
        ("post_unknown", "  - {kind: POSTAL, fee: 0}\n", "", ()),
        ("post_without_step", 'when: delivery == "POSTAL", then', 'when: copies > 3, then', ()),
        ("level_without_school", "{value: owner, label", "{value: owner, level: THPT, label", ()),
        ("school_without_level", "{id: relation, kind: choice,", "{id: relation, kind: choice, taught_at: school,", ()),
        ("taught_at_unknown", "{id: relation, kind: choice,", "{id: relation, kind: choice, taught_at: school,", ()),
        ("paper_field", "field: proof", "field: school", ()),
        ("reference_unknown", "phone: phone", "phone: telephone", ()),
        ("reference_unknown", "signed_at: sign\n", "signed_at: signature\n", ()),
        ("reference_unknown", "document: copy", "document: cpoy", ()),
        ("document_unused", "document: refusal_letter", "document: copy", ()),
        ("asked_without_wait", ASKS_AT_CHECK, "act: ask_supplement, to: sign, slip: supplement",
         ("receive", "check", "sign")),
        ("wait_unasked", ASKS_AT_CHECK, "act: forward, to: supplement_check", ("receive", "check", "supplement_check")),
        ("no_way_back", "act: send_back, to: sign, reason", "act: ask_supplement, to: supplement_check, reason",
         ("receive", "check", "sign", "seal")),
        ("no_way_back", "act: send_back, to: sign_refusal", "when: copies > 1, act: send_back, to: sign_refusal",
         ("receive", "check", "sign_refusal", "seal_refusal")),
        ("sent_back_numbered", "act: return_result, to: end_returned", "act: send_back, to: check", None),
        ("decided_before_accepted", NO_ACCEPT, "act: forward, to: check", ("receive", "check", "sign")),
        ("accepted_twice", "act: forward, to: sign,", "act: accept, to: sign,", ("receive", "check")),
        ("refused_goes_on", "act: refuse_reception, to: end_refused", "act: refuse_reception, to: check", ("receive",)),
        ("refused_after_accepted", "act: refuse, to: seal_refusal", "act: refuse_reception, to: end_refused",
         ("receive", "check", "sign_refusal")),
        ("issue_undecided", "act: approve, to: seal}", "act: forward, to: seal}",
         ("receive", "check", "sign", "seal", "issue_copy")),
        ("end_without_document", "act: approve, to: seal}", "act: approve, to: end_returned}",
         ("receive", "check", "sign", "end_returned")),
        ("end_without_answer", "act: refuse_reception, to: end_refused, slip: refusal",
         "act: forward, to: end_refused", ("receive", "end_refused")),
        ("end_unreturned", "kind: end, act: return_result", "kind: end", None),
        ("returned_before_issued", "act: forward, to: issue_copy", "act: return_result, to: issue_copy",
         ("receive", "check", "sign", "seal")),
        ("reason_optional", "reason_from: check", "reason: optional", ("sign_refusal",)),
        ("reason_cut", '"Ảnh giấy tờ mờ, không đọc được."', "Ảnh giấy tờ mờ, không đọc được.", ("receive",)),
        ("slip_unfit", "to: check, slip: receipt", "to: check", ("receive",)),
        ("no_words", "{value: owner, label: {vi: Cho chính tôi, en: Mine}}",
         '{value: owner, label: {vi: "", en: Mine}}', ()),
        ("duplicate_id", "{value: authorised, label:", "{value: owner, label:", ()),
    ],
)  # fmt: skip
def test_a_broken_procedure_is_found_out(
    rule: str, old: str, new: str, trace: tuple[str, ...] | None
) -> None:
    found = findings_of(changed((old, new)))
    assert rule in found, sorted(found)
    if trace is not None:
        assert found[rule].trace == trace


def test_a_condition_that_does_not_parse_is_told_with_its_place() -> None:
    finding = findings_of(changed(("when: relation in [", "when: relation inn [")))[
        "condition_faulty"
    ]
    assert "line 1, column" in finding.message
    assert finding.path == ("cases", 1, "when")


def test_macro_variables_and_words_inside_texts_are_no_unknown_names() -> None:
    text = changed(
        ('when: delivery == "ONLINE"', "when: old_copy.exists(file, file != 'office.nowhere.x')")
    )
    assert "condition_unknown" not in findings_of(text)


def test_facts_of_a_register_need_a_step_that_matches_an_entry() -> None:
    text = changed(
        (
            "{id: match, kind: register_entry, register: diplomas, label:",
            "{id: match, kind: text, label:",
        )
    )
    assert "register_unmatched" in findings_of(text)


def test_a_channel_with_a_shorter_limit_is_held_to_it() -> None:
    own = "{phases: [{id: fast, amount: 5, unit: HOUR}]}"
    finding = findings_of(
        changed(("{kind: POSTAL, fee: 0}", f"{{kind: POSTAL, fee: 0, time_limit: {own}}}"))
    )
    assert finding["hours_exceed"].path == ("channels", 2, "time_limit")


def test_hours_over_a_limit_in_calendar_days_are_a_doubt() -> None:
    text = changed(('amount: 1, unit: SAME_DAY, cut_off: "15:00"', "amount: 1, unit: DAY"))
    assert findings_of(text)["hours_doubtful"].severity == "doubt"


def test_a_placeholder_nobody_states_and_a_fact_nobody_prints() -> None:
    asked = {
        "templates/copy.docx": {*load(TEXT).document("copy").facts, "colour", "qr"} - {"serial"}
    }
    found = checker.check(load(TEXT), asked)
    told = {(finding.rule, finding.severity): finding for finding in found}
    assert "'colour'" in told["placeholder_unknown", "fault"].message
    assert "'serial'" in told["fact_unused", "doubt"].message
    assert "refusal_letter.docx" in told["template_missing", "fault"].message
    assert len(found) == 3


def test_each_rule_is_stated_once_and_found_somewhere() -> None:
    rooms = [
        (room.__name__, one.name)
        for room in (checker, procedure)
        for one in pkgutil.iter_modules(room.__path__)
    ]
    modules = [importlib.import_module(".".join(name)) for name in rooms]
    tables = {
        id(one): one
        for module in modules
        for one in vars(module).values()
        if isinstance(one, Rules)
    }
    stated = [rule for table in tables.values() for rule in table.rules]
    assert len(stated) == len(set(stated)) > 90
    written = "".join(inspect.getsource(module) for module in modules)
    assert [rule for rule in stated if written.count(f'"{rule}"') < 2] == []


@pytest.mark.parametrize("name", ["outcome", "reason"])
def test_a_field_is_not_called_as_what_the_engine_notes_of_its_step(name: str) -> None:
    asked = "{id: match, kind: register_entry"
    named = changed((asked, f"{{id: {name}, kind: text, label: {{vi: Ghi chú}}}}\n      - {asked}"))
    (found,) = [one for one in checker.check(load(named)) if one.rule == "field_reserved"]
    assert name in found.message and "check" in found.message
    assert "field_reserved" not in {
        one.rule
        for one in checker.check(
            load(named.replace(f"id: {name}, kind: text", "id: note, kind: text"))
        )
    }
