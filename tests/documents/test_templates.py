"""Templates: what they ask for, how they are published, and what they cannot do."""

import io
from pathlib import Path

import docx
import pytest
from docx.document import Document as Word
from jinja2.exceptions import SecurityError, UndefinedError
from jinja2.sandbox import SandboxedEnvironment

from documents import rendering, slips
from documents.layout.shipped import LAYOUTS
from documents.models import Document, Template
from documents.orders import TemplateMissing
from documents.word_templates import sandbox, templates
from tests.documents.conftest import ROOT


def word_file(*lines: str, footer: str = "") -> bytes:
    """A small Word file with these paragraphs."""
    document: Word = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    if footer:
        document.sections[0].footer.paragraphs[0].text = footer
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def filled(content: bytes, **facts: object) -> str:
    document = Document(
        template=Template(docx=content), facts={"check_url": "https://x.example/k/A", **facts}
    )
    return "\n".join(
        paragraph.text
        for paragraph in docx.Document(io.BytesIO(rendering.docx(document))).paragraphs
    )


def test_placeholders_are_found_in_body_and_footer() -> None:
    content = word_file(
        "Cấp cho {{ holder_name|upper }}",
        "{% for paper in papers %}{{ paper }}{% endfor %}",
        footer="{{ qr }}",
    )
    assert templates.placeholders(content) == {"holder_name", "papers", "qr"}


def test_word_splitting_a_placeholder_into_runs_does_not_hide_it() -> None:
    document: Word = docx.Document()
    line = document.add_paragraph()
    for piece in ("{{ hol", "der_", "name }}"):
        line.add_run(piece).bold = piece == "der_"
    buffer = io.BytesIO()
    document.save(buffer)
    assert templates.placeholders(buffer.getvalue()) == {"holder_name"}


def test_names_printed_bare_must_not_be_empty_but_guarded_ones_may() -> None:
    content = word_file(
        "{{ a }} {{ b|upper }} {{ c or 'không ghi' }}",
        "{% if d %}{{ d }}{% endif %}",
        "{% if e %}x{% else %}{{ f }}{% endif %}",
        "{% for g in list %}{{ g }}{% endfor %}",
    )
    assert sandbox.printed_names(content) == {"a", "b", "f"}


#: An office's own paper, made anew from the journal each time: nothing that anyone could check.
UNCHECKED = {"documents/slips/control.docx"}


@pytest.mark.parametrize("name", sorted(LAYOUTS.keys() - UNCHECKED))
def test_shipped_templates_print_their_check(name: str) -> None:
    asked = templates.placeholders((ROOT / name).read_bytes())
    assert {
        "qr",
        "check_code",
        "check_url",
        "number_symbol",
        "place_and_date",
        "agency",
        "notice",
    } <= asked


@pytest.mark.parametrize("name", slips.FACTS)
def test_slips_ask_for_the_facts_the_contract_names(name: str) -> None:
    shipped = (ROOT / "documents" / f"{name}.docx").read_bytes()
    assert templates.placeholders(shipped) - templates.STANDARD_FACTS == slips.FACTS[name]


@pytest.mark.django_db
def test_the_same_content_is_the_same_version_and_new_content_the_next() -> None:
    first, second = word_file("{{ a }}"), word_file("{{ a }} {{ b }}")
    assert templates.publish("x/y", first).version == 1
    assert templates.publish("x/y", second).version == 2
    assert templates.publish("x/y", first).version == 1
    assert templates.current("x/y").placeholders == ["a", "b"]
    assert templates.publish("x/z", first).version == 1


@pytest.mark.django_db
def test_slips_are_published_at_their_first_use() -> None:
    assert templates.current(slips.RECEIPT).version == 1
    assert templates.current(slips.RECEIPT) == Template.objects.get()


@pytest.mark.django_db
def test_a_slip_that_was_shipped_before_is_followed_by_todays_and_an_offices_own_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = templates.publish(slips.SUPPLEMENT, word_file("{{ reason }}"))
    assert templates.current(slips.SUPPLEMENT) == before
    monkeypatch.setattr(templates, "_SHIPPED_BEFORE", {before.sha256})
    now = templates.current(slips.SUPPLEMENT)
    assert bytes(now.docx) == LAYOUTS["documents/slips/supplement.docx"]()
    assert templates.current(slips.SUPPLEMENT, before.sha256) == before
    own = templates.publish(slips.SUPPLEMENT, word_file("{{ reason }} {{ content }}"))
    assert templates.current(slips.SUPPLEMENT) == own


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["slips/unheard-of", "slips/../../manage", "../slips/receipt", "diploma-copy/copy"]
)
def test_other_names_must_be_published_first(name: str) -> None:
    with pytest.raises(TemplateMissing):
        templates.current(name)


def test_a_fact_that_is_not_there_is_an_error_not_a_blank() -> None:
    with pytest.raises(UndefinedError):
        filled(word_file("Cấp cho {{ holder_name }}"))


@pytest.mark.parametrize(
    "attack",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ a.__init__.__globals__ }}",
        "{{ cycler.__init__.__globals__.os }}",
    ],
)
def test_a_template_cannot_reach_the_program(attack: str) -> None:
    with pytest.raises((SecurityError, UndefinedError)):
        filled(word_file(attack), a="x")


def test_text_is_escaped_and_kept() -> None:
    name = 'A & B <w:br/> "C" {{ 7*7 }}'
    assert filled(word_file("{{ a }}"), a=name) == name


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04nonsense"])
def test_what_is_no_word_file_is_refused(content: bytes) -> None:
    with pytest.raises(templates.TemplateFaulty, match="không phải là tài liệu Word"):
        templates.placeholders(content)


def test_a_zip_bomb_is_refused_before_it_is_read(tmp_path: Path) -> None:
    import zipfile

    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * (sandbox.CAPS.unpacked + 1))
    with pytest.raises(templates.TemplateFaulty, match="quá lớn"):
        templates.placeholders(bomb.getvalue())


def test_a_fault_in_the_template_is_named() -> None:
    with pytest.raises(templates.TemplateFaulty, match="lỗi cú pháp"):
        templates.placeholders(word_file("{% if a %}"))


def test_a_template_is_compiled_once_however_many_papers_it_makes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    content = word_file("Bản sao cấp cho {{ holder_name|upper }}", footer="{{ check_url }}")
    assert "H'HEN" in filled(content, holder_name="H'Hen")
    compiled: list[str] = []
    monkeypatch.setattr(
        SandboxedEnvironment, "compile", lambda *_given, **_more: compiled.append("again")
    )
    second = filled(content, holder_name="Y Thông")
    assert compiled == []
    assert "Y THÔNG" in second and "H'HEN" not in second, "what is kept says nothing of a paper"
