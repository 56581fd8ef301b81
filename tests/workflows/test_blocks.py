"""Shared blocks: taken by name, narrowed, written out before anything is hashed, and refused in one
clear sentence.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from forms.field_kinds import BaseField, ChoiceField
from organisations.models import User
from organisations.seed import seed_organisations
from tests.workflows.procedures import FOLDER, changed, faults_of, line_of
from workflows import checker
from workflows.definition import Finding, canonical, from_canonical, load, read_text, understand
from workflows.definition.shared_blocks import files as block_files
from workflows.definition.shared_blocks.block import read_block
from workflows.models import ProcedureVersion
from workflows.procedure import definition_check, definition_check_apart, publishing
from workflows.procedure.inspection import Proposal, Work, from_folder, inspect

SHIPPED = block_files.block_files()
#: What each shipped version asks. A block that went out is never changed: what shall be otherwise
#: is `….v2.yaml`.
FROZEN = {
    "contact@1": "33c9288b26cb4ba4",
    "delivery@1": "c5ef98bfa4c2b87d",
    "diploma_holder@1": "349eefc5bb880bb9",
    "diploma_person@1": "df38e1ada47a8d1b",
    "person@1": "bc20dce6aacc2bf0",
    "school_filer@1": "c6010135b57570e6",
    "school_representative@1": "14495e52249c4725",
}
WHOLE = "    - block: contact@1\n"
TAKEN = "    - block: trial@1\n"
#: A block with something of everything that may be narrowed.
TRIAL = """about: For these tests.
id: contact
title: {vi: Liên hệ, en: Contact}
show_when: copies > 0
fields:
  - {id: phone, kind: phone, label: {vi: Số điện thoại}, required: true, help: {vi: Gọi lại.}}
  - {id: email, kind: email, label: {vi: Thư điện tử}, show_when: relation == "owner"}
  - {id: address, kind: address, label: {vi: Địa chỉ}, required: copies > 1}
  - {id: way, kind: choice, label: {vi: Cách báo tin}, choices: [
      {value: SMS, label: {vi: Nhắn tin}}, {value: CALL, label: {vi: Gọi}}, {value: MAIL, label: {vi: Thư}}]}
  - {id: note, kind: text, label: {vi: Ghi chú}, max_length: 50}
  - {id: count, kind: number, label: {vi: Số lần}, min: 1, max: 9}
  - {id: since, kind: number, label: {vi: Từ năm}, max: this_year}
  - {id: file, kind: attachment, label: {vi: Tệp}, max_count: 3}
  - {id: helper, kind: person, label: {vi: Người giúp}, identity_required: false,
      must: age(helper.birth_date) > 14, must_message: {vi: Còn nhỏ quá.}}
"""


@pytest.fixture
def blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of blocks that a test may change, with the shipped ones and the trial."""
    folder = shutil.copytree(block_files.FOLDER, tmp_path / "blocks")
    (folder / "trial.v1.yaml").write_text(TRIAL)
    monkeypatch.setattr(block_files, "FOLDER", folder)
    # the tests keep what they read once
    monkeypatch.setattr(definition_check, "read_text", read_text)
    return folder


def taking(words: str, block: str = TAKEN) -> str:
    """The shipped procedure with this block for its contact, and what is said of it (lines without
    indentation).
    """
    return changed((WHOLE, block + "".join(f"      {line}\n" for line in words.splitlines())))


def question(text: str, name: str) -> BaseField:
    """The question of the definition that came of the text."""
    return next(one for one in load(text).form.fields() if one.id == name)


def only(text: str) -> Finding:
    """The one fault that is found."""
    (fault,) = faults_of(text)
    return fault


def test_a_shipped_block_is_what_it_was() -> None:
    assert {
        name: digest(read_block(name, path).data) for name, path in SHIPPED.items()
    } == FROZEN, "leave the version as it was shipped, and write the next one beside it"


def digest(written: dict[str, Any]) -> str:
    """What tells two sections apart, whatever their remarks and the order of their words."""
    return hashlib.sha256(
        json.dumps(written, sort_keys=True, ensure_ascii=False).encode()
    ).hexdigest()[:16]


def test_the_shipped_procedures_take_blocks_and_become_whole() -> None:
    takes = [
        folder for folder in publishing.shipped_folders() if "- block: " in from_folder(folder).text
    ]
    assert len(takes) == len(publishing.shipped_folders())
    for folder in takes:
        whole = json.loads(canonical(load(folder / "procedure.yaml")))
        assert not {"block", "without", "narrow", "before", "after"} & keys(whole), folder.name


def keys(part: Any) -> set[str]:
    """Every word that stands anywhere in it."""
    if isinstance(part, list):
        return set().union(*map(keys, part))
    return part.keys() | set().union(*map(keys, part.values())) if isinstance(part, dict) else set()


