"""The administration's page for test messages: send a code by a channel, type what arrived."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from forms.errors import Refused
from notifications import channel_tests
from notifications.channels import TRIED
from notifications.models import ChannelTest
from organisations.models import User


class Beginning(forms.ModelForm):
    """By which channel, to which telephone; the code leaves when the form is right."""

    channel = forms.ChoiceField()
    number = forms.CharField(label=_("Số điện thoại nhận tin thử"), max_length=20)
    by: User  # set by the page

    class Meta:
        model = ChannelTest
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.name, one.label) for one in TRIED.values()]
        self.fields["channel"] = forms.ChoiceField(label=_("Kênh"), choices=choices)

    def clean(self) -> dict[str, Any]:
        """A gateway that does not take it is told at once."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                channel = TRIED[given["channel"]]
                self.instance = channel_tests.begin(channel, given["number"], self.by)
            except Refused as refused:
                raise ValidationError(refused.message) from None
        return given


class Arrived(forms.ModelForm):
    """What arrived at the telephone."""

    arrived = forms.CharField(
        label=_("Mã trong tin đã nhận"),
        max_length=10,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    class Meta:
        model = ChannelTest
        fields: tuple[str, ...] = ()

    def clean(self) -> dict[str, Any]:
        """The code of the newest test of its channel."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                channel = TRIED[self.instance.channel]
                self.instance = channel_tests.confirm(channel, given["arrived"])
            except Refused as refused:
                raise ValidationError(refused.message) from None
        return given


@admin.register(ChannelTest)
class ChannelTestAdmin(admin.ModelAdmin):
    """Test messages, the newest first; what was tried stays."""

    list_display = ("channel", "sent_at", "arrived_at", "is_of_today", "by")
    list_select_related = ("by",)

    @admin.display(description=_("cấu hình đang dùng"), boolean=True)
    def is_of_today(self, row: ChannelTest) -> bool:
        """Whether the channel's settings are still those that were tried."""
        channel = TRIED.get(row.channel)
        return channel is not None and channel.fingerprint() == row.fingerprint

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """A new one asks for the telephone, one that was sent for the code."""
        return Arrived if obj is not None else type("Beginning", (Beginning,), {"by": request.user})

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The form's own fields."""
        return ((None, {"fields": ("arrived",) if obj is not None else ("channel", "number")}),)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """It is saved: sending and confirming wrote the row."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A test that arrived is a fact."""
        is_open = obj is None or obj.arrived_at is None
        return is_open and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
