"""A Word template is accepted after the whole production has made papers of it, every part of the
file.
"""

import io
import tracemalloc
import zipfile
from pathlib import Path

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from documents import slips
from documents.layout.shipped import LAYOUTS
from documents.word_templates import sandbox, templates, trial, trial_apart
from documents.word_templates.sandbox import TemplateFaulty
from documents.word_templates.upload_form import TemplateUpload
from tests.documents.conftest import ROOT
from tests.documents.test_templates import word_file

pytestmark = pytest.mark.once

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_NOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"


def with_part(name: str, kind: str, text: str, body: bytes | None = None) -> bytes:
    """A Word file with footnotes, endnotes, comments … that hold `text`."""
    content = word_file("Cấp cho {{ applicant_name }}")
    part = (
        f"<w:{name} {_W}><w:footnote"
        f' w:id="1"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote></w:{name}>'
    )
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(made, "w") as target:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename == "[Content_Types].xml":
                override = (
                    f'<Override PartName="/word/{name}.xml" ContentType="{_NOTES.format(kind)}"/>'
                )
                data = data.replace(b"</Types>", override.encode() + b"</Types>")
            if entry.filename == "word/_rels/document.xml.rels":
                relation = (
                    f'<Relationship Id="rId99" Type="{_RELATION.format(name)}"'
                    f' Target="{name}.xml"/>'
                )
                data = data.replace(b"</Relationships>", relation.encode() + b"</Relationships>")
            target.writestr(entry.filename, data)
        target.writestr(f"word/{name}.xml", body or part)
    return made.getvalue()


def as_kind(content_type: bytes) -> bytes:
    """A .dotx or .docm as Word saves it: only the type of the main part is another."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(word_file("{{ applicant_name }}"))) as source,
        zipfile.ZipFile(made, "w") as target,
    ):
        for entry in source.infolist():
            data = source.read(entry)
            main = (
                b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
            )
            target.writestr(entry.filename, data.replace(main, content_type))
    return made.getvalue()


DOTX = as_kind(b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml")
DOCM = as_kind(b"application/vnd.ms-word.document.macroEnabled.main+xml")
DOTM = as_kind(b"application/vnd.ms-word.template.macroEnabledTemplate.main+xml")


def titled(text: str) -> bytes:
    document = docx.Document(io.BytesIO(word_file("Cấp cho {{ applicant_name }}")))
    document.core_properties.title = text
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def uploaded(content: bytes) -> list[str]:
    form = TemplateUpload(
        {"name": slips.REFUSAL}, {"file": SimpleUploadedFile("mau.docx", content)}
    )
    return [str(error) for error in form.errors.get("file", [])]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (with_part("footnotes", "footnotes", "Số phiếu {{ so_phieu }}"), "so_phieu (cước chú)"),
        (word_file("{{ applicant_name }}", footer="{{ so_phieu }}"), "so_phieu (chân trang)"),
        (titled("{{ so_phieu }}"), "so_phieu (thuộc tính tệp)"),
        (
            with_part("endnotes", "endnotes", "{{ applicant_name }}"),
            "nơi không được điền: chú thích cuối",
        ),
        (with_part("comments", "comments", "{% if x %}"), "nơi không được điền: nhận xét"),
        (word_file("{{ applicant_name.lung.tung }}"), "Chạy thử mẫu không điền được"),
        (word_file("{{ applicant_name|int + content }}"), "Chạy thử mẫu không điền được"),
        (word_file("{{ applicant_name }} ኢ"), "Mẫu có chữ không in được: ኢ"),
        (word_file("{{ applicant_name "), "lỗi cú pháp ở phần thân"),
        (DOTX, ".dotx"),
        (DOCM, ".docm"),
        (DOTM, ".docm"),
        (DOCM[: len(DOCM) // 2], "không phải là tài liệu Word"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_would_fail_after_the_number_is_refused_at_upload(
    db: None, content: bytes, said: str
) -> None:
    (sentence,) = uploaded(content)
    assert said in sentence


@pytest.mark.parametrize(
    "content",
    [
        word_file(
            "{{ applicant_name|upper }}",
            "{% for item in [] %}{% endfor %}",
            footer="{{ qr }} {{ check_code }}",
        ),
        with_part("footnotes", "footnotes", "Cấp cho {{ applicant_name }}"),
        titled("{{ applicant_name }}"),
        word_file(
            "{{ reason or '(không ghi)' }}",
            "{% if applicant_email %}{{ applicant_email }}{% endif %}",
        ),
    ],
)
def test_an_honest_template_passes(db: None, content: bytes) -> None:
    assert uploaded(content) == []


@pytest.mark.parametrize("name", sorted(LAYOUTS))
def test_every_shipped_template_passes_its_trial(name: str) -> None:
    """A site does not try them again: this is where they are tried."""
    trial._check((ROOT / name).read_bytes())
    assert trial.check((ROOT / name).read_bytes()) is None


def test_a_file_that_word_broke_is_a_sentence() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as target:
        target.writestr("[Content_Types].xml", "<Types/>")
        target.writestr("word/document.xml", "<w:document")
    with pytest.raises(templates.TemplateFaulty, match="hỏng"):
        sandbox.names(made.getvalue())


@pytest.mark.parametrize(
    ("text", "command"),
    [("{{ 'a' * 10**9 }}", "[*]"), ("{{ 9**9**9 }}", "[*][*]"), ("{{ holder_name|center(1000000000) }}", "center"),
     ("{{ '%1000000000d'|format(1) }}", "format"), ("{{ range(100000)|list }}", "call"), ("{{ 1/0 }}", "/"),
     ("{% for a in x %}{% for b in x %}{% for c in x %}x{% endfor %}{% endfor %}{% endfor %}", "for"),
     ("{% include 'x' %}", "include"), ("{{ holder_name|khongco }}", "khongco")],
)  # fmt: skip
def test_a_template_that_reckons_is_refused_before_it_is_run(text: str, command: str) -> None:
    """Tried, it would hold the administrator's page for ever."""
    page = docx.Document()
    page.add_paragraph(text)
    made = io.BytesIO()
    page.save(made)
    tracemalloc.start()
    with pytest.raises(TemplateFaulty, match=command):
        trial.check(made.getvalue())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 50 << 20, "it was worked out while it was only looked at"


