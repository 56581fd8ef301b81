"""The second converter, the way out from the first: the same papers and faces, and nothing left of
a hanging one.
"""

from __future__ import annotations

import io
import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import zxingcpp

from config import doctor
from documents import issuing, rendering, slips, storage
from documents.conversion import converter, libreoffice
from documents.orders import DocumentOrder
from tests.documents.test_letters import WRITTEN
from tests.documents.test_paper import SLIP, grey_page, pages, slip_order  # noqa: F401 - a fixture
from tests.documents.test_seal import pdfsig, validated
from tests.reading import pdf_text

pytestmark = pytest.mark.once

Orders = Callable[..., DocumentOrder]
LONG = os.environ.get("FAULTS") == "long"
#: Every shipped slip by `make faults`; here the one with a wide table and the one that every
#: applicant gets.
SLIPS = sorted(slips.FACTS) if LONG else [slips.CONTROL, slips.RECEIPT]


@pytest.fixture(autouse=True)
def chosen(settings: Any) -> None:
    settings.DOCUMENT_CONVERTER = "libreoffice"


def by_both(docx: bytes, settings: Any) -> tuple[bytes, bytes]:
    """By LibreOffice and by rdocx."""
    theirs = converter.to_pdfa(docx)
    settings.DOCUMENT_CONVERTER = "rdocx"
    return theirs, converter.to_pdfa(docx)


def faces_of(pdf: bytes) -> set[str]:
    """The embedded faces without the six letters of their subset; fails on one that is not
    embedded.
    """
    rows = (
        subprocess.run(["pdffonts", "-"], input=pdf, capture_output=True, check=True)
        .stdout.decode()
        .splitlines()[2:]
    )
    assert rows and all(row[54:].split()[-5] == "yes" for row in rows), rows
    return {row.split()[0].partition("+")[2] for row in rows}


@pytest.mark.office
@pytest.mark.poppler
def test_it_prints_the_same_words(copy_order: Orders, settings: Any, tmp_path: Path) -> None:
    document = issuing.reserve(copy_order())
    theirs, ours = by_both(rendering.docx(document), settings)
    assert sorted(pdf_text(theirs).split()) == sorted(pdf_text(ours).split())
    assert pages(theirs) == pages(ours) == 1
    assert faces_of(theirs) == {
        f"LiberationSerif{kind}" for kind in ("", "-Bold", "-Italic", "-BoldItalic")
    }
    assert (
        zxingcpp.read_barcodes(grey_page(theirs, tmp_path, dpi=150))[0].text
        == document.facts["check_url"]
    )


@pytest.mark.office
@pytest.mark.poppler
@pytest.mark.parametrize("template", SLIPS)
def test_the_shipped_slips_come_out_alike(
    slip_order: Callable[[str], DocumentOrder],  # noqa: F811
    settings: Any,
    template: str,
) -> None:
    theirs, ours = by_both(rendering.docx(issuing.reserve(slip_order(template))), settings)
    assert sorted(pdf_text(theirs).split()) == sorted(pdf_text(ours).split())
    assert pages(theirs) == pages(ours)
    for fact in SLIP[next(iter(slips.FACTS[template]))]:
        assert fact in pdf_text(theirs)


@pytest.mark.office
@pytest.mark.poppler
def test_letters_of_other_scripts_are_set_in_the_same_faces(
    copy_order: Orders, settings: Any
) -> None:
    """Before, they were boxes: the machine's own faces have none of them. Bold and plain."""
    everything = " ".join(text for script, text in WRITTEN.items() if script != "signs")
    docx = rendering.docx(
        issuing.reserve(copy_order(holder_name=everything, annotations=everything))
    )
    theirs, _ours = by_both(docx, settings)
    scripts = ("Lao", "Khmer", "Thai", "Myanmar", "Chinese", "Japanese", "Korean", "Serif")
    wanted = {f"Motcua{script}-{weight}" for script in scripts for weight in ("Bold", "Regular")}
    assert wanted <= faces_of(theirs)
    others = {
        face
        for face in faces_of(theirs) - wanted
        if not face.startswith(("LiberationSerif", "Motcua"))
    }
    assert not others, "letters that fell to a face of the machine"
    words = pdf_text(theirs)
    for script in ("Chinese", "Japanese", "Korean", "Cyrillic", "Ê Đê", "M'nông"):
        assert all(word in words for word in WRITTEN[script].split()), script


