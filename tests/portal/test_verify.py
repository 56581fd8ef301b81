"""A stranger checks a document: genuine, revoked or unknown, and nothing else leaks."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from documents import codes, comparison, issuing
from documents.models import Document
from documents.storage import read_pdf
from registers import grants
from registers.models import GrantState
from tests.documents.test_comparison import without_seal
from tests.people import World, draft_of
from tests.portal.filling import words
from tests.portal.test_dossiers import issue
from tests.reading import as_read
from workflows import actions

pytestmark = pytest.mark.filterwarnings("ignore::pikepdf.PageCopyWarning")


@pytest.fixture
def copy(world: World) -> Document:
    """Hường's sealed copy."""
    dossier = issue(world, actions.submit(draft_of(world), world.huong))
    return dossier.documents.get(kind="copy").document


def test_the_qr_address_says_genuine_at_once(stranger: Client, copy: Document) -> None:
    page = words(stranger.get(f"/k/{copy.code}"))
    for said in (
        "Văn bản có thật",
        "Sở Giáo dục và Đào tạo Đắk Lắk",
        copy.symbol,
        f"{timezone.localdate():%d/%m/%Y}",
    ):
        assert said in page, said


def test_a_code_typed_from_paper_finds_the_same_page(stranger: Client, copy: Document) -> None:
    typed = codes.pretty(copy.code).lower().replace("-", " ")
    assert stranger.post("/kiem-tra/", {"code": typed}).url == f"/k/{copy.code}"


def test_the_holder_is_masked_until_the_birth_date_is_typed(
    stranger: Client, copy: Document
) -> None:
    masked = words(stranger.get(f"/k/{copy.code}"))
    assert "Nguyễn Thị Hường" not in masked
    assert "Cấp cho" in masked
    known = stranger.post(f"/k/{copy.code}", {"birth_date": "5/2/1998"})
    assert "Nguyễn Thị Hường" in words(known)
    assert 'name="birth_date"' not in known.text, "nothing is left to ask"
    wrong = stranger.post(f"/k/{copy.code}", {"birth_date": "6/2/1998"})
    assert "Nguyễn Thị Hường" not in words(wrong)
    assert (
        "Ngày sinh này không khớp với văn bản" in words(wrong) and 'value="6/2/1998"' in wrong.text
    )


def test_birth_dates_cannot_be_tried_one_after_the_other(copy: Document) -> None:
    for day in range(1, 6):
        Client(REMOTE_ADDR=f"198.51.100.{day}").post(
            f"/k/{copy.code}", {"birth_date": f"{day}/3/1998"}
        )
    page = words(
        Client(REMOTE_ADDR="198.51.100.99").post(f"/k/{copy.code}", {"birth_date": "5/2/1998"})
    )
    assert "Nguyễn Thị Hường" not in page
    assert "quá nhiều ngày sinh" in page
    assert "Văn bản có thật" in page


def test_a_revoked_document_says_so_first(stranger: Client, copy: Document) -> None:
    issuing.revoke(copy, "Cấp nhầm", timezone.now())
    page = as_read(words(stranger.get(f"/k/{copy.code}")))
    assert "Văn bản đã bị thu hồi" in page
    assert "Văn bản có thật</h1>" not in page
    assert "Cấp nhầm" not in page


def test_an_unknown_code_says_nothing_else(db: None, stranger: Client) -> None:
    page = words(stranger.get(f"/k/{codes.new_code()}"))
    assert "Không có văn bản với mã này" in page
    assert "Cơ quan phát hành" not in page


def test_a_typing_error_is_told_before_asking(db: None, stranger: Client) -> None:
    answer = stranger.post("/kiem-tra/", {"code": "7K2M-Q9ZD"})
    assert answer.status_code == 422
    assert "viết chưa đúng" in words(answer)