def test_every_shipped_block_is_taken_by_somebody() -> None:
    texts = "".join(from_folder(folder).text for folder in publishing.shipped_folders())
    assert [name for name in SHIPPED if f"- block: {name}\n" not in texts] == []


def test_a_block_is_the_same_as_the_section_written_out(blocks: Path) -> None:
    body = TRIAL.partition("\n")[2]
    section = "    - " + "".join(f"      {line}\n" for line in body.splitlines()).lstrip()
    assert canonical(load(taking(""))) == canonical(load(changed((WHOLE, section))))


@pytest.mark.django_db
def test_a_published_version_stays_when_its_block_is_changed(blocks: Path) -> None:
    seed_organisations()
    version = publishing.publish(FOLDER)
    before = from_canonical(version.canonical)
    contact = blocks / "contact.v1.yaml"
    contact.write_text(contact.read_text().replace("Số điện thoại", "Điện thoại di động"))
    assert publishing.publish(FOLDER).number == 2, "what the text means now is another version"
    frozen = ProcedureVersion.objects.get(pk=version.pk)
    assert "contact@1" in frozen.source and "contact@1" not in frozen.canonical
    assert hashlib.sha256(frozen.canonical.encode()).hexdigest() == frozen.sha256
    assert from_canonical(frozen.canonical) == before
    assert "Điện thoại di động" not in frozen.canonical


@pytest.mark.parametrize(
    ("words", "name", "asked"),
    [
        ("narrow: {email: {required: true}}", "email", {"required": True}),
        ("narrow: {email: {required: copies > 1}}", "email", {"required": "copies > 1"}),
        ("narrow: {address: {required: true}}", "address", {"required": True}),
        ("narrow: {phone: {show_when: copies > 1}}", "phone", {"show_when": "copies > 1"}),
        (
            "narrow: {email: {show_when: copies > 1}}",
            "email",
            {"show_when": '(relation == "owner") && (copies > 1)'},
        ),
        (
            "narrow: {phone: {label: {vi: Máy bàn}, help: null}}",
            "phone",
            {"label": {"vi": "Máy bàn"}, "help": None},
        ),
        ("narrow: {note: {max_length: 20}}", "note", {"max_length": 20}),
        ("narrow: {count: {min: 2, max: 5}}", "count", {"min": 2, "max": 5}),
        (
            "narrow: {since: {min: 1990, max: this_year}}",
            "since",
            {"min": 1990, "max": "this_year"},
        ),
        (
            "narrow: {file: {max_count: 1, max_mb: 5, types: [pdf]}}",
            "file",
            {"max_count": 1, "types": ("pdf",)},
        ),
        ("narrow: {helper: {identity_required: true}}", "helper", {"identity_required": True}),
        (
            "narrow: {note: {must: note != '-', must_message: {vi: Ghi rõ.}}}",
            "note",
            {"must": "note != '-'"},
        ),
    ],
)
def test_a_question_is_narrowed(blocks: Path, words: str, name: str, asked: dict[str, Any]) -> None:
    found = question(taking(words), name).model_dump()
    assert {word: found[word] for word in asked} == asked


def test_choices_are_left_out_and_the_others_stay_in_order(blocks: Path) -> None:
    way = question(taking("narrow: {way: {choices: [MAIL, SMS]}}"), "way")
    assert isinstance(way, ChoiceField) and [one.value for one in way.choices] == ["SMS", "MAIL"]


def test_a_section_gets_other_words_fewer_questions_and_its_own(blocks: Path) -> None:
    words = """title: {vi: Nhắn tới đâu?}
official_title: {vi: Nơi nhắn}
help: {vi: Một trong hai.}
show_when: copies > 1
without: [note, count, since, file, helper, way]
before: [{id: first, kind: text, label: {vi: Trước}}]
after: [{id: last, kind: text, label: {vi: Sau}}]"""
    section = load(taking(words)).form.section("contact")
    assert [one.id for one in section.fields] == ["first", "phone", "email", "address", "last"]
    assert (section.title["vi"], section.called["vi"]) == ("Nhắn tới đâu?", "Nơi nhắn")
    assert section.help == {"vi": "Một trong hai."}
    assert section.show_when == "(copies > 0) && (copies > 1)"


