"""Without the styles that nothing uses a Word file prints the same, to the byte."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
import rdocx
from docx.enum.style import WD_STYLE_TYPE

from documents.conversion.lean_styles import EFFECTS, STYLES, lean

TEMPLATES = sorted(Path("workflows").glob("procedures/*/templates/*.docx"))


def printed(file: bytes) -> bytes:
    return bytes(rdocx.Document.from_bytes(file).to_pdfa_deterministic("pdfa-2b"))


def parts_of(file: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(file)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


@pytest.mark.once
def test_every_shipped_paper_prints_the_same() -> None:
    assert len(TEMPLATES) > 10
    for path in TEMPLATES:
        whole = path.read_bytes()
        assert printed(lean(whole)) == printed(whole), path


def written_by_hand() -> bytes:
    """As an administrator's own template: styles that stand on others, a list, a table."""
    document = docx.Document()
    base = document.styles.add_style("Nền & gốc", WD_STYLE_TYPE.PARAGRAPH)
    base.font.size = docx.shared.Pt(21)
    above = document.styles.add_style("Dựa trên", WD_STYLE_TYPE.PARAGRAPH)
    above.base_style = base
    document.add_paragraph("Cỡ chữ của kiểu gốc", style=above)
    document.add_paragraph("Chữ nghiêng").add_run(" nhấn", style="Emphasis")
    document.add_paragraph("Mục", style="List Bullet 2")
    document.add_table(2, 2, style="Light Grid Accent 1").cell(0, 0).text = "Ô"
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def test_styles_that_stand_on_others_stay_with_them() -> None:
    whole = written_by_hand()
    small = lean(whole)
    assert printed(small) == printed(whole)
    styles = docx.Document(io.BytesIO(small)).styles
    assert {"Dựa trên", "Nền & gốc", "Emphasis", "Light Grid Accent 1"} <= {
        style.name for style in styles
    }


def test_what_nothing_uses_is_gone_and_nothing_points_to_it() -> None:
    whole, small = written_by_hand(), lean(written_by_hand())
    before, after = parts_of(whole), parts_of(small)
    assert len(after[STYLES]) < len(before[STYLES]) / 3
    assert EFFECTS in before and EFFECTS not in after
    assert not any(b"stylesWithEffects" in content for content in after.values())


def test_a_file_without_styles_stays_as_it_is() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as target:
        target.writestr("word/document.xml", "<a/>")
    assert lean(made.getvalue()) == made.getvalue()