@pytest.mark.office
@pytest.mark.poppler
def test_what_it_made_is_sealed_and_genuine(
    copy_order: Orders, settings: Any, tmp_path: Path
) -> None:
    """The whole production, to the end that a reader checks."""
    pdf = storage.read_pdf(issuing.produce(issuing.reserve(copy_order()).pk))
    assert (
        "LibreOffice"
        in subprocess.run(["pdfinfo", "-"], input=pdf, capture_output=True).stdout.decode()
    )
    assert validated(pdf, settings).bottom_line
    assert "Total document signed" in pdfsig(pdf, tmp_path)
    with pikepdf.open(io.BytesIO(pdf)) as opened, opened.open_metadata() as metadata:
        assert metadata.pdfa_status == "2B" and str(opened.Root.Lang) == "vi-VN"


def test_a_broken_word_file_is_a_failed_conversion() -> None:
    with pytest.raises(converter.ConversionFailed, match="libreoffice") as failed:
        converter.to_pdfa(b"not a Word file")
    assert not isinstance(failed.value, converter.ConverterAway)


def stand_in(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another `soffice`, first on the path."""
    program = folder / "bin/soffice"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")


@pytest.fixture
def docx(copy_order: Orders) -> bytes:
    return rendering.docx(issuing.reserve(copy_order()))


def test_a_hanging_one_is_ended_with_all_it_started(
    docx: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`soffice` is a script that starts the program that works; ending the script alone would leave
    that for ever.
    """
    stand_in(tmp_path, f"sleep 300 & echo $! >{tmp_path}/child\nwait", monkeypatch)
    monkeypatch.setattr(libreoffice, "SECONDS", 1)
    with pytest.raises(converter.ConverterAway):
        converter.to_pdfa(docx)
    child = Path("/proc", (tmp_path / "child").read_text().strip(), "stat")
    give_up = time.monotonic() + 10
    while child.exists() and child.read_text().rsplit(")", 1)[1].split()[0] != "Z":
        assert time.monotonic() < give_up, "the program that works lives on"
        time.sleep(0.05)


@pytest.mark.parametrize("script", ["exit 3", "exit 0"])
def test_one_that_fails_blames_the_document(
    docx: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    """It ends with 0 where it made nothing too; that is no program that is away."""
    stand_in(tmp_path, script, monkeypatch)
    with pytest.raises(converter.ConversionFailed) as failed:
        converter.to_pdfa(docx)
    assert not isinstance(failed.value, converter.ConverterAway)


def test_one_that_is_not_there_is_a_failure_to_retry(
    docx: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(converter.ConverterAway, match="libreoffice"):
        converter.to_pdfa(docx)


@pytest.mark.parametrize(
    ("listed", "package", "state"),
    [
        ("exit 0", "fonts-liberation2", doctor.MISSING),
        ("echo x", "libreoffice-writer", doctor.WRONG),
    ],
)
def test_the_doctor_names_what_it_lacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, listed: str, package: str, state: str
) -> None:
    stand_in(tmp_path, "exit 0", monkeypatch)
    folder = tmp_path / "bin"
    (folder / "fc-list").write_text(f"#!/bin/sh\n{listed}\n")
    (folder / "fc-list").chmod(0o755)
    if package == "libreoffice-writer":
        (folder / "soffice").unlink()
        monkeypatch.setenv("PATH", str(folder))
    (word,) = doctor.QUESTIONS["converter"]()
    assert package in word.mend and word.state == state


def test_the_doctor_does_not_ask_where_the_first_one_converts(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DOCUMENT_CONVERTER = "rdocx"
    monkeypatch.setenv("PATH", "/nowhere")
    assert not list(doctor.QUESTIONS["converter"]())