def test_twenty_checks_a_minute_from_one_address(stranger: Client, copy: Document) -> None:
    answers = [stranger.get(f"/k/{copy.code}").status_code for _ in range(21)]
    assert answers == [200] * 20 + [429]
    assert Client(REMOTE_ADDR="198.51.100.2").get(f"/k/{copy.code}").status_code == 200


def test_nothing_follows_the_stranger(stranger: Client, copy: Document) -> None:
    answer = stranger.get(f"/k/{copy.code}")
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert not answer.cookies
    for kept_back in ("066198001234", "0905123456", "huong@example.vn", "A 01234567", "Krông"):
        assert kept_back not in answer.content.decode()


def test_a_browser_that_hides_where_it_came_from_may_still_ask(copy: Document) -> None:
    """With `no-referrer` a browser sends `Origin: null`."""
    strict = Client(enforce_csrf_checks=True, headers={"Origin": "null"})
    assert "Nguyễn Thị Hường" in words(strict.post(f"/k/{copy.code}", {"birth_date": "05/02/1998"}))


def test_the_decision_about_a_licence_names_the_school_and_says_how_the_licence_stands_today(
    stranger: Client, copy: Document
) -> None:
    """A school has no birth date to type, and the register of licences names it to everybody."""
    office = copy.authority
    on_paper = grants.Decision(office, copy.authority_name, "9/QĐ", timezone.localdate())
    by_this = grants.Decision(
        office, copy.authority_name, copy.symbol, timezone.localdate(), copy.code
    )
    granted = grants.enter(
        grants.What("school_licence", "Giấy phép", "Trường THPT Hòa Bình"), by_this
    )
    page = words(stranger.get(f"/k/{copy.code}"))
    assert (
        "Trường THPT Hòa Bình" in page
        and "đang có hiệu lực" in page
        and f"/so-giay-phep/{granted.pk}/" in page
    )
    assert "birth_date" not in page
    grants.add_state(granted, GrantState.State.SUSPENDED, on_paper)
    page = words(stranger.get(f"/k/{copy.code}"))
    assert "Văn bản có thật" in page and "bị đình chỉ" in page


def test_what_a_forger_would_change_is_shown(stranger: Client, copy: Document) -> None:
    """A printed copy whose grade was changed does not pass: the page says the grade of the
    register.
    """
    page = words(stranger.get(f"/k/{copy.code}"))
    for name in ("level_name", "school", "graduation_year", "grade", "decision"):
        assert copy.facts[name] and copy.facts[name] in page, name
    for name in ("serial", "book_number", "birth_place"):
        assert copy.facts[name] and copy.facts[name] not in page, name


@pytest.mark.parametrize(
    "typed",
    ["05021998", "5 2 1998", "05/02/1998", "5.2.1998", "\u202d05 02 1998\u202c", "05–02–1998"],
)
def test_the_rest_is_shown_to_who_knows_the_birth_date(
    stranger: Client, copy: Document, typed: str
) -> None:
    page = words(stranger.post(f"/k/{copy.code}", {"birth_date": typed}))
    for name in ("holder_name", "serial", "book_number", "birth_place"):
        assert copy.facts[name] in page, name


def test_a_code_is_found_however_it_was_typed(stranger: Client, copy: Document) -> None:
    pretty = codes.pretty(copy.code)
    for typed in (
        *(pretty.replace("-", sign) for sign in "–—−‑_. /*"),
        f" Mã: {pretty}"[4:],
        f"https://motcua.example/k/{copy.code}?x=1",
        f"motcua.example/K/{pretty}",
        "\u200b".join(pretty),
        copy.code.translate({ord(sign): ord(sign) + 0xFEE0 for sign in copy.code}),
    ):
        assert stranger.post("/kiem-tra/", {"code": typed}).url == f"/k/{copy.code}", typed


def upload(client: Client, content: bytes) -> str:
    answer = client.post(
        "/kiem-tra/tep/", {"file": SimpleUploadedFile("tệp.pdf", content, "application/pdf")}
    )
    return words(answer)


