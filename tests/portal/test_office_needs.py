"""What an outcome needs is marked on the officer's page, demanded by the engine, and named by the
words on the page.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from organisations.seed import seed_organisations
from portal.demo.load import settle
from tests.documents.conftest import demo_authority_seals, demo_seal_folder  # noqa: F401 - fixtures
from tests.portal.conftest import visiting
from tests.procedures.diplomas_abroad import Office, make_office, paid
from tests.procedures.walking import decide, item, now
from tests.reading import as_read
from workflows import actions
from workflows.errors import Incomplete
from workflows.models import Dossier

pytestmark = pytest.mark.once


@pytest.fixture
def office(db: Any, demo_authority_seals: Any) -> Office:  # noqa: F811
    seed_organisations()
    return make_office()


def _panel(office: Office, dossier: Dossier) -> tuple[str, str]:
    page = visiting(office.expert).get(f"/mot-cua/viec/{item(dossier, 'appraise').pk}/")
    key = re.search(r'name="do-key" value="([0-9a-f]{32})"', page.text)
    assert key
    return page.text, key[1]


def _field(text: str, name: str) -> str:
    """The label of a box as drawn."""
    found = re.search(rf'id="[^"]*{name}"[^>]*>\s*<legend>(.*?)</legend>', text, re.DOTALL)
    found = found or re.search(rf'<label for="[^"]*{name}"[^>]*>(.*?)</label>', text, re.DOTALL)
    assert found, name
    return found[1]


def test_the_page_marks_what_an_outcome_needs_and_does_not_call_it_optional(office: Office) -> None:
    text, _key = _panel(office, paid(office))
    marked = _field(text, "equivalent")
    assert "bắt buộc khi chọn" in marked and "không bắt buộc" not in marked
    assert "trình ký công nhận" in marked and "Cần xác minh ở nước ngoài" in marked
    assert "không bắt buộc" in _field(text, "remark")
    cards = re.findall(r"data-outcome.*?</ul>", text, re.DOTALL)
    needing = [card for card in cards if 'data-needs="equivalent"' in card]
    assert len(needing) == 2 and all("Cần điền" in card for card in needing)


def test_what_is_missing_is_said_by_its_label_and_nothing_typed_is_lost(office: Office) -> None:
    dossier = paid(office)
    _text, key = _panel(office, dossier)
    task = item(dossier, "appraise")
    typed = {
        "do-key": key,
        "do-outcome": "recognise",
        "do-decide": "1",
        "note": "Đã đọc kỹ bảng điểm.",
    }
    answer = visiting(office.expert).post(f"/mot-cua/viec/{task.pk}/", typed)
    assert answer.status_code == 422
    assert "Hãy chọn kết luận trước khi trình ký. Còn để trống: “Kết luận”." in answer.text
    assert "Đã đọc kỹ bảng điểm." in answer.text
    assert "is-wrong" in answer.text and ">equivalent<" not in as_read(answer.text)
    assert item(now(dossier), "appraise").pk == task.pk


def test_the_engine_demands_it_whoever_asks(office: Office) -> None:
    dossier = paid(office)
    for nothing in ({}, {"equivalent": None}, {"equivalent": ""}):
        for outcome in ("recognise", "abroad"):
            with pytest.raises(Incomplete, match="Còn để trống: “Kết luận”"):
                actions.decide(
                    item(dossier, "appraise"), office.expert, outcome, nothing, "Cần xác minh."
                )
    dossier = decide(dossier, "appraise", office.expert, "reject", "Không đủ.")
    assert item(dossier, "sign_refusal")


def test_verified_abroad_with_nothing_optional_filled_in_reaches_the_document(
    office: Office,
) -> None:
    dossier = decide(
        paid(office), "appraise", office.expert, "abroad", "Cần hỏi.", equivalent="THPT"
    )
    dossier = decide(dossier, "verify", office.expert, "confirmed")
    dossier = decide(dossier, "sign", office.head, "approve")
    dossier = decide(dossier, "seal", office.clerk, "seal")
    settle()
    assert now(dossier).decision == "GRANTED"
