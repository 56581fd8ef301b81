"""What a stranger learns from a code, and what they do not."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from documents import codes, issuing
from documents.models import Document
from documents.orders import DocumentOrder
from documents.verification import Verdict, check
from tests.documents.conftest import MORNING

Orders = Callable[..., DocumentOrder]
BORN = dt.date(1992, 2, 5)


@pytest.fixture
def sealed(copy_order: Orders) -> Document:
    return issuing.produce(issuing.reserve(copy_order(), at=MORNING).pk)


def test_a_genuine_copy_is_named_with_its_holder_masked(sealed: Document) -> None:
    assert check(sealed.code) == Verdict(
        document=sealed,
        result="genuine",
        issuer="Sở Giáo dục và Đào tạo tỉnh Đắk Lắk",
        kind_title="Bản sao văn bằng từ sổ gốc",
        symbol="01/BS-SGDĐT",
        issued_on=dt.date(2026, 2, 5),
        holder="H*** N** K***",
        revoked_on=None,
        has_birth_date=True,
    )


def test_a_paper_without_a_birth_date_is_not_asked_for_one(copy_order: Orders) -> None:
    paper = issuing.produce(
        issuing.reserve(replace(copy_order(), holder_birth_date=None), at=MORNING).pk
    )
    assert not check(paper.code).has_birth_date


def test_the_code_may_be_typed_as_people_type(sealed: Document) -> None:
    typed = codes.pretty(sealed.code).lower().replace("0", "o").replace("1", "l")
    assert check(f" {typed} ").result == "genuine"


def test_who_knows_the_birth_date_sees_the_name(sealed: Document) -> None:
    assert check(sealed.code, BORN).holder == "H'Hen Niê Kđăm"
    assert check(sealed.code, BORN + dt.timedelta(days=1)).holder == "H*** N** K***"


def test_a_holder_without_birth_date_on_record_is_never_named(copy_order: Orders) -> None:
    order = replace(copy_order(), holder_birth_date=None)
    document = issuing.produce(issuing.reserve(order).pk)
    assert check(document.code, None).holder == "H*** N** K***"
    assert check(document.code, BORN).holder == "H*** N** K***"


def test_a_slip_is_genuine_but_names_nobody(copy_order: Orders) -> None:
    document = issuing.produce(issuing.reserve(replace(copy_order(), public=False)).pk)
    verdict = check(document.code, BORN)
    assert (verdict.result, verdict.holder) == ("genuine", "")


def test_a_revoked_document_says_when(sealed: Document) -> None:
    night = dt.datetime(2026, 3, 1, 18, 0, tzinfo=dt.UTC)  # 2 March in Vietnam
    issuing.revoke(sealed, "Cấp nhầm người.", night)
    verdict = check(sealed.code)
    assert (verdict.result, verdict.revoked_on) == ("revoked", dt.date(2026, 3, 2))
    assert "nhầm" not in str(verdict), "the reason is not for strangers"


def test_a_document_without_its_seal_is_unknown(copy_order: Orders) -> None:
    assert check(issuing.reserve(copy_order()).code) == Verdict("unknown")


def test_any_other_code_is_unknown_and_says_nothing_more(sealed: Document) -> None:
    for typed in (
        codes.new_code(),
        sealed.code[:-1],
        "",
        "' OR 1=1 --",
        sealed.symbol,
        str(sealed.pk),
    ):
        assert check(typed, BORN) == Verdict("unknown")


def test_a_mistyped_code_does_not_reach_the_database(
    sealed: Document, django_assert_num_queries: Callable
) -> None:
    wrong = ("0" if sealed.code[0] != "0" else "1") + sealed.code[1:]
    with django_assert_num_queries(0):
        assert check(wrong).result == "unknown"
