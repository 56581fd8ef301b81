"""The administrator reads published procedures, opens and closes them, and writes the next version
of a definition.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.edit_conflicts import NoSilentOverwrite
from foundation.read_only_admin import Record
from organisations.models import User
from workflows.admin.count_bar import bar
from workflows.lifecycle import OPEN
from workflows.models import Procedure, ProcedureVersion
from workflows.procedure import definition_check_apart, editing, publishing, releases
from workflows.procedure.inspection import Inspection, from_text
from workflows.procedure.releases import Release
from workflows.published import definition_of
from workflows.versions.replay import NAMES, Replay, replay


@admin.register(Procedure)
class ProcedureAdmin(NoSilentOverwrite, Record):
    """What the catalogue shows comes from the definition; only whether it takes dossiers is set
    here.
    """

    list_display = ("code", "title", "field", "open", "version_in_force")
    list_filter = ("open", "field")
    search_fields = ("code", "title", "search")
    fields = ("code", "title", "title_en", "field", "open", "version_in_force")
    readonly_fields = ("code", "title", "title_en", "field", "version_in_force")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_perm("workflows.change_procedure"))

    @admin.display(description=gettext_lazy("phiên bản đang áp dụng"))
    def version_in_force(self, procedure: Procedure) -> str:
        """Link to the version new applications use."""
        version = procedure.current
        if version is None:
            return _("chưa có")
        address = reverse("admin:workflows_procedureversion_change", args=[version.pk])
        return format_html('<a href="{}">{}</a>', address, version)


@admin.register(ProcedureVersion)
class ProcedureVersionAdmin(Record):
    """Published versions never change; the next one is written in the editor, beside what the
    checker says.
    """

    list_display = (
        "__str__",
        "title",
        "valid_from",
        "published_by",
        "on_their_way",
        "next_version",
    )
    list_filter = ("procedure",)
    fields = (
        "procedure",
        "number",
        "valid_from",
        "published_at",
        "published_by",
        "on_their_way",
        "sha256",
        "drawing",
        "text",
    )
    readonly_fields = fields
    change_list_template = "admin/workflows/procedureversion_list.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[ProcedureVersion]:
        on_their_way = Count("dossiers", filter=Q(dossiers__legal_status__in=OPEN))
        rows = ProcedureVersion.objects.select_related("procedure", "published_by")
        others = ProcedureVersion.objects.filter(procedure=OuterRef("procedure")).exclude(
            pk=OuterRef("pk")
        )
        return rows.annotate(on_their_way=on_their_way, has_others=Exists(others))

    def get_urls(self) -> list[URLPattern]:
        """The editor, empty or with a version's text, before the admin's own addresses."""
        return [
            path("soan/", self.admin_site.admin_view(self.edit), name="workflows_definition_new"),
            path(
                "soan/xem/",
                self.admin_site.admin_view(self.look),
                name="workflows_definition_look_new",
            ),
            path(
                "<int:pk>/ban-phat-hanh/",
                self.admin_site.admin_view(self.release),
                name="workflows_release",
            ),
            path(
                "<int:pk>/ban-phat-hanh/xem/",
                self.admin_site.admin_view(self.look_at_release),
                name="workflows_release_look",
            ),
            path(
                "<int:pk>/soan/xem/",
                self.admin_site.admin_view(self.look),
                name="workflows_definition_look",
            ),
            path(
                "<int:pk>/soan/",
                self.admin_site.admin_view(self.edit),
                name="workflows_definition_edit",
            ),
            *super().get_urls(),
        ]

    @admin.display(description=gettext_lazy("thủ tục"), ordering="procedure__title")
    def title(self, version: ProcedureVersion) -> str:
        """What it is a version of."""
        return version.procedure.title

    @admin.display(description=gettext_lazy("hồ sơ đang chạy"))
    def on_their_way(self, version: ProcedureVersion) -> str:
        """How many dossiers stand on it, with the way to the plan that moves them."""
        count = getattr(version, "on_their_way", 0)
        if not count or not getattr(version, "has_others", False):
            return str(count)
        address = reverse("admin:workflows_version_plan", args=[version.pk])
        return format_html(
            '{} · <a href="{}">{}</a>', count, address, _("Chuyển sang phiên bản khác")
        )

    @admin.display(description="")
    def next_version(self, version: ProcedureVersion) -> SafeString:
        """Link to the editor with this version's text."""
        address = reverse("admin:workflows_definition_edit", args=[version.pk])
        return format_html('<a href="{}">{}</a>', address, _("Soạn phiên bản mới"))

    @admin.display(description=gettext_lazy("sơ đồ"))
    def drawing(self, version: ProcedureVersion) -> SafeString:
        """The office's way, as the dossier page shows it."""
        return editing.drawn(definition_of(version))

    @admin.display(description=gettext_lazy("định nghĩa"))
    def text(self, version: ProcedureVersion) -> SafeString:
        """The definition with its indentation, without which YAML says something else."""
        return format_html("<pre>{}</pre>", version.source)

    def edit(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """Write a definition, have it checked, publish it."""
        return self._write(request, self._origin(request, pk), None)

    def release(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Write on what a release brings for a procedure that the office wrote itself, or keep the
        office's own.
        """
        origin = self._origin(request, pk)
        found = releases.behind(origin) if origin else None
        if found is None and origin and editing.SOURCE in request.POST:
            # somebody was faster: what was typed is not thrown away
            found = releases.brought(origin)
        if origin is None or found is None:
            messages.info(
                request, _("Không còn nội dung nào của bản phát hành chờ xem cho thủ tục này.")
            )
            return HttpResponseRedirect(reverse("admin:workflows_procedureversion_changelist"))
        if editing.KEEP not in request.POST:
            return self._write(request, origin, found)
        if request.POST.get(editing.RELEASE) != found.digest:
            messages.warning(request, _another_release())
            return HttpResponseRedirect(request.path)
        releases.saw(found, _writer(request))
        self.log_change(request, origin, "keep_own")
        messages.success(
            request, _("%s vẫn áp dụng; bản phát hành này không được nhắc lại.") % origin
        )
        return HttpResponseRedirect(reverse("admin:workflows_procedureversion_changelist"))

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The versions, under what releases bring for those that the office wrote."""
        shown = {"waiting": releases.waiting(), **(extra_context or {})}
        return super().changelist_view(request, shown)

    def _write(
        self, request: HttpRequest, origin: ProcedureVersion | None, release: Release | None
    ) -> HttpResponse:
        if request.method != "POST":
            begun = getattr(origin, "source", "") if release is None else release.text
            return self._page(request, origin, begun, None, release=release)
        text, proposal = editing.text_of(request), editing.proposal_of(request, release)
        checked = publishing.inspect_here(proposal, definition_check_apart)
        if editing.REPLAY in request.POST and origin and checked.definition and not checked.faults:
            rerun = replay(origin.procedure, checked.definition)
            return self._page(request, origin, text, checked, rerun=rerun, release=release)
        left_out = editing.left_out(request, checked.definition)
        if (
            editing.PUBLISH not in request.POST
            or checked.faults
            or checked.definition is None
            or left_out
        ):
            _tell_why_not(request, checked, left_out)
            return self._page(request, origin, text, checked, release=release)
        if release is not None and request.POST.get(editing.RELEASE) != release.digest:
            messages.warning(request, _another_release())
            return self._page(request, origin, text, checked, release=release)
        user = _writer(request)
        try:
            version = publishing.publish_inspected(
                text, checked, user, _newest_seen(request, origin)
            )
        except publishing.Superseded as other:
            messages.error(request, _superseded(other.version))
            return self._page(
                request, origin, text, checked, newest=other.version.number, release=release
            )
        newest = version.procedure.versions.latest("number")
        if newest != version:
            words = {"version": version, "newest": newest}
            messages.warning(
                request,
                _("Nội dung này đã là %(version)s; %(newest)s vẫn là bản mới nhất.") % words,
            )
            return self._page(request, origin, text, checked, release=release)
        if release is not None:
            releases.saw(release, user)
        self.log_addition(request, version, "publish")
        messages.success(request, _("Đã công bố %s.") % version)
        return HttpResponseRedirect(
            reverse("admin:workflows_procedureversion_change", args=[version.pk])
        )

    def look(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """What stands beside the text, while it is typed: only that part of the page, nothing is
        written.
        """
        self._origin(request, pk)
        return self._beside(request, None)

    def look_at_release(self, request: HttpRequest, pk: int) -> HttpResponse:
        """`look`, with the Word files of the release."""
        origin = self._origin(request, pk)
        return self._beside(request, releases.behind(origin) if origin else None)

    def _beside(self, request: HttpRequest, release: Release | None) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        return TemplateResponse(
            request, "admin/workflows/beside.html", {"beside": editing.look(request, release)}
        )

    def _origin(self, request: HttpRequest, pk: int | None) -> ProcedureVersion | None:
        """The version whose text the editor began with, for whoever may write one."""
        if not request.user.has_perm("workflows.add_procedureversion"):
            raise PermissionDenied
        return get_object_or_404(ProcedureVersion, pk=pk) if pk is not None else None

    def _page(
        self,
        request: HttpRequest,
        origin: ProcedureVersion | None,
        text: str,
        checked: Inspection | None,
        newest: int | None = None,
        rerun: Replay | None = None,
        release: Release | None = None,
    ) -> HttpResponse:
        if newest is None:
            newest = _newest_seen(request, origin)
        if checked is None:
            begun = releases.merged(release, text) if release else from_text(text)
            checked = publishing.inspect_here(begun, definition_check_apart) if text else None
        page = {
            **self.admin_site.each_context(request),
            "title": _("Soạn định nghĩa thủ tục"),
            "opts": self.opts,
            "origin": origin,
            "source": text,
            "newest": newest,
            "beside": editing.beside(checked, editing.sample_of(request)) if checked else None,
            "look": _look_address(origin, release),
            "release": release,
            "differences": release.differences if release else [],
            "rerun": rerun,
            "bar": bar(rerun.counts, NAMES) if rerun else [],
        }
        if chosen := editing.chosen_files(request):
            words = _(
                "Hãy chọn lại tệp Word %(names)s trước khi công bố: trình duyệt không giữ tệp khi"
                " tải lại trang."
            )
            messages.warning(request, words % {"names": ", ".join(chosen)})
        status = 409 if newest != _newest_seen(request, origin) else 200
        return TemplateResponse(
            request, "admin/workflows/edit_definition.html", page, status=status
        )


def _tell_why_not(request: HttpRequest, checked: Inspection, left_out: list[str]) -> None:
    """What was asked for and not done, above the page: the findings stand beside the text, on a
    phone far below.
    """
    for sentence in left_out:
        messages.error(request, sentence)
    if not checked.faults:
        return
    if editing.PUBLISH in request.POST:
        messages.error(request, _("Chưa công bố: còn lỗi nêu ở phần “Kết quả kiểm tra”."))
    if editing.REPLAY in request.POST:
        messages.error(request, _("Chưa chạy thử: còn lỗi nêu ở phần “Kết quả kiểm tra”."))


def _writer(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 - whoever may write a definition is one
    return request.user


def _look_address(origin: ProcedureVersion | None, release: Release | None) -> str:
    if origin is None:
        return reverse("admin:workflows_definition_look_new")
    name = "workflows_release_look" if release else "workflows_definition_look"
    return reverse(f"admin:{name}", args=[origin.pk])


def _newest_seen(request: HttpRequest, origin: ProcedureVersion | None) -> int:
    """Number of the newest version its writer knew of: what the form carries, at first the newest
    there is.
    """
    sent = request.POST.get(editing.NEWEST, "")
    if sent.isdecimal() and len(sent) < 9:
        return int(sent)
    if origin is None:
        return 0
    if request.method == "POST":
        return origin.number
    return int(origin.procedure.versions.latest("number").number)


def _another_release() -> str:
    return _("Bản phát hành vừa thay đổi. Hãy xem lại khác gì rồi bấm lần nữa.")


def _superseded(version: ProcedureVersion) -> SafeString:
    """Who was faster, with the way to what they published."""
    text = _("%(name)s vừa công bố %(version)s trong khi bạn soạn. Chưa công bố gì của bạn.")
    words = {"name": version.published_by or _("Người khác"), "version": version}
    advice = _("Xem bản đó, rồi bấm “Công bố” lần nữa nếu bản của bạn phải thay nó.")
    address = reverse("admin:workflows_procedureversion_change", args=[version.pk])
    return format_html('{} <a href="{}">{}</a> {}', text % words, address, version, advice)
