"""Writing a procedure.yaml: every fault is told at once, with its line and how to mend it."""

from __future__ import annotations

import unicodedata

import pytest

from tests.workflows.procedures import FOLDER, TEXT, changed, faults_of, line_of
from workflows.definition import DefinitionFaults, canonical, from_canonical, load, schema_text
from workflows.definition.reference import reference_text
from workflows.definition.schema import schema

ROOT = FOLDER.parents[2]


def test_the_shipped_procedure_is_read_and_answers_the_engine() -> None:
    definition = load(FOLDER / "procedure.yaml")
    assert definition.step("check").title["vi"] == "Đối chiếu sổ gốc"
    assert definition.targets("sign") == {"approve": "seal", "send_back": "check"}
    assert definition.case_for({"relation": "family"}).id == "family"
    assert definition.case_for({}) is None
    assert definition.register_fields() == [("check", "match")]
    assert definition.document("copy").template_name == "copy"
    assert definition.roles() == {"receptionist", "expert", "head", "clerk"}
    with pytest.raises(KeyError):
        definition.step("nowhere")


def test_all_faults_are_told_at_once_in_the_order_of_the_lines() -> None:
    text = changed(
        ('code: "3.000465"', "code: 3.000465"),
        ("decides: sgddt-daklak", "decide: sgddt-daklak"),
        ("unit: SAME_DAY", "unit: SAMEDAY"),
        ("act: accept", "act: acept"),
        ("in_force: 2015-04-10", "in_force: tomorrow"),
    )
    faults = faults_of(text)
    assert [(fault.rule, fault.line) for fault in faults] == sorted(
        [
            ("not_text", line_of(text, "code: 3.000465")),
            ("missing", line_of(text, "authority:")),
            ("unknown_key", line_of(text, "decide: sgddt")),
            ("date", line_of(text, "tomorrow")),
            ("choice", line_of(text, "unit: SAMEDAY")),
            ("choice", line_of(text, "act: acept")),
        ],
        key=lambda pair: pair[1],
    )


@pytest.mark.parametrize(
    ("old", "new", "rule", "mend"),
    [
        ("decides:", "decide:", "unknown_key", "Did you mean 'decides'?"),
        ("act: accept", "act: acept", "choice", "Did you mean 'accept'?"),
        (
            "title: {vi: Chờ công dân bổ sung,",
            "title: {vi: Chờ, nếu cần,",
            "comma",
            "between quotes",
        ),
        ("kind: wait", "kind: waits", "choice", "Did you mean 'wait'?"),
        ("kind: number", "kind: numbr", "choice", "Did you mean 'number'?"),
        ("hours: 3", "hours: three", "number", "without unit"),
        ('"15:00"', "soon", "time", '"15:00"'),
        ("role: expert", "role: Chuyên viên", "pattern", "^[a-z]"),
        ("title: {vi: Đối chiếu sổ gốc, en:", "title: {en:", "value", ""),
        ("amount: 1,", "amount: 0,", "number", "within the bounds"),
        ("fee: 0", "fee: 10.000 đ", "number", "without dots"),
        (
            'relation == "owner"\n    papers',
            'relation == "owner"\n    paper',
            "unknown_key",
            "Did you mean 'papers'?",
        ),
    ],
)
def test_a_fault_says_how_to_mend_it(old: str, new: str, rule: str, mend: str) -> None:
    text = changed((old, new))
    fault = next(fault for fault in faults_of(text) if fault.rule == rule)
    assert mend in fault.mend
    assert fault.line in range(line_of(text, new) - 1, line_of(text, new) + 2)
    assert fault.message_vi and fault.mend_vi


def test_a_key_written_twice_is_named_with_both_lines() -> None:
    text = changed(("  - id: sign\n", "  - id: sign\n    hours: 1\n"))
    (fault,) = faults_of(text)
    assert fault.rule == "duplicate_key"
    assert fault.line == line_of(text, "- id: sign\n") + 5
    assert f"line {line_of(text, '- id: sign') + 1}" in fault.message


def test_broken_yaml_is_one_fault_at_its_place() -> None:
    (fault,) = faults_of("code: '3.000465\ntitle: {vi: [}\n")
    assert fault.rule == "yaml" and fault.line >= 1 and fault.column >= 1


@pytest.mark.parametrize("text", ["", "# only a remark\n"])
def test_an_empty_file_is_a_fault(text: str) -> None:
    assert [fault.rule for fault in faults_of(text)] == ["empty"]


def test_aliases_cannot_unfold_without_bound() -> None:
    bomb = "a: &a [1,1,1,1,1,1,1,1,1]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(7)
    )
    assert [fault.rule for fault in faults_of(bomb)] == ["too_big"]
    assert [fault.rule for fault in faults_of("a: &a {b: *a}\n")] == ["too_big"]


def test_text_is_nfc_however_the_file_was_saved() -> None:
    decomposed = load(unicodedata.normalize("NFD", TEXT))
    assert canonical(decomposed) == canonical(load(TEXT))


def test_the_canonical_text_is_read_back_the_same_and_does_not_depend_on_the_order_of_keys() -> (
    None
):
    definition = load(TEXT)
    assert from_canonical(canonical(definition)) == definition
    moved = TEXT.replace("retention_years: 5\n", "").replace(
        "slug: diploma-copy\n", "retention_years: 5\nslug: diploma-copy\n"
    )
    assert canonical(load(moved)) == canonical(definition)


def test_nobody_writes_the_hash_of_a_template_by_hand() -> None:
    with pytest.raises(DefinitionFaults, match="publishing writes it"):
        load(
            changed(
                (
                    "    template: templates/copy.docx",
                    f"    template_sha256: {'a' * 64}\n    template: templates/copy.docx",
                )
            )
        )


def test_a_published_definition_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load(TEXT).slug = "other"


def test_the_committed_schema_is_the_generated_one() -> None:
    assert (ROOT / "docs" / "procedure.schema.json").read_text(encoding="utf-8") == schema_text(), (
        "run manage.py definition_schema and commit docs/procedure.schema.json"
    )


def test_the_page_about_the_language_is_the_generated_one_and_knows_every_word() -> None:
    page = (ROOT / "docs" / "procedure-language.md").read_text(encoding="utf-8")
    assert page == reference_text(), (
        "run manage.py definition_schema and commit docs/procedure-language.md"
    )
    parts = {name: part.get("properties", {}) for name, part in schema()["$defs"].items()}
    for name, words in {"procedure.yaml": schema()["properties"], **parts}.items():
        section = page.partition(f"## {name}\n")[2].partition("\n## ")[0]
        assert [
            word
            for word in words
            if f"| {word} |" not in section and f"| **{word}** |" not in section
        ] == [], name
    whole = page.partition("## procedure.yaml\n")[2].partition("\n## ")[0]
    assert "|  |\n" not in whole.partition("|---|")[2], "every word of the whole says what it means"


def test_the_schema_knows_words_and_hides_what_publishing_writes() -> None:
    assert {"code", "steps", "cases"} <= schema()["properties"].keys()
    assert "template_sha256" not in schema_text()
