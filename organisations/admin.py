"""The administrator's pages for who acts and when. Rows that history names are ended by a date, never deleted."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.db import models
from django.forms import CheckboxSelectMultiple, MultipleChoiceField
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django_celery_beat.models import (
    ClockedSchedule,
    CrontabSchedule,
    IntervalSchedule,
    PeriodicTask,
    SolarSchedule,
)

from organisations import covers
from organisations.models import (
    Area,
    Authority,
    CalendarDay,
    Cover,
    Role,
    RoleAssignment,
    SchoolLevel,
    User,
    WorkingHours,
)
from organisations.seen import NoSilentOverwrite, SeenForm
from organisations.text import clean_text

admin.site.site_header = _("Motcua – trang quản trị")
admin.site.site_title = _("Quản trị Motcua")
admin.site.index_title = _("Dữ liệu của hệ thống")
#: The timetable of the beat is in the settings; its own pages, in English, would only invite to break it.
admin.site.unregister([ClockedSchedule, CrontabSchedule, IntervalSchedule, PeriodicTask, SolarSchedule])


#: What makes an account more than a person's.
POWERS = ("is_staff", "is_superuser", "is_demo", "groups", "user_permissions")


class StoresNfc(NoSilentOverwrite, admin.ModelAdmin):
    """Typed or pasted text is stored in NFC, as everywhere else."""

    def save_model(self, request: HttpRequest, obj: models.Model, form: Any, change: bool) -> None:
        for field in obj._meta.concrete_fields:
            if isinstance(field, models.CharField | models.TextField):
                setattr(obj, field.attname, clean_text(getattr(obj, field.attname)))
        super().save_model(request, obj, form, change)


class NeverDeleted(admin.ModelAdmin):
    """Journals and documents name these rows for ever."""

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


class MovesDeadlines(StoresNfc):
    """A change here makes the worker recompute open dossiers (`organisations.calendar_changes`)."""

    def save_model(self, request: HttpRequest, obj: models.Model, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        self._tell(request)

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        super().delete_model(request, obj)
        self._tell(request)

    def _tell(self, request: HttpRequest) -> None:
        text = _("Ngày hẹn trả của các hồ sơ đang giải quyết sẽ được tính lại và ghi vào nhật ký.")
        messages.info(request, text)


@admin.register(Authority)
class AuthorityAdmin(StoresNfc):
    list_display = ("name", "kind", "parent", "symbol", "code", "valid_from", "valid_to")
    list_filter = ("kind",)
    search_fields = ("name", "slug", "code")
    autocomplete_fields = ("parent",)
    prepopulated_fields = {"slug": ("name",)}
    fieldsets = (
        (None, {"fields": ("name", "name_en", "slug", "kind", "levels", "parent")}),
        (_("Trên văn bản"), {"fields": ("symbol", "code", "place")}),
        (_("Liên hệ"), {"fields": ("address", "phone", "email")}),
        (_("Thời gian hoạt động"), {"fields": ("valid_from", "valid_to")}),
    )

    def get_prepopulated_fields(self, request: HttpRequest, obj: models.Model | None = None) -> dict[str, Any]:
        """Definitions name the slug: it is proposed once and never follows a later change of the name."""
        return {} if obj else dict(self.prepopulated_fields)

    def formfield_for_dbfield(self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name != "levels":
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        return MultipleChoiceField(
            label=db_field.verbose_name,
            help_text=db_field.help_text,
            choices=SchoolLevel.choices,
            required=False,
            widget=CheckboxSelectMultiple,
        )


@admin.register(Role)
class RoleAdmin(StoresNfc):
    list_display = ("name", "slug", "name_en")
    search_fields = ("name", "slug")

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> tuple[str, ...]:
        """Definitions and tasks name the slug."""
        return ("slug",) if obj else ()


@admin.register(RoleAssignment)
class RoleAssignmentAdmin(NoSilentOverwrite, NeverDeleted):
    list_display = ("user", "role", "authority", "valid_from", "valid_to")
    list_filter = ("role", "authority")
    list_select_related = ("user", "role", "authority")
    search_fields = ("user__full_name", "user__username")
    autocomplete_fields = ("user", "role", "authority")


@admin.register(Area)
class AreaAdmin(NeverDeleted, StoresNfc):
    list_display = ("name", "assignment", "valid_from", "valid_to")
    list_select_related = ("assignment__user", "assignment__role", "assignment__authority")
    search_fields = ("name", "assignment__user__full_name")
    autocomplete_fields = ("assignment",)


@admin.register(Cover)
class CoverAdmin(NeverDeleted, StoresNfc):
    """Who stands in for whom. A cover that was given is ended, not rewritten: signatures name it."""

    list_display = ("assignment", "covering", "form", "valid_from", "valid_to", "given_by", "revoked_at")
    list_filter = ("form",)
    list_select_related = ("assignment__user", "assignment__role", "assignment__authority", "covering", "given_by")
    search_fields = ("covering__full_name", "assignment__user__full_name")
    autocomplete_fields = ("assignment", "covering")
    actions = ("end_now",)

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> tuple[str, ...]:
        """Once given, only the last day may still be moved."""
        kept = ("assignment", "covering", "form", "authorisation", "procedures", "valid_from")
        return (*kept, "given_by", "given_at", "revoked_at", "revoked_by") if obj else ()

    def save_model(self, request: HttpRequest, obj: Cover, form: Any, change: bool) -> None:
        if not change:
            obj.given_by = request.user
        super().save_model(request, obj, form, change)

    @admin.action(description=_("Chấm dứt ngay"), permissions=["change"])
    def end_now(self, request: HttpRequest, covers_chosen: models.QuerySet[Cover]) -> None:
        for cover in covers_chosen:
            covers.revoke(cover, request.user)
            self.log_change(request, cover, _("Chấm dứt ngay"))


class RoleAssignmentInline(NoSilentOverwrite, admin.TabularInline):
    model = RoleAssignment
    extra = 0
    can_delete = False
    autocomplete_fields = ("role", "authority")


class NewUserForm(AdminUserCreationForm):
    """A new account: the name of the person beside the sign-in name and the password."""

    class Meta:
        model = User
        fields = ("username", "full_name")


class UserForm(SeenForm, UserChangeForm):
    """Everything about an account that an administrator may change."""

    class Meta:
        model = User
        exclude = ("first_name", "last_name")


@admin.register(User)
class UserAdmin(NeverDeleted, StoresNfc, DjangoUserAdmin):
    form, add_form = UserForm, NewUserForm
    list_display = ("username", "full_name", "position", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff", "is_demo", "assignments__role")
    search_fields = ("username", "full_name")  # numbers are encrypted, and this search stands in the address
    ordering = ("username",)
    readonly_fields = ("last_login", "date_joined")
    inlines = (RoleAssignmentInline,)
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Người"), {"fields": ("full_name", "identity_number", "birth_date", "phone", "email", "position")}),
        (
            _("Quyền"),
            {"fields": ("is_active", "is_staff", "is_superuser", "is_demo", "groups", "user_permissions")},
        ),
        (_("Thời điểm"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"fields": ("username", "full_name", "usable_password", "password1", "password2")}),)

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> tuple[str, ...]:
        """Nobody gives out more rights than he has: what makes an administrator is for a superuser to say."""
        return self.readonly_fields if request.user.is_superuser else (*self.readonly_fields, *POWERS)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Of other administrators' accounts (their passwords too) a superuser alone."""
        if isinstance(obj, User) and (obj.is_staff or obj.is_superuser) and obj.pk != request.user.pk:
            return bool(request.user.is_superuser)
        return super().has_change_permission(request, obj)


