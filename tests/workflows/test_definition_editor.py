"""The administrator writes the next version of a procedure and sees what the checker says before
publishing.
"""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from organisations.models import Authority, RoleAssignment, User
from organisations.seed import seed_organisations
from tests.people import person
from tests.reading import as_read
from tests.workflows.procedures import FOLDER, TEXT, changed
from workflows.models import ProcedureVersion
from workflows.procedure import editing, publishing

pytestmark = [pytest.mark.once, pytest.mark.django_db]


@pytest.fixture
def version() -> ProcedureVersion:
    seed_organisations()
    return publishing.publish(FOLDER)


@pytest.fixture
def editor(version: ProcedureVersion) -> str:
    return reverse("admin:workflows_definition_edit", args=[version.pk])


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("quan-tri", "", "mat-khau-rat-dai"))
    return client


def test_the_editor_begins_with_the_versions_text(administrator: Client, editor: str) -> None:
    page = administrator.get(editor).content.decode()
    assert "Cấp bản sao hoặc trả lời bằng văn bản" in page and "Kiểm tra" in page


def test_faults_stand_beside_the_text_in_vietnamese_with_their_line(
    administrator: Client, editor: str
) -> None:
    text = changed(("role: clerk", "role: clark"))
    page = administrator.post(editor, {"the-source": text, "do-publish": "1"}).content.decode()
    assert "Không ai giữ được vai trò &#x27;clark&#x27;" in page
    assert f"dòng {text[: text.index('role: clark')].count(chr(10)) + 1}" in page
    assert "role: clark" in page, "what was typed is kept"
    assert ProcedureVersion.objects.count() == 1


@pytest.mark.parametrize("pressed", ["do-check", "do-publish"])
def test_a_role_that_would_come_to_sign_is_told_with_its_line(
    administrator: Client, editor: str, version: ProcedureVersion, pressed: str
) -> None:
    deciding = Authority.objects.get(slug="sgddt-daklak")
    RoleAssignment.objects.create(
        user=person("ke-toan", "Kế Toán"),
        role_id="cashier",
        authority=deciding,
        valid_from=timezone.localdate(),
    )
    text = changed(("role: head", "role: cashier"))
    answer = administrator.post(editor, {"the-source": text, pressed: "1"})
    assert (
        "trong khi có người đang giữ mà thủ trưởng chưa cấp" in answer.text
        and "Không có lỗi" not in answer.text
    )
    assert f"dòng {text[: text.index('role: cashier')].count(chr(10)) + 1}" in answer.text
    beside = reverse("admin:workflows_definition_look", args=[version.pk])
    assert "trong khi có người đang giữ" in administrator.post(beside, {"the-source": text}).text, (
        "while one types too"
    )
    assert ProcedureVersion.objects.count() == 1


def test_checking_publishes_nothing(administrator: Client, editor: str) -> None:
    text = changed(("title: {vi: Tiếp nhận hồ sơ", "title: {vi: Nhận hồ sơ"))
    page = administrator.post(editor, {"the-source": text, "do-check": "1"}).content.decode()
    assert "Không có lỗi" in page and "<svg" in page
    assert ProcedureVersion.objects.count() == 1


def test_publishing_makes_the_next_version_in_the_administrators_name(
    administrator: Client, editor: str
) -> None:
    text = changed(("title: {vi: Tiếp nhận hồ sơ", "title: {vi: Nhận hồ sơ"))
    answer = administrator.post(
        editor, {"the-source": text.replace("\n", "\r\n"), "do-publish": "1"}, follow=True
    )
    newest = ProcedureVersion.objects.get(number=2)
    assert newest.published_by is not None and newest.published_by.username == "quan-tri"
    assert "\r" not in newest.source
    assert "Đã công bố" in answer.content.decode()


def test_two_who_write_from_one_version_do_not_silently_replace_each_other(
    administrator: Client, editor: str
) -> None:
    newest = administrator.get(editor).context["newest"]
    first, second = (
        changed(("title: {vi: Tiếp nhận hồ sơ", f"title: {{vi: {word} hồ sơ"))
        for word in ("Nhận", "Thu")
    )
    administrator.post(editor, {"the-source": first, "do-publish": "1", "the-newest": newest})
    answer = administrator.post(
        editor, {"the-source": second, "do-publish": "1", "the-newest": newest}
    )
    assert answer.status_code == 409
    told = [str(message) for message in answer.context["messages"]]
    assert "quan-tri vừa công bố 3.000465 v2 trong khi bạn soạn." in told[-1]
    assert "Thu hồ sơ" in answer.text, "what was typed is kept"
    assert ProcedureVersion.objects.count() == 2
    again = {"the-source": second, "do-publish": "1", "the-newest": answer.context["newest"]}
    assert administrator.post(editor, again).status_code == 302
    assert ProcedureVersion.objects.count() == 3


