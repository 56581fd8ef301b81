"""How often a stained QR code is read off a coarse print, by level and resolution. Prints one JSON
line.

`python -m tests.bench.bench_qr [TRIES]`; needs poppler. The pages are those of
tests/documents/test_qr.py.
"""

from __future__ import annotations

import io
import json
import os
import random
import subprocess
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"

import django

django.setup()

import zxingcpp
from docx.shared import Mm
from PIL import Image

from documents import qr
from documents.conversion import converter
from documents.layout import paper
from tests.documents import prints

ADDRESS = "https://dichvucong.example.gov.vn/k/XHZCF065F4CM"
LEVELS = ("M", "Q", "H")
STAINS = (0.0, 0.03, 0.05, 0.10)


def main(tries: int) -> None:
    """Reads of `tries` for each level, resolution and share of the code's area under a dark stain
    off the finders.
    """
    read = {
        f"{name}_{dpi}_{share:.0%}": _reads(name, dpi, share, tries)
        for name in LEVELS
        for dpi in (150, 100)
        for share in STAINS
    }
    sys.stdout.write(
        json.dumps({"bench": "qr", "tries": tries, "mm": qr.PRINTED_MM, **read}) + "\n"
    )


def _reads(level: str, dpi: int, share: float, tries: int) -> int:
    qr.LEVEL = level
    page = _printed(dpi)
    part, code = prints.corner_of(page, prints.Code.found_on(page))
    return sum(_is_read(part.copy(), code, share, random.Random(seed)) for seed in range(tries))


def _is_read(part: Image.Image, code: prints.Code, share: float, chance: random.Random) -> bool:
    prints.stain(part, code, share, 40, chance)
    return any(
        found.text == ADDRESS for found in zxingcpp.read_barcodes(prints.scanned(part, chance))
    )


def _printed(dpi: int) -> Image.Image:
    document = paper.sheet()
    document.add_paragraph().add_run().add_picture(
        io.BytesIO(qr.png(ADDRESS)), width=Mm(qr.PRINTED_MM)
    )
    pdf = converter.to_pdfa(paper.file_bytes(document))
    command = ["pdftoppm", "-gray", "-r", str(dpi), "-png", "-"]
    printed = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout
    return Image.open(io.BytesIO(printed)).convert("L")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60)
