"""An authority, its templates and one order: what every test of documents starts from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from documents import demo_seal
from documents.orders import DocumentOrder
from documents.word_templates import templates
from organisations.models import Authority

ROOT = Path(__file__).parents[2]
COPY_TEMPLATE = ROOT / "workflows/procedures/diploma-copy/templates/copy.docx"

REGISTER_ENTRY: dict[str, str] = {
    "level_name": "Bằng tốt nghiệp trung học phổ thông",
    "holder_name": "H'Hen Niê Kđăm",
    "birth_date": "05/02/1992",
    "birth_place": "Buôn Ea Sút, thị trấn Ea Pốk, huyện Cư M'gar, tỉnh Đắk Lắk",
    "sex": "Nữ",
    "ethnicity": "Ê Đê",
    "school": "Trường THPT Cư M'gar",
    "graduation_year": "2010",
    "grade": "Khá",
    "issued_by": "Sở Giáo dục và Đào tạo tỉnh Đắk Lắk",
    "diploma_signer": "Phan Hồng",
    "decision": "1234/QĐ-SGDĐT",
    "decision_date": "15/6/2010",
    "serial": "A 01234567",
    "book_number": "0456/2010",
    "annotations": "",
}

MORNING = dt.datetime(2026, 2, 5, 1, 30, tzinfo=dt.UTC)  # 08:30 in Đắk Lắk


@pytest.fixture(scope="session")
def demo_seal_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One demo authority for the whole run: making its keys takes a moment."""
    return tmp_path_factory.mktemp("seal")


@pytest.fixture(autouse=True)
def demo_authority_seals(settings: Any, demo_seal_folder: Path) -> None:
    settings.SEAL_PKCS12 = str(demo_seal_folder / "seal.p12")
    settings.SEAL_PASSPHRASE = "mật khẩu dùng thử"
    settings.SITE_URL = "https://motcua.daklak.example"
    settings.DEMO = True
    demo_seal.ensure()


@pytest.fixture
def department(db: None) -> Authority:
    """The department that keeps the register, under the province's people's committee."""
    province = Authority.objects.create(
        slug="tinh",
        kind="PROVINCE",
        name="Ủy ban nhân dân tỉnh Đắk Lắk",
        symbol="UBND",
        code="H15",
        place="Đắk Lắk",
    )
    return Authority.objects.create(
        slug="so",
        kind="DEPARTMENT",
        name="Sở Giáo dục và Đào tạo tỉnh Đắk Lắk",
        parent=province,
        symbol="SGDĐT",
        code="H15.50",
        place="Đắk Lắk",
    )


@pytest.fixture
def copy_order(department: Authority) -> Callable[..., DocumentOrder]:
    """Orders of diploma copies: `copy_order(key="a", grade="Giỏi")` changes the key and one
    fact.
    """
    templates.publish("diploma-copy/copy", COPY_TEMPLATE)

    def order(key: str = "dossier:1:copy", **facts: str) -> DocumentOrder:
        return DocumentOrder(
            key=key,
            authority=department,
            kind="BS",
            title="Bản sao văn bằng từ sổ gốc",
            template="diploma-copy/copy",
            symbol="{number}/BS-{authority}",
            facts={**REGISTER_ENTRY, **facts},
            holder_name="H'Hen Niê Kđăm",
            holder_birth_date=dt.date(1992, 2, 5),
            signer_name="Nguyễn Thị Hường",
            signer_position="Giám đốc",
        )

    return order