def test_a_strict_file_is_refused_by_a_sentence_that_says_what_to_do() -> None:
    page, made = docx.Document(), io.BytesIO()
    page.save(made)
    strict = io.BytesIO()
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(strict, "w") as target:
        for entry in source.namelist():
            content = source.read(entry)
            usual = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
            target.writestr(
                entry, content.replace(usual, b"http://purl.oclc.org/ooxml/wordprocessingml/main")
            )
    with pytest.raises(TemplateFaulty, match="Strict"):
        sandbox.names(strict.getvalue())


LONG = "a" * 40
HOSTILE = [
    "{% set x = 'a' %}" + "{% set x = x ~ x %}" * 40 + "{{ x }}",
    "{% for a in range(99999) %}{% for b in range(99999) %}{{ a }}{% endfor %}{% endfor %}",
    "{{ ('a' * 2000000000)|length }}",
    "{{ 'a'.center(2000000000) }}",
    "{{ 'a'|center(2000000000) }}",
    "{{ '%2000000000d' % 1 }}",
    "{{ 9 ** 9 ** 9 }}",
    "{{ 'a'|indent(900000000) }}",
    "{{ 7 // 0 }}",
    "{% for a in content recursive %}{{ loop(content) }}{% endfor %}",
    "{{ namespace(a=1) }}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% set ns = namespace(x='a') %}{{ ns.x }}",
    (
        "{% for a in content %}{% for b in content %}{% for c in content %}x{% endfor %}{% endfor"
        " %}{% endfor %}"
    ),
    "{% for a in '" + LONG + "' %}{{ a }}{% endfor %}",
    "{% for a in [" + "0," * 400 + "] %}{{ a }}{% endfor %}",
    "{% for a in content|list + content|list %}{{ a }}{% endfor %}",
    "{{ cycler.__init__.__globals__ }}",
    "{% include 'x' %}",
    "{% import 'x' as y %}",
    "{% block a %}{% endblock %}",
    "{% set x %}a{% endset %}",
    "{% filter upper %}a{% endfilter %}",
    "{% with x = 'a' %}{{ x }}{% endwith %}",
    "{{ lipsum(n=9000) }}",
]


@pytest.mark.parametrize("body", HOSTILE, ids=range(len(HOSTILE)))
def test_a_template_that_does_more_than_print_facts_is_refused_before_it_is_filled(
    db: None, body: str
) -> None:
    (sentence,) = uploaded(word_file("{{ applicant_name }}", body))
    assert "Mẫu" in sentence or "mẫu" in sentence


def test_a_file_that_bursts_its_trial_is_a_sentence(
    db: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    child = tmp_path / "child.py"
    child.write_text("def answer(content, arguments):\n    while True:\n        pass\n")
    monkeypatch.setattr(trial_apart, "CHILD", child)
    monkeypatch.setattr(trial_apart, "SECONDS", 1)
    (sentence,) = uploaded(word_file("{{ applicant_name }}"))
    assert "nhiều thời gian hoặc bộ nhớ hơn mức cho phép" in sentence


def test_the_trial_speaks_the_language_of_whoever_uploads(db: None) -> None:
    with translation.override("en"):
        (english,) = uploaded(word_file("{{ so_phieu }}"))
    (vietnamese,) = uploaded(word_file("{{ so_phieu }}"))
    assert "so_phieu" in english and english != vietnamese and "Mẫu có chỗ điền" in vietnamese
