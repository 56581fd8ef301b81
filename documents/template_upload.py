"""The administrator's form to put a changed Word template into use."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents import slips, templates
from documents.models import Template

MAX_BYTES = 2 * 1024 * 1024


class TemplateUpload(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs only
    """A new version of a template in use; refused when it asks for a fact nobody states."""

    name = forms.ChoiceField(label=gettext_lazy("Mẫu văn bản"))
    file = forms.FileField(
        label=gettext_lazy("Tệp Word (.docx)"),
        help_text=gettext_lazy("Văn bản phát hành từ nay dùng tệp này; văn bản đã phát hành không đổi."),
    )

    class Meta:
        model = Template
        fields = ("name",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        used = Template.objects.order_by("name").values_list("name", flat=True).distinct()
        self.fields["name"].choices = [(name, name) for name in sorted({*used, *slips.FACTS})]  # type: ignore[attr-defined]

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
        try:
            unknown = templates.placeholders(content) - templates.known_facts(name)
        except templates.TemplateFaulty as fault:
            self.add_error("file", str(fault))
            return b""
        if unknown:
            self.add_error("file", _("Mẫu có chỗ điền chưa có dữ liệu: %s.") % ", ".join(sorted(unknown)))
        return content
