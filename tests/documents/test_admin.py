"""The administrator's pages: records are read only; a changed template goes into use after a
check.
"""

import io
from collections.abc import Callable
from typing import Any

import docx
import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import reverse

from documents import codes, issuing, slips
from documents.admin import DOCX, TemplateAdmin
from documents.models import Document, NumberBook, Template
from documents.orders import DocumentOrder
from documents.word_templates import templates
from documents.word_templates.upload_form import TemplateUpload
from organisations.models import User


@pytest.fixture
def request_of_admin(db: None, rf: RequestFactory) -> HttpRequest:
    request = rf.get("/admin/")
    request.user = User.objects.create_superuser("quantri", password="mật khẩu rất dài")
    return request


def upload(name: str, content: bytes) -> TemplateUpload:
    return TemplateUpload({"name": name}, {"file": SimpleUploadedFile("mau.docx", content)})


def changed_slip(text: str) -> bytes:
    """The shipped refusal slip with one more paragraph, as an officer would change it in Word."""
    document: Any = docx.Document(io.BytesIO(bytes(templates.current(slips.REFUSAL).docx)))
    document.add_paragraph(text)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@pytest.mark.django_db
def test_a_changed_template_becomes_the_next_version() -> None:
    form = upload(slips.REFUSAL, changed_slip("Kính báo, {{ applicant_name }}."))
    assert form.is_valid(), form.errors
    assert form.save().version == 2
    assert templates.current(slips.REFUSAL).version == 2


@pytest.mark.django_db
def test_a_placeholder_nobody_fills_is_refused_by_name() -> None:
    form = upload(slips.REFUSAL, changed_slip("{{ ma_so_thue }}"))
    assert not form.is_valid()
    assert form.errors["file"] == ["Mẫu có chỗ điền chưa có dữ liệu: ma_so_thue (phần thân)."]


@pytest.mark.django_db
def test_a_file_that_is_not_word_is_refused_in_vietnamese() -> None:
    form = upload(slips.REFUSAL, b"%PDF-1.7")
    assert form.errors["file"] == ["Tệp không phải là tài liệu Word (.docx)."]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["slips/unheard-of", "diploma-copy/copy"])
def test_only_slips_are_changed_here(name: str) -> None:
    """A procedure's own templates are pinned by its published version."""
    assert "name" in upload(name, b"x").errors


@pytest.mark.parametrize("model", [Document, NumberBook, Template])
def test_records_are_never_changed_or_deleted_by_hand(
    request_of_admin: HttpRequest, model: Any
) -> None:
    page = admin.site.get_model_admin(model)
    assert page.has_view_permission(request_of_admin)
    assert not page.has_change_permission(request_of_admin)
    assert not page.has_delete_permission(request_of_admin)
    assert page.has_add_permission(request_of_admin) == (model is Template)


def test_the_word_file_of_a_version_can_be_had_back(request_of_admin: HttpRequest) -> None:
    template = templates.current(slips.REFUSAL)
    response = TemplateAdmin(Template, admin.site).download(request_of_admin, template.pk)
    assert response.content == bytes(template.docx)
    assert response["Content-Type"] == DOCX
    assert response["Content-Disposition"] == 'attachment; filename="slips-refusal-v1.docx"'


def test_a_document_is_found_by_its_code_as_printed(
    request_of_admin: HttpRequest, copy_order: Callable[..., DocumentOrder]
) -> None:
    document = issuing.reserve(copy_order())
    page = admin.site.get_model_admin(Document)
    found, _distinct = page.get_search_results(
        request_of_admin, Document.objects.all(), codes.pretty(document.code)
    )
    assert list(found) == [document]
    nothing, _distinct = page.get_search_results(request_of_admin, Document.objects.all(), "ZZZZ")
    assert not nothing


@pytest.mark.parametrize("model", ["document", "numberbook", "template"])
def test_the_pages_open_in_vietnamese(
    client: Client,
    request_of_admin: HttpRequest,
    copy_order: Callable[..., DocumentOrder],
    model: str,
) -> None:
    document = issuing.produce(issuing.reserve(copy_order()).pk)
    rows = {
        "document": document,
        "numberbook": NumberBook.objects.get(),
        "template": document.template,
    }
    client.force_login(request_of_admin.user)
    changelist = client.get(reverse(f"admin:documents_{model}_changelist"))
    detail = client.get(reverse(f"admin:documents_{model}_change", args=[rows[model].pk]))
    assert (changelist.status_code, detail.status_code) == (200, 200)
    assert str(rows[model]) in detail.content.decode()
    assert "lease" not in detail.content.decode()


def test_a_template_is_uploaded_through_the_page(
    client: Client, request_of_admin: HttpRequest
) -> None:
    client.force_login(request_of_admin.user)
    address = reverse("admin:documents_template_add")
    assert "Tệp Word (.docx)" in client.get(address).content.decode()
    file = SimpleUploadedFile("mau.docx", changed_slip("Kính báo, {{ applicant_name }}."))
    response = client.post(address, {"name": slips.REFUSAL, "file": file})
    assert response.status_code == 302
    assert templates.current(slips.REFUSAL).version == 2


@pytest.mark.django_db
def test_slips_to_choose_from_are_called_by_their_titles(client: Client) -> None:
    assert [
        label for _name, label in TemplateUpload().fields["name"].choices if "slips/" in label
    ] == []
    templates.current(slips.REFUSAL)
    client.force_login(User.objects.create_superuser("goc", password="mật khẩu rất dài"))
    page = client.get("/quan-tri/documents/template/").content.decode()
    assert "Phiếu từ chối tiếp nhận giải quyết hồ sơ" in page and ">slips/refusal<" not in page
    templates.current(slips.APOLOGY)
    page = client.get("/quan-tri/documents/template/", {"mau": slips.REFUSAL}).content.decode()
    assert "1 mẫu văn bản" in page
