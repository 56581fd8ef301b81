"""Uploaded papers. They are no typed answer: `forms.attached` takes and keeps the files."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from django.utils.translation import gettext as _
from pydantic import Field as About

from forms.field_kinds.base import SOME_ID, BaseField, Compared
from forms.inputs import Input, Typed
from foundation.languages import in_language

_ACCEPTED = {
    "pdf": "application/pdf",
    "image": "image/jpeg,image/png,image/heic,image/heif,image/webp",
}


class AttachmentField(BaseField):
    """Uploaded papers, stored as a list of StoredFile ids."""

    kind: Literal["attachment"]
    types: Annotated[tuple[Literal["pdf", "image"], ...], About(min_length=1)] = ("pdf", "image")
    max_mb: Annotated[int, About(ge=1, le=50)] = 10
    max_count: Annotated[int, About(ge=1, le=20)] = 5

    says_what: ClassVar[bool] = False

    def inputs(self, values: Typed, name: str) -> list[Input]:
        limit = _("PDF hoặc ảnh, mỗi tệp không quá %(mb)d MB, tối đa %(count)d tệp.")
        return [
            Input(
                "files",
                name,
                in_language(self.label),
                help=limit % {"mb": self.max_mb, "count": self.max_count},
                accept=",".join(_ACCEPTED[kind] for kind in self.types),
                multiple=self.max_count > 1,
            )
        ]

    def told(self, value: Any) -> str:
        return _("%(count)d tệp") % {"count": len(value)}

    def missing(self) -> str:
        return _("Đính kèm ít nhất một tệp.")

    def examples(self, compared: Compared) -> list[Any]:
        return [[SOME_ID]]
