"""The papers as a reader holds them: filled templates, converted to PDF, looked at on the page."""

import io
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import zxingcpp
from PIL import Image

from documents import issuing, rendering, slips, storage
from documents.conversion import converter
from documents.layout.shipped import LAYOUTS
from documents.models import Document
from documents.orders import DocumentOrder
from documents.word_templates import templates
from organisations.models import Authority
from tests.documents.conftest import ROOT
from tests.reading import pdf_text

pytestmark = pytest.mark.once

Orders = Callable[..., DocumentOrder]

SLIP: dict[str, str | list[str]] = {
    "dossier_code": "H15.50-260205-0001",
    "applicant_name": "Nguyễn Văn An",
    "applicant_identity": "066092001234",
    "applicant_address": "12 Lê Duẩn, phường Buôn Ma Thuột, tỉnh Đắk Lắk",
    "applicant_phone": "0905 123 456",
    "applicant_email": "",
    "content": "Cấp bản sao văn bằng, chứng chỉ từ sổ gốc",
    "papers": ["Phiếu đề nghị (điền trực tuyến): 01 bản điện tử", "Giấy ủy quyền: 01 bản sao"],
    "sets": "01",
    "limit_text": "trong ngày làm việc",
    "received_at_text": "08 giờ 15 phút, ngày 05 tháng 02 năm 2026",
    "due_at_text": "17 giờ 00 phút, ngày 05 tháng 02 năm 2026",
    "delivery_text": "trên cổng dịch vụ công",
    "items": ["Giấy ủy quyền có chữ ký", "Ảnh văn bằng rõ nét"],
    "reason": "Ảnh giấy tờ mờ & không đọc được.",
    "remark": "Xin gửi trong tuần này & gọi trước khi đến.",
    "contact_name": "Trần Thị Mai",
    "contact_phone": "0262 3 800 900",
    "amount_text": "250.000 đồng",
    "amount_words": "Hai trăm năm mươi nghìn đồng",
    "paid_on": "ngày 05 tháng 02 năm 2026",
    "way": "Chuyển khoản",
    "number": "FT26036123456",
    "form": "Mẫu số 01",
    "promised_text": "17:00 ngày 05/02/2026",
    "new_due_text": "17:00 ngày 09/02/2026",
    "answer_by_text": "17:00 ngày 09/03/2026",
    "stopped_at_text": "10:15 ngày 06/02/2026",
    "handles": "Sở Giáo dục và Đào tạo Đắk Lắk",
    "assists": "Trường THPT Ngô Gia Tự",
    "numbers": ["1", "2"],
    "gave": ["Người nộp hồ sơ", "Trần Thị Mai"],
    "took": ["Trần Thị Mai", "Y Bình Niê"],
    "moments": ["08:15", "09:00"],
    "results": ["Đúng hạn", "Quá hạn"],
    "notes": ["Tiếp nhận", "Đối chiếu"],
}

LETTER = {
    "applicant_name": "Nguyễn Văn An",
    "holder_name": "Nguyễn Thị Bưởi",
    "dossier_code": "H15.50-260205-0001",
    "submitted_on": "ngày 05 tháng 02 năm 2026",
    "diploma": "Bằng tốt nghiệp trung học phổ thông, năm 1998",
    "reason": "Trong sổ gốc không có thông tin của người được cấp văn bằng.",
}

TITLES = {
    slips.RECEIPT: "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
    slips.SUPPLEMENT: "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",
    slips.REFUSAL: "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ",
    slips.APOLOGY: "PHIẾU XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT",
    slips.STOP_NOTICE: "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ",
    slips.CONTROL: "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ",
    slips.PAYMENT_RECEIPT: "BIÊN LAI THU PHÍ, LỆ PHÍ",
}


@pytest.fixture
def slip_order(department: Authority) -> Callable[[str], DocumentOrder]:
    """An order of a slip that states exactly the facts the contract lists for it."""

    def order(template: str) -> DocumentOrder:
        return DocumentOrder(
            key=template,
            authority=department,
            kind="SLIP",
            title=TITLES[template],
            template=template,
            symbol="{number}/TTPVHCC",
            facts={name: SLIP[name] for name in slips.FACTS[template]},
            signer_name="Trần Thị Mai",
            signer_position="PHÓ GIÁM ĐỐC",
            public=False,
        )

    return order


