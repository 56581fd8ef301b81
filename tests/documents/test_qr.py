"""The QR code on a print that has lived: stained, blurred, turned, scanned coarsely and pressed
into JPEG.
"""

import random
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image

from documents import codes, issuing, rendering
from documents.conversion import converter
from documents.orders import DocumentOrder
from tests.documents import prints

pytestmark = pytest.mark.once

SITES = ["https://motcua.daklak.example", "https://dichvucong.sogiaoduc.daklak.gov.vn"]
STAINS = [(0.10, 40), (0.10, 255)]  # share of the code's area, grey of the stain
TRIES = 60

Orders = Callable[..., DocumentOrder]


@pytest.fixture(params=SITES)
def printed(
    request: pytest.FixtureRequest,
    copy_order: Orders,
    settings: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[int], Any]:
    settings.SITE_URL = request.param
    monkeypatch.setattr(codes, "new_code", lambda: "XHZCF065F4CM")  # the same print in every run
    document = issuing.reserve(copy_order())
    (tmp_path / "page.pdf").write_bytes(converter.to_pdfa(rendering.docx(document)))

    def page(dpi: int) -> tuple[Image.Image, str]:
        command = ["pdftoppm", "-gray", "-r", str(dpi), "-singlefile", "-png", "page.pdf", "page"]
        subprocess.run(command, cwd=tmp_path, check=True)
        with Image.open(tmp_path / "page.png") as made:
            return made.convert("L"), document.facts["check_url"]

    return page


@pytest.mark.poppler
@pytest.mark.parametrize("dpi", [150, 100])
def test_a_stain_of_a_tenth_off_the_finders_is_read_sixty_times_of_sixty(
    printed: Any, dpi: int
) -> None:
    page, address = printed(dpi)
    part, code = prints.corner_of(page, prints.Code.found_on(page))
    for share, shade in STAINS:
        read = sum(
            _is_read(part.copy(), code, share, shade, random.Random(seed), address)
            for seed in range(TRIES)
        )
        assert read == TRIES, (
            f"{read} of {TRIES} at {dpi} dpi under a stain of {share:.0%}, grey {shade}"
        )


def _is_read(
    part: Image.Image,
    code: prints.Code,
    share: float,
    shade: int,
    chance: random.Random,
    address: str,
) -> bool:
    prints.stain(part, code, share, shade, chance)
    return any(
        found.text == address for found in zxingcpp.read_barcodes(prints.scanned(part, chance))
    )


@pytest.mark.poppler
def test_nothing_is_printed_near_the_finder_patterns(printed: Any) -> None:
    """ISO/IEC 18004, 6.3.8: four modules of quiet zone on every side."""
    page, _address = printed(300)
    code = prints.Code.found_on(page)
    quiet = 3.5 * code.side / code.modules
    left, top, right, bottom = code.left, code.top, code.left + code.side, code.top + code.side
    for box in (
        (left - quiet, top - quiet, right + quiet, top - 3),
        (left - quiet, bottom + 4, right + quiet, bottom + quiet),
        (left - quiet, top - quiet, left - 3, bottom + quiet),
        (right + 4, top - quiet, right + quiet, bottom + quiet),
    ):
        darkest, _lightest = page.crop(tuple(map(round, box))).getextrema()
        assert darkest > 200
