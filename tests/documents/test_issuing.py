"""Reserving a document: number, code and facts are fixed at once, or nothing is."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from documents import codes, issuing, numbers
from documents.models import Document, NumberBook, Template
from documents.orders import DocumentOrder, MissingFact, OrderRefused, TemplateMissing
from documents.word_templates import templates
from organisations.models import Authority
from tests.documents.conftest import MORNING

Orders = Callable[..., DocumentOrder]


def test_a_reserved_document_states_number_code_and_date(copy_order: Orders) -> None:
    document = issuing.reserve(copy_order(), at=MORNING)
    assert document.symbol == "01/BS-SGDĐT"
    assert document.state == Document.State.RESERVED
    assert codes.is_well_formed(document.code)
    assert document.facts["number_symbol"] == "01/BS-SGDĐT"
    assert document.facts["place_and_date"] == "Đắk Lắk, ngày 05 tháng 02 năm 2026"
    assert document.facts["check_url"] == f"https://motcua.daklak.example/k/{document.code}"
    assert document.facts["check_code"] == codes.pretty(document.code)
    assert document.facts["recipients"] == ["Như trên;", "Lưu: VT."]
    assert document.authority_name == "Sở Giáo dục và Đào tạo tỉnh Đắk Lắk"


def test_numbers_count_up_and_grow_past_two_digits(copy_order: Orders) -> None:
    symbols = [issuing.reserve(copy_order(key=f"dossier:{n}")).symbol for n in range(101)]
    assert (symbols[0], symbols[8], symbols[9], symbols[100]) == (
        "01/BS-SGDĐT",
        "09/BS-SGDĐT",
        "10/BS-SGDĐT",
        "101/BS-SGDĐT",
    )


def test_the_same_order_twice_is_one_document(copy_order: Orders) -> None:
    first = issuing.reserve(copy_order())
    again = issuing.reserve(copy_order(grade="Giỏi"))
    assert again == first
    assert again.facts["grade"] == "Khá"
    assert NumberBook.objects.get().last == 1


def test_another_broken_rule_is_raised_as_itself(
    copy_order: Orders, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A code that is taken is not "the document you ordered does not exist"."""
    taken = issuing.reserve(copy_order()).code
    monkeypatch.setattr(codes, "new_code", lambda: taken)
    with pytest.raises(IntegrityError), transaction.atomic():
        issuing.reserve(copy_order(key="dossier:2:copy"))
    assert NumberBook.objects.get().last == 1, "the number went back"