def pdf_of(order: DocumentOrder) -> tuple[Document, bytes]:
    """The document and its PDF before the seal."""
    document = issuing.reserve(order)
    return document, converter.to_pdfa(rendering.docx(document))


def grey_page(pdf: bytes, folder: Path, dpi: int) -> Image.Image:
    """Page 1 as an office printer and a cheap scanner would give it: grey, at `dpi`."""
    (folder / "page.pdf").write_bytes(pdf)
    command = ["pdftoppm", "-gray", "-r", str(dpi), "-singlefile", "-png", "page.pdf", "page"]
    subprocess.run(command, cwd=folder, check=True)
    return Image.open(folder / "page.png")


def pages(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


def test_the_committed_word_files_are_those_the_layouts_make() -> None:
    for name, layout in LAYOUTS.items():
        assert (ROOT / name).read_bytes() == layout(), f"{name}: run manage.py build_templates"


@pytest.mark.poppler
def test_the_copy_repeats_the_register_on_one_page(copy_order: Orders) -> None:
    order = copy_order(
        annotations="Đã chỉnh sửa ngày sinh theo Quyết định số 45/QĐ-SGDĐT ngày 10/3/2015."
    )
    _document, pdf = pdf_of(order)
    words = pdf_text(pdf)
    for fact in order.facts.values():
        assert str(fact) in words or str(fact).upper() in words
    for words_of_the_law in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "ỦY BAN NHÂN DÂN",
        "Số: 01/BS-SGDĐT",
        "BẢN SAO",
        "Nơi nhận:",
        "GIÁM ĐỐC",
        "Nguyễn Thị Hường",
    ):
        assert words_of_the_law in words
    assert pages(pdf) == 1


@pytest.mark.poppler
def test_an_empty_register_column_is_said_to_be_empty(copy_order: Orders) -> None:
    words = pdf_text(pdf_of(copy_order(grade="", decision_date=""))[1])
    assert "Xếp loại tốt nghiệp (sổ gốc không ghi)" in words
    assert "Ghi chú trong sổ gốc" not in words


@pytest.mark.poppler
@pytest.mark.parametrize("template", slips.FACTS)
def test_a_slip_states_its_facts_on_one_page(
    slip_order: Callable[[str], DocumentOrder], template: str
) -> None:
    order = slip_order(template)
    document, pdf = pdf_of(order)
    words = pdf_text(pdf)
    assert TITLES[template] in words
    # counted; the items say theirs
    unprinted = {"numbers"} | ({"reason"} if template == slips.SUPPLEMENT else set())
    for name in slips.FACTS[template] - unprinted:
        stated = SLIP[name]
        for text in [stated] if isinstance(stated, str) else stated:
            assert text in words
    # the office's own, checked by nobody
    assert document.facts["check_code"] in words or template == slips.CONTROL
    assert pages(pdf) == 1
    assert "Thư điện tử" not in words, "an empty address line is left out"


@pytest.mark.poppler
def test_the_letter_of_refusal_gives_its_reason(copy_order: Orders, department: Authority) -> None:
    path = ROOT / "workflows/procedures/diploma-copy/templates/refusal_letter.docx"
    templates.publish("diploma-copy/refusal_letter", path)
    order = DocumentOrder(
        key="letter",
        authority=department,
        kind="CV",
        title="Công văn",
        template="diploma-copy/refusal_letter",
        symbol="{number}/{authority}-VP",
        facts=LETTER,
        signer_name="Nguyễn Thị Hường",
        signer_position="KT. Giám đốc\nPhó Giám đốc",
    )
    words = pdf_text(pdf_of(order)[1])
    assert LETTER["reason"] in words
    assert "Số: 01/SGDĐT-VP" in words
    assert "Kính gửi: Ông/Bà Nguyễn Văn An" in words
    assert "KT. GIÁM ĐỐC" in words
    assert "PHÓ GIÁM ĐỐC" in words


