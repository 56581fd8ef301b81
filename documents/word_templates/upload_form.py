"""The administrator's form to put a changed Word template of a slip into use.

A procedure's own templates are not changed here: they are published with the procedure's version
and pinned by it.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents import slips
from documents.models import Template
from documents.word_templates import templates, trial_apart

MAX_BYTES = 2 * 1024 * 1024


class TemplateUpload(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs only
    """A new version of a slip; refused when it asks for a fact that slips do not state."""

    name = forms.ChoiceField(
        label=gettext_lazy("Mẫu phiếu"),
        choices=lambda: [(name, slips.title(name)) for name in slips.FACTS],
        help_text=gettext_lazy(
            "Mẫu kết quả của một thủ tục được công bố cùng phiên bản của thủ tục đó."
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("Tệp Word (.docx)"),
        help_text=gettext_lazy("Phiếu lập từ nay dùng tệp này; phiếu đã lập không đổi."),
    )

    class Meta:
        model = Template
        fields = ("name",)

    def clean(self) -> dict[str, Any]:
        """Read the file as the template it will be; every fault is shown at the file."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "file" in cleaned and "name" in cleaned:
            cleaned["docx"] = self._readable(cleaned["name"], cleaned["file"])
        return cleaned

    def save(self, commit: bool = True) -> Template:
        """Publish; the same content again is the version it already is."""
        return templates.publish(self.cleaned_data["name"], self.cleaned_data["docx"])

    def save_m2m(self) -> None:
        """Nothing to do: the admin calls it after `save`."""

    def _readable(self, name: str, file: Any) -> bytes:
        content: bytes = file.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            self.add_error("file", _("Tệp lớn hơn 2 MB."))
            return b""
        if fault := trial_apart.fault_of(content, slips.FACTS[name]):
            self.add_error("file", fault)
        return content
