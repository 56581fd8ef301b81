"""A register uploaded in the browser: imported in the request, so only files that take a few
seconds.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.spreadsheets import on_disk
from foundation.text import clean_line
from foundation.untrusted_archives import Caps
from registers.importing import import_file
from registers.models import ImportRun, RegisterBook

LARGEST = 5 * 1024 * 1024  # bytes: about 30,000 rows, half a minute
IN_THE_BROWSER = Caps(cells=500_000)  # larger ones by command


class RegisterUpload(forms.Form):
    """Which book, which file."""

    book = forms.ModelChoiceField(RegisterBook.objects.all(), label=gettext_lazy("Nhập vào sổ"))
    file = forms.FileField(
        label=gettext_lazy("Tệp Excel (.xlsx) hoặc CSV"),
        help_text=gettext_lazy(
            "Dòng lỗi được bỏ qua và ghi lại lý do; nhập lại cùng tệp không thêm gì hai lần."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def clean_file(self) -> UploadedFile[Any]:
        upload: UploadedFile[Any] = self.cleaned_data["file"]
        if (upload.size or 0) > LARGEST:
            raise ValidationError(
                _("Tệp lớn hơn 5 MB: hãy nhập bằng lệnh manage.py import_register.")
            )
        return upload


def import_upload(upload: UploadedFile[Any], book: RegisterBook) -> ImportRun:
    """Import an uploaded file into `book`; raises UnreadableFile."""
    with on_disk(upload, IN_THE_BROWSER) as path:
        return import_file(path, book, file_name=clean_line(upload.name or ""))
