"""The administrator finds an entry, annotates it, and imports a file in the browser."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from organisations.models import User
from registers.models import Annotation, Diploma, ImportRun, RegisterBook
from tests.people import enter_diploma
from tests.registers.conftest import Write, row

IMPORT = "admin:registers_importrun_import"


@pytest.fixture
def administrator(db: None) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("quantri", full_name="Phạm Quốc Bảo"))
    return client


def upload(client: Client, book: RegisterBook, name: str, content: bytes) -> str:
    file = SimpleUploadedFile(name, content)
    answer = client.post(reverse(IMPORT), {"book": book.pk, "file": file}, follow=True)
    return answer.content.decode()


def test_a_file_is_imported_and_its_faults_are_shown(
    administrator: Client, book: RegisterBook, csv_file: Write
) -> None:
    content = csv_file([row(), row(number="2", born="31/02/1998")]).read_bytes()
    page = upload(administrator, book, "sổ gốc 2016.csv", content)
    run = ImportRun.objects.get()
    assert (run.added, run.faulty, run.file_name) == (1, 1, "sổ gốc 2016.csv")
    assert "Không có ngày 31/02/1998." in page
    assert "Đã đọc 2 dòng: thêm 1, đã có 0, lỗi 1." in page


def test_a_file_that_cannot_be_read_is_explained_beside_the_field(
    administrator: Client, book: RegisterBook
) -> None:
    assert "Không thấy dòng tiêu đề" in upload(administrator, book, "x.csv", b"a,b\n1,2\n")
    assert "Chỉ nhập được tệp .xlsx hoặc .csv" in upload(administrator, book, "../../x.exe", b"MZ")
    assert Diploma.objects.count() == 0


def test_a_file_too_large_for_a_request_is_refused(
    administrator: Client, book: RegisterBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("registers.upload.LARGEST", 3)
    assert "manage.py import_register" in upload(administrator, book, "x.csv", b"a,b\n1,2\n")
    assert ImportRun.objects.count() == 0


def test_importing_needs_the_right(book: RegisterBook) -> None:
    client = Client()
    client.force_login(User.objects.create_user("reader", is_staff=True))
    answer = client.get(reverse(IMPORT))
    assert answer.status_code == 302
    assert Client().get(reverse(IMPORT)).status_code == 302


@pytest.mark.parametrize(
    ("asked", "found"), [("nguyen thi", 1), ("Nguyễn Thị Hường", 1), ("a01234567", 1), ("Lan", 0)]
)
def test_entries_are_searched_without_diacritics_or_by_serial(
    administrator: Client, book: RegisterBook, asked: str, found: int
) -> None:
    enter_diploma(book.keeper)
    answer = administrator.get(reverse("admin:registers_diploma_changelist"), {"q": asked})
    assert answer.context["cl"].result_count == found


def test_an_entry_is_annotated_but_not_rewritten(administrator: Client, book: RegisterBook) -> None:
    diploma = enter_diploma(book.keeper)
    notes = {
        "annotations-TOTAL_FORMS": 1,
        "annotations-INITIAL_FORMS": 0,
        "annotations-0-kind": "REVOKED",
    }
    note = {
        "annotations-0-date": "2026-11-20",
        "annotations-0-text": "Thu hồi theo QĐ 5",
        "annotations-0-decision": "",
    }
    page = reverse("admin:registers_diploma_change", args=[diploma.pk])
    seen = administrator.get(page).context["adminform"].form["seen"].value()
    administrator.post(
        page, {"state": "REVOKED", "holder_name": "Người khác", "seen": seen, **notes, **note}
    )
    diploma.refresh_from_db()
    assert (diploma.state, diploma.holder_name) == ("REVOKED", "Nguyễn Thị Hường")
    added = Annotation.objects.get()
    assert added.by is not None
    assert (added.text, added.by.username) == ("Thu hồi theo QĐ 5", "quantri")


@pytest.mark.parametrize("model", ["registerbook", "diploma", "importrun", "importfault"])
def test_every_list_opens(
    administrator: Client, book: RegisterBook, model: str, csv_file: Write
) -> None:
    from registers.importing import import_file

    import_file(csv_file([row(), row(number="2", name="")]), book)
    assert administrator.get(reverse(f"admin:registers_{model}_changelist")).status_code == 200


def test_an_import_is_never_changed_by_hand(administrator: Client, book: RegisterBook) -> None:
    assert administrator.get(reverse("admin:registers_importrun_add")).status_code == 403