def test_a_new_procedure_brings_its_word_files(
    administrator: Client, version: ProcedureVersion
) -> None:
    text = TEXT.replace("slug: diploma-copy", "slug: second-copy")
    address = reverse("admin:workflows_definition_new")
    page = administrator.post(address, {"the-source": text, "do-publish": "1"}).content.decode()
    assert "Không có mẫu templates/copy.docx" in page
    files = [
        SimpleUploadedFile(path.name, path.read_bytes())
        for path in (FOLDER / "templates").glob("*.docx")
    ]
    administrator.post(address, {"the-source": text, "do-publish": "1", "the-templates": files})
    assert ProcedureVersion.objects.filter(procedure__slug="second-copy").count() == 1


def test_published_versions_are_listed_and_drawn_but_not_changed(
    administrator: Client, version: ProcedureVersion
) -> None:
    assert (
        "Soạn thủ tục mới"
        in administrator.get(
            reverse("admin:workflows_procedureversion_changelist")
        ).content.decode()
    )
    address = reverse("admin:workflows_procedureversion_change", args=[version.pk])
    assert "<svg" in administrator.get(address).content.decode()
    assert administrator.post(address, {"number": 7}).status_code == 403


def test_nobody_else_may_write_definitions(client: Client, editor: str) -> None:
    client.force_login(User.objects.create_user("can-bo", is_staff=True))
    assert client.get(editor).status_code == 403
    assert client.post(editor, {"the-source": TEXT, "do-publish": "1"}).status_code == 403


def test_what_stands_beside_the_text_follows_it_and_nothing_is_written(
    administrator: Client, editor: str
) -> None:
    look = f"{editor}xem/"
    text = changed(("role: clerk", "role: clark"))
    part = administrator.post(look, {"the-source": text})
    assert (
        "<html" not in part.text
        and "Không ai giữ được vai trò" in part.text
        and "<svg" in part.text
    )
    line = text[: text.index("role: clark")].count("\n") + 1
    assert f'data-line="{line}"' in part.text
    broken = administrator.post(look, {"the-source": text.replace("steps:", "steps: [", 1)}).text
    assert "Không đúng cú pháp YAML" in broken and "<svg" not in broken
    assert ProcedureVersion.objects.count() == 1
    assert administrator.get(look).status_code == 405


def test_the_form_is_tried_out_with_sample_answers(administrator: Client, editor: str) -> None:
    sent = {"the-source": TEXT, "do-check": "1", "relation": "family"}
    first = as_read(administrator.post(editor, sent).text)
    assert 'value="family" checked' in first and 'name="kinship"' in first
    own = administrator.post(f"{editor}xem/", {"the-source": TEXT, "relation": "owner"}).text
    own = as_read(own)
    assert 'value="owner" checked' in own and 'name="kinship"' not in own
    assert "relation != &quot;owner&quot;" in own, (
        "a section that is hidden says by which condition"
    )


def test_a_field_with_any_name_takes_nothing_from_the_text(
    administrator: Client, editor: str
) -> None:
    """Inputs of the form that is tried out stand in the same page as the text."""
    text = changed(("{id: purpose, kind: long_text", "{id: source, kind: long_text"))
    page = administrator.post(
        editor, {"the-source": text, "source": "Xin việc", "do-check": "1"}
    ).text
    assert "id: source, kind: long_text" in page and ">Xin việc</textarea>" in page


def test_nobody_else_looks(client: Client, editor: str) -> None:
    client.force_login(User.objects.create_user("can-bo", is_staff=True))
    assert client.post(f"{editor}xem/", {"the-source": TEXT}).status_code == 403


def told(answer: HttpResponse) -> str:
    """Every message above the page."""
    return " ".join(str(message) for message in answer.context["messages"])


@pytest.mark.parametrize(
    ("button", "words"), [("do-publish", "Chưa công bố"), ("do-replay", "Chưa chạy thử")]
)
def test_what_was_asked_and_not_done_is_said_above_the_page(
    administrator: Client, editor: str, button: str, words: str
) -> None:
    answer = administrator.post(
        editor, {"the-source": changed(("role: clerk", "role: clark")), button: "1"}
    )
    assert words in told(answer) and "Kết quả kiểm tra" in told(answer)


@pytest.mark.parametrize(
    ("name", "size", "words"),
    [
        ("Ban sao moi.docx", 9, "tên “copy.docx”"),
        ("copy.docx", editing.MAX_TEMPLATE + 1, "lớn hơn 2 MB"),
    ],
)
def test_a_word_file_that_would_be_left_out_is_not_left_out_in_silence(
    administrator: Client, editor: str, name: str, size: int, words: str
) -> None:
    text = changed(("title: {vi: Tiếp nhận hồ sơ", "title: {vi: Nhận hồ sơ"))
    file = SimpleUploadedFile(name, b"0" * size)
    answer = administrator.post(
        editor, {"the-source": text, "do-publish": "1", "the-templates": file}
    )
    assert ProcedureVersion.objects.count() == 1, "the Word file of before would have been taken"
    assert f"“{name}”" in told(answer) and words in told(answer)


def test_chosen_word_files_are_to_be_chosen_again_and_that_is_said(
    administrator: Client, editor: str
) -> None:
    path = FOLDER / "templates" / "copy.docx"
    file = SimpleUploadedFile(path.name, path.read_bytes())
    answer = administrator.post(
        editor, {"the-source": TEXT, "do-check": "1", "the-templates": file}
    )
    assert "Hãy chọn lại tệp Word copy.docx" in told(answer)