@pytest.mark.parametrize(
    ("rule", "broken", "says", "mended"),
    [
        ("block_field_unknown", "without: [mail]", "Block trial@1 has no question 'mail'. Did you mean 'email'?",
         "without: [email]"),
        ("block_field_unknown", "narrow: {fone: {required: true}}", "Block trial@1 has no question 'fone'.",
         "narrow: {phone: {required: true}}"),
        ("block_left_out", "without: [note]\nnarrow: {note: {required: true}}",
         "Question 'note' of block trial@1 is both left out and narrowed.", "without: [note]"),
        ("block_looser", "narrow: {phone: {required: false}}",
         "Question 'phone' of block trial@1 may only become stricter: required is true there, not false.",
         "narrow: {phone: {required: true}}"),
        ("block_looser", "narrow: {phone: {required: copies > 1}}", "required is true there, not copies > 1.", ""),
        ("block_looser", "narrow: {address: {required: copies > 2}}", "required is copies > 1 there, not copies > 2.",
         "narrow: {address: {required: copies > 1}}"),
        ("block_looser", "narrow: {note: {max_length: 51}}", "max_length is 50 there, not 51.",
         "narrow: {note: {max_length: 50}}"),
        ("block_looser", "narrow: {count: {min: 0}}", "min is 1 there, not 0.", "narrow: {count: {min: 1}}"),
        ("block_looser", "narrow: {count: {max: null}}", "max is 9 there, not None.", "narrow: {count: {max: 9}}"),
        ("block_looser", "narrow: {since: {max: 2030}}", "max is this_year there, not 2030.",
         "narrow: {since: {max: this_year}}"),
        ("block_looser", "narrow: {file: {max_mb: 20}}", "max_mb is 10 there, not 20.",
         "narrow: {file: {max_mb: 10}}"),
        ("block_looser", "narrow: {file: {types: [pdf, zip]}}", "types is pdf, image there, not pdf, zip.",
         "narrow: {file: {types: [pdf]}}"),
        ("block_looser", "narrow: {way: {choices: [SMS, PIGEON]}}",
         "choices is SMS, CALL, MAIL there, not SMS, PIGEON.", "narrow: {way: {choices: [SMS]}}"),
        ("block_fixed", "narrow: {phone: {kind: text}}", "Question 'phone' of block trial@1 keeps its 'kind'",
         "narrow: {phone: {help: {vi: Máy bàn}}}"),
        ("block_fixed", "narrow: {helper: {must: 'true'}}", "Question 'helper' of block trial@1 keeps its 'must'",
         "narrow: {phone: {must: 'phone != \"0\"', must_message: {vi: Sai số.}}}"),
        ("unknown_key", "narrow: {phone: {requird: true}}", "Did you mean 'required'?",
         "narrow: {phone: {required: true}}"),
        ("unknown_key", "narrow: {phone: {max_length: 3}}", "'max_length' is not a word of the language here.", ""),
        ("unknown_key", "titel: {vi: Liên hệ}", "Did you mean 'title'?", "title: {vi: Liên hệ}"),
        ("unknown_key", "fields: []", "Known here: after, before, block,", "after: []"),
        ("shape", "without: email", "'without' has the wrong shape", "without: [email]"),
        ("shape", "narrow: [email]", "'narrow' has the wrong shape", "narrow: {email: {required: true}}"),
        ("shape", "narrow: {email: true}", "'email' has the wrong shape", "narrow: {email: {required: true}}"),
        ("shape", "title: Liên hệ", "'title' has the wrong shape", "title: {vi: Liên hệ}"),
        ("shape", "show_when: [copies]", "'show_when' has the wrong shape", "show_when: copies > 1"),
        ("choice", "after: [{id: own, kind: txt, label: {vi: Thêm}}]", "Did you mean 'text'?",
         "after: [{id: own, kind: text, label: {vi: Thêm}}]"),
    ],
)  # fmt: skip
def test_what_may_not_be_said_of_a_block_is_refused(
    blocks: Path, rule: str, broken: str, says: str, mended: str
) -> None:
    text = taking(broken)
    fault = only(text)
    assert (fault.rule, fault.line) == (rule, line_of(text, broken.splitlines()[-1]))
    assert says in str(fault) and fault.message_vi and fault.mend_vi
    assert faults_of(taking(mended)) == []


@pytest.mark.parametrize(
    ("rule", "block", "says"),
    [
        ("block_unknown", "contcat@1", "There is no block 'contcat@1'. Did you mean 'contact@1'?"),
        ("block_unknown", "../../procedures/x@1", "There are: contact@1, delivery@1"),
        (
            "block_unversioned",
            "contact",
            "Block 'contact' is named without its version. Write block: contact@1.",
        ),
        (
            "block_version_unknown",
            "contact@2",
            "Block 'contact' has no version '2'. Choose one of contact@1.",
        ),
        ("not_text", "5", "'block' must be text"),
        ("shape", '""', "'block' has the wrong shape"),
    ],
)
def test_a_block_that_is_not_there_is_refused_with_what_is(
    rule: str, block: str, says: str
) -> None:
    text = changed((WHOLE, f"    - block: {block}\n"))
    fault = only(text)
    assert (fault.rule, fault.where, fault.line) == (
        rule,
        "form.sections[1].block",
        line_of(text, f"- block: {block}"),
    )
    assert says in str(fault) and fault.message_vi and fault.mend_vi