@pytest.mark.poppler
@pytest.mark.parametrize(
    "site", ["https://motcua.daklak.example", "https://dichvucong.sogiaoduc.daklak.gov.vn"]
)
def test_the_qr_is_read_from_a_grey_print_at_150_dpi(
    copy_order: Orders, settings: Any, tmp_path: Path, site: str
) -> None:
    settings.SITE_URL = site
    document, pdf = pdf_of(copy_order())
    page = grey_page(pdf, tmp_path, dpi=150)
    (code,) = zxingcpp.read_barcodes(page)
    assert code.text == f"{site}/k/{document.code}"
    left, right = code.position.top_left, code.position.top_right
    millimetres = (right.x - left.x) / 150 * 25.4
    assert 20 < millimetres < 28, "28 mm with its quiet zone"


@pytest.mark.poppler
def test_hostile_text_is_printed_and_nothing_else(copy_order: Orders) -> None:
    """Jinja, XML and Word field syntax in a name stay the letters somebody typed."""
    name = "{{ 7*7 }} <w:br/> & {% for x in y %} “A”"
    words = pdf_text(pdf_of(copy_order(holder_name=name))[1])
    assert name in words


@pytest.mark.poppler
@pytest.mark.parametrize(
    "name", ["Nguyễn Thị Hường", "H'Hen Niê Kđăm", "Ỵ Ỹ Ỷ Ặ Ẫ Ẩ Ự Ữ Ử Ợ ƯƠ đĐ", "Y Ƀhăm Êƀan"]
)
def test_vietnamese_letters_survive_and_are_embedded(copy_order: Orders, name: str) -> None:
    pdf = pdf_of(copy_order(holder_name=name))[1]
    assert name in pdf_text(pdf)
    fonts = subprocess.run(
        ["pdffonts", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()
    rows = fonts.splitlines()[2:]
    assert rows
    assert all(row[54:].split()[-5] == "yes" for row in rows), fonts


@pytest.mark.poppler
def test_a_reader_is_told_title_author_and_language(copy_order: Orders) -> None:
    """ISO 14289-1 (PDF/UA), 7.1 and 7.2: a title in the metadata, shown in the window's bar, and
    the language.
    """
    document = issuing.produce(issuing.reserve(copy_order()).pk)
    pdf = storage.read_pdf(document)
    told = subprocess.run(
        ["pdfinfo", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()
    said = {
        name.strip(): value.strip()
        for name, value in (line.split(":", 1) for line in told.splitlines())
    }
    assert said["Title"] == f"Bản sao văn bằng từ sổ gốc số {document.symbol}"
    assert said["Author"] == "Sở Giáo dục và Đào tạo tỉnh Đắk Lắk"
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert str(opened.Root.Lang) == "vi-VN"
        assert opened.Root.ViewerPreferences.DisplayDocTitle
        with opened.open_metadata() as metadata:
            assert metadata["dc:title"] == said["Title"]
            assert metadata["dc:creator"] == [said["Author"]]
            assert "vi-VN" in metadata["dc:language"]


def test_the_same_word_file_gives_the_same_pdf(copy_order: Orders) -> None:
    docx = rendering.docx(issuing.reserve(copy_order()))
    assert converter.to_pdfa(docx) == converter.to_pdfa(docx)


def test_the_files_are_stored_as_made(copy_order: Orders) -> None:
    document = issuing.produce(issuing.reserve(copy_order()).pk)
    assert storage.sha256(storage.read_pdf(document)) == document.pdf_sha256
    assert pages(storage.read_pdf(document)) == 1


def test_a_broken_word_file_is_a_failed_conversion() -> None:
    with pytest.raises(converter.ConversionFailed, match="rdocx"):
        converter.to_pdfa(b"not a Word file")


@pytest.mark.poppler
@pytest.mark.parametrize(
    ("known", "line"),
    [
        ("1950", "Năm sinh 1950"),
        ("02/1950", "Tháng, năm sinh 02/1950"),
        ("05/02/1950", "Ngày, tháng, năm sinh 05/02/1950"),
    ],
)
def test_a_paper_says_of_a_birth_what_is_known(copy_order: Orders, known: str, line: str) -> None:
    text = pdf_text(
        converter.to_pdfa(rendering.docx(issuing.reserve(copy_order(birth_date=known))))
    )
    assert line in " ".join(text.split())