def test_the_sealed_pdf_itself_is_told(stranger: Client, copy: Document) -> None:
    page = upload(stranger, read_pdf(copy))
    assert "Đúng tệp đã đóng dấu" in page and copy.symbol in page and "Nguyễn Thị Hường" not in page


def test_an_altered_pdf_and_a_copy_are_told(stranger: Client, copy: Document) -> None:
    added = upload(stranger, read_pdf(copy) + b"\n%\n")
    assert "Tệp đã bị thay đổi sau khi đóng dấu" in added and copy.symbol in added
    page = upload(stranger, without_seal(read_pdf(copy)))
    assert (
        "Tệp có mã của chúng tôi nhưng không có dấu" in page and "không thấy trong tệp" not in page
    )


def test_a_line_that_a_copy_does_not_say_is_marked(
    stranger: Client, copy: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = comparison.compare(without_seal(read_pdf(copy)))
    forged = replace(told, text=told.text.replace(copy.facts["grade"], "Xuất sắc"))
    monkeypatch.setattr(comparison, "compare", lambda content: forged)
    page = upload(stranger, b"%PDF-")
    assert page.count("không thấy trong tệp") == 1
    assert "Tệp không khớp với văn bản gốc" in page and "Xếp loại" in page


def test_a_file_that_is_not_the_sealed_one_is_never_called_genuine(
    stranger: Client, copy: Document
) -> None:
    """The paper is, the file may not be: nobody should take the one for the other."""
    sealed = read_pdf(copy)
    assert "Văn bản có thật" in upload(stranger, sealed)
    for other in (sealed + b"\n%\n", without_seal(sealed)):
        page = upload(stranger, other)
        assert "Văn bản có thật" not in page and "Văn bản gốc mang mã này" in page


def test_a_revoked_paper_is_revoked_as_a_file_too(stranger: Client, copy: Document) -> None:
    content = read_pdf(copy)
    issuing.revoke(copy, "Cấp nhầm", timezone.now())
    page = upload(stranger, content)
    assert "Đúng tệp đã đóng dấu" in page and "Văn bản đã bị thu hồi" in page


def test_files_that_are_none_get_a_sentence(stranger: Client, db: None) -> None:
    assert stranger.post("/kiem-tra/tep/", {}).status_code == 422
    large = SimpleUploadedFile("a.pdf", b"0" * (2 * 1024 * 1024), "application/pdf")
    assert stranger.post("/kiem-tra/tep/", {"file": large}).status_code == 422
    refused = stranger.post(
        "/kiem-tra/tep/", {"file": SimpleUploadedFile("a.pdf", b"no pdf", "application/pdf")}
    )
    assert "Không đọc được tệp này" in refused.text and 'href="#file"' in refused.text
    assert stranger.get("/kiem-tra/tep/").status_code == 405


def test_the_example_of_the_check_page_is_a_code_it_accepts(stranger: Client, db: None) -> None:
    page = stranger.get("/kiem-tra/").text
    example = re.search(r"ví dụ ([0-9A-Z-]{14})", page)
    assert example is not None
    answer = stranger.post("/kiem-tra/", {"code": example[1]})
    assert answer.status_code == 302
    assert "Không có văn bản với mã này" in stranger.get(answer.url).text


def test_a_check_asks_the_database_four_things_and_no_more(copy: Document) -> None:
    """The try counted, the document with its template, the procedure in force, its licence. That
    nothing happened since is told with the document; each visitor is a new one.
    """
    Client(REMOTE_ADDR="198.51.100.1").get(f"/k/{copy.code}")  # what a process reads once
    with CaptureQueriesContext(connection) as asked:
        page = Client(REMOTE_ADDR="198.51.100.2").get(f"/k/{copy.code}")
    assert "Văn bản có thật" in words(page)
    assert len(asked) <= 4, "\n".join(one["sql"][:300] for one in asked.captured_queries)