def test_a_block_is_taken_once() -> None:
    text = taking("", WHOLE * 2)
    fault = only(text)
    assert (fault.rule, fault.line) == ("block_twice", line_of(text, WHOLE) + 1)
    assert f"first taken in line {line_of(text, WHOLE)}" in fault.message
    assert len(faults_of(taking("", WHOLE * 5_000))) == 4_999, (
        "which unfolds into no more than one of them"
    )


def test_faults_beside_a_block_are_told_with_it(blocks: Path) -> None:
    text = taking("without: [mail]\nafter: [{id: own, kind: txt, label: {vi: Thêm}}]")
    text = text.replace("unit: SAME_DAY", "unit: SAMEDAY", 1)
    assert {one.rule for one in faults_of(text)} == {"choice", "block_field_unknown"}
    unread = changed(
        (WHOLE, "    - block: no@1\n      after: [{id: own, kind: txt, label: {vi: Thêm}}]\n")
    )
    assert [one.rule for one in faults_of(unread)] == ["block_unknown", "choice"]


def test_a_fault_in_the_file_of_a_block_is_told_where_it_is_taken_with_its_own_line(
    blocks: Path,
) -> None:
    file = blocks / "trial.v1.yaml"
    file.write_text(
        TRIAL.replace("max_length: 50", "max_lenght: 50").replace("about: For these tests.\n", "")
    )
    text = taking("")
    first, second = faults_of(text)
    assert first.rule == second.rule == "block_faulty" and first.line == second.line == line_of(
        text, "block: trial@1"
    )
    assert (
        "Block trial@1 cannot be used, trial.v1.yaml line 1: 'about' is missing." in first.message
    )
    assert (
        "trial.v1.yaml line 10: 'max_lenght' is not a word of the language here." in second.message
    )
    assert "Did you mean 'max_length'?" in second.mend
    file.write_text(TRIAL)
    assert faults_of(text) == []
    file.write_text("about: [")
    assert "trial.v1.yaml line 1: This is not valid YAML" in only(text).message


@pytest.mark.django_db
@pytest.mark.parametrize("work", [definition_check, definition_check_apart])
def test_what_the_checker_finds_in_a_block_is_told_at_the_line_that_takes_it(work: Work) -> None:
    seed_organisations()
    delivery = "    - block: delivery@1\n"
    text = changed((delivery, f"{delivery}      without: [delivery]\n"))
    found = [
        one
        for one in inspect(
            Proposal(text, "procedure.yaml", from_folder(FOLDER).template), work
        ).findings
        if one.path[:3] == ("form", "sections", 4)
    ]
    assert {(one.rule, one.line) for one in found} == {
        ("condition_unknown", line_of(text, delivery))
    }
    for one in found:
        assert one.message.startswith("In block delivery@1, question 'post_address': ")
        assert one.message_vi.startswith("Trong khối delivery@1, câu hỏi 'post_address': ")


def test_what_the_checker_finds_in_own_words_is_told_at_their_line(blocks: Path) -> None:
    words = """without: [note]
show_when: copeis > 1
before: [{id: first, kind: text, label: {vi: A}, show_when: copeis > 2}]
narrow:
  count:
    show_when: copeis > 3
after: [{id: last, kind: text, label: {vi: B}, show_when: copeis > 4}]"""
    text = taking(words)
    source = read_text(text)
    found = [
        source.locate(one)
        for one in checker.check(understand(source))
        if one.rule == "condition_unknown"
    ]
    assert [one.line for one in found] == [
        line_of(text, f"copeis > {number}") for number in (1, 2, 3, 4)
    ]
    assert not [one for one in found if "In block" in one.message]


@pytest.mark.django_db
def test_the_editor_keeps_the_name_of_the_block_in_its_text(client: Client) -> None:
    seed_organisations()
    version = publishing.publish(FOLDER)
    client.force_login(User.objects.create_superuser("quan-tri", "", "mat-khau-rat-dai"))
    editor = reverse("admin:workflows_definition_edit", args=[version.pk])
    assert "- block: contact@1" in client.get(editor).content.decode()
    broken = version.source.replace(WHOLE, f"{WHOLE}      narrow: {{phone: {{required: false}}}}\n")
    page = client.post(editor, {"the-source": broken, "do-check": "1"}).content.decode()
    assert "chỉ được chặt hơn" in page and "narrow: {phone: {required: false}}" in page