class GroupAdmin(DjangoGroupAdmin):
    """A group gives its permissions to its members: written by superusers."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return bool(request.user.is_superuser)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return bool(request.user.is_superuser)


admin.site.unregister(Group)
admin.site.register(Group, GroupAdmin)


@admin.register(LogEntry)
class LogEntryAdmin(NeverDeleted):
    """Who changed what in the administration, newest first; nobody changes this."""

    list_display = ("action_time", "user", "content_type", "object_repr", "change_message")
    list_filter = ("action_flag", "content_type")
    list_select_related = ("user", "content_type")
    date_hierarchy = "action_time"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


@admin.register(WorkingHours)
class WorkingHoursAdmin(MovesDeadlines):
    list_display = ("__str__", "valid_from", "morning_start", "morning_end", "afternoon_start", "afternoon_end")
    list_filter = ("authority",)
    list_select_related = ("authority",)
    autocomplete_fields = ("authority",)


@admin.register(CalendarDay)
class CalendarDayAdmin(MovesDeadlines):
    list_display = ("date", "weekday", "kind", "name", "authority", "source")
    list_filter = ("kind", "authority")
    list_select_related = ("authority",)
    date_hierarchy = "date"
    ordering = ("-date",)
    search_fields = ("name", "source")
    autocomplete_fields = ("authority",)

    @admin.display(description=_("thứ"), ordering="date")
    def weekday(self, day: CalendarDay) -> str:
        """Day of the week, in words: a make-up day is a Saturday more often than not."""
        return date_format(day.date, "l")