def test_two_callers_with_the_same_order_get_one_document_and_one_number(
    copy_order: Orders, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second one looked before the first had committed."""
    first = issuing.reserve(copy_order())
    looked_too_early = Document.objects.none()
    monkeypatch.setattr(issuing, "_already_ordered", lambda order: looked_too_early.first())
    assert issuing.reserve(copy_order()) == first
    assert NumberBook.objects.get().last == 1


def test_a_fact_nobody_states_stops_the_order_before_a_number_is_used(copy_order: Orders) -> None:
    order = copy_order()
    facts = {name: fact for name, fact in order.facts.items() if name not in ("school", "grade")}
    with pytest.raises(MissingFact) as refusal:
        issuing.reserve(replace(order, facts=facts))
    assert refusal.value.names == ("grade", "school")
    assert not NumberBook.objects.exists()
    assert not Document.objects.exists()


def test_an_empty_fact_that_would_print_a_blank_is_missing(copy_order: Orders) -> None:
    with pytest.raises(MissingFact) as refusal:
        issuing.reserve(replace(copy_order(holder_name=" \u200b"), signer_name=""))
    assert refusal.value.names == ("holder_name", "signer_name")


def test_an_empty_register_column_is_allowed_where_the_template_says_so(copy_order: Orders) -> None:
    assert issuing.reserve(copy_order(grade="")).facts["grade"] == ""


def test_facts_are_stored_in_nfc(copy_order: Orders) -> None:
    decomposed = "Nguye\u0302\u0303n Thi\u0323 Hươ\u0300ng"
    assert (
        issuing.reserve(copy_order(holder_name=decomposed)).facts["holder_name"]
        == "Nguyễn Thị Hường"
    )


def test_a_fact_of_another_kind_is_refused(copy_order: Orders) -> None:
    order = copy_order()
    with pytest.raises(OrderRefused, match="grade"):
        issuing.reserve(replace(order, facts={**order.facts, "grade": {"a": 1}}))  # type: ignore[dict-item]


def test_an_unknown_template_is_refused(copy_order: Orders) -> None:
    with pytest.raises(TemplateMissing):
        issuing.reserve(replace(copy_order(), template="diploma-copy/unheard-of"))


def test_books_are_apart_by_authority_kind_and_year(
    copy_order: Orders, department: Authority
) -> None:
    order = copy_order()
    other = Authority.objects.create(
        slug="xa", kind="COMMUNE", name="UBND xã", symbol="UBND", code="H15.1", place="X"
    )
    assert issuing.reserve(order, at=MORNING).number == 1
    assert issuing.reserve(replace(order, key="b", kind="QĐ"), at=MORNING).number == 1
    assert issuing.reserve(replace(order, key="c", authority=other), at=MORNING).number == 1
    assert issuing.reserve(replace(order, key="d"), at=MORNING + dt.timedelta(days=365)).number == 1
    assert issuing.reserve(replace(order, key="e"), at=MORNING).number == 2


@pytest.mark.parametrize(("utc_hour", "year"), [(16, 2026), (17, 2027)])
def test_the_year_turns_at_midnight_in_vietnam(
    copy_order: Orders, utc_hour: int, year: int
) -> None:
    at = dt.datetime(2026, 12, 31, utc_hour, 30, tzinfo=dt.UTC)
    document = issuing.reserve(copy_order(), at=at)
    assert document.year == year
    assert document.facts["place_and_date"].endswith(f"năm {year}")


def test_whoever_waited_over_midnight_moves_on_to_the_new_book(
    copy_order: Orders, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = copy_order().authority
    eve = dt.datetime(2026, 12, 31, 16, 59, 59, tzinfo=dt.UTC)
    lock = numbers._lock_book
    with time_machine.travel(eve, tick=False) as clock:

        def waited(*book: Any) -> None:
            lock(*book)
            clock.move_to(eve + dt.timedelta(seconds=2))

        monkeypatch.setattr(numbers, "_lock_book", waited)
        number = numbers.take(office, "BS")
    assert (number.year, number.value) == (2027, 1)
    assert dict(NumberBook.objects.values_list("year", "last")) == {2026: 0, 2027: 1}


def test_a_cancelled_transaction_gives_the_number_back(copy_order: Orders) -> None:
    with transaction.atomic():
        issuing.reserve(copy_order(key="a"))
        transaction.set_rollback(True)
    assert issuing.reserve(copy_order(key="b")).number == 1


@pytest.mark.django_db(transaction=True)
def test_no_number_outside_a_transaction(copy_order: Orders) -> None:
    with pytest.raises(numbers.NotInTransaction):
        numbers.take(copy_order().authority, "BS")


def test_a_document_keeps_the_template_it_was_ordered_with(copy_order: Orders) -> None:
    document = issuing.reserve(copy_order())
    changed = (templates._SHIPPED / "slips" / "refusal.docx").read_bytes()
    assert templates.publish("diploma-copy/copy", changed).version == 2
    assert Document.objects.get(pk=document.pk).template == Template.objects.get(version=1)


def test_an_order_may_ask_for_one_content_of_the_template(copy_order: Orders) -> None:
    """A running procedure stays on the template its version was published with."""
    order = copy_order()
    pinned = Template.objects.get().sha256
    templates.publish(
        "diploma-copy/copy", (templates._SHIPPED / "slips" / "refusal.docx").read_bytes()
    )
    document = issuing.reserve(replace(order, template_sha256=pinned))
    assert document.template.sha256 == pinned
    with pytest.raises(TemplateMissing):
        issuing.reserve(replace(order, key="other", template_sha256="0" * 64))


def test_a_production_site_prints_no_demo_notice(
    copy_order: Orders, settings: pytest.FixtureRequest
) -> None:
    assert issuing.reserve(copy_order(key="a")).facts["notice"].startswith("BẢN DÙNG THỬ")
    settings.DEMO = False  # type: ignore[attr-defined]
    assert issuing.reserve(copy_order(key="b")).facts["notice"] == ""
