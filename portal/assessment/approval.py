"""The end of a self-assessment: the report in Word, the head's approval, the application that it
goes with.
"""

from __future__ import annotations

import io

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from assessment import report as word
from assessment import work
from assessment.models import Assessment
from assessment.overview import overview
from assessment.refusals import Refused
from forms.files.uploads import open_file
from forms.models import StoredFile
from foundation.numbers import row_id
from portal.account.second_factor_pages import step_up, why_not
from portal.assessment import applying
from portal.assessment.listing import shown
from portal.assessment.visitor import assessment_for, status_of
from portal.shared import form_pages
from portal.shared.desk_visitor import officer_of
from portal.shared.dossier_files import served
from workflows.applicant.drafts import TooManyDrafts
from workflows.published import definition_of


def approve(request: HttpRequest, assessment: int) -> HttpResponse:
    """POST: the head approves; like every signature it asks for the second factor again."""
    found = assessment_for(request, assessment)
    if not step_up(request):
        refusal = why_not(
            request,
            _("Việc này mang chữ ký hoặc con dấu: hãy nhập mã xác thực đang hiện trên điện thoại."),
        )
        return shown(request, found, refusal, 422, ask_code=True)
    try:
        work.approve(found, officer_of(request))
    except Refused as refused:
        return shown(request, found, str(refused), status_of(refused))
    messages.success(request, _("Đã phê duyệt. Báo cáo được giữ nguyên văn, kèm mã băm."))
    return redirect("portal:assessment", found.pk)


def reopen(request: HttpRequest, assessment: int) -> HttpResponse:
    """POST: the head opens it again; the report approved before stays."""
    found = assessment_for(request, assessment)
    try:
        work.reopen(found, officer_of(request))
    except Refused as refused:
        return shown(request, found, str(refused), status_of(refused))
    messages.success(request, _("Đã mở lại để sửa. Báo cáo đã phê duyệt trước đây vẫn được giữ."))
    return redirect("portal:assessment", found.pk)


def report(request: HttpRequest, assessment: int) -> HttpResponseBase:
    """The report in Word: the frozen one (`?so=2` for that number), or, while one still writes, as
    it would be now.
    """
    found = assessment_for(request, assessment)
    if number := request.GET.get("so"):
        approved = get_object_or_404(
            found.reports.select_related("file"), number=row_id(number) or 0
        )
        return served(open_file(approved.file), approved.file, inline=False)
    made = word.build(found, overview(found), None)
    draft = StoredFile(name=made.name, content_type=word.WORD)
    return served(io.BytesIO(made.docx), draft, inline=False)


def file_application(request: HttpRequest, assessment: int) -> HttpResponse:
    """POST begins the application for the national standard, with a copy of the approved report in
    it.
    """
    found = assessment_for(request, assessment)
    approved = found.reports.select_related("file").last()
    if found.state != Assessment.State.APPROVED or approved is None:
        return shown(
            request,
            found,
            _("Hiệu trưởng phải phê duyệt phần tự đánh giá trước khi nộp hồ sơ."),
            409,
        )
    try:
        draft = applying.begin(
            found, approved, request.POST.get("procedure", ""), officer_of(request)
        )
    except LookupError:
        raise Http404 from None
    except TooManyDrafts as refused:
        return shown(request, found, str(refused), 409)
    return redirect(
        "portal:draft", draft.pk, form_pages.first(definition_of(draft.version).form, draft.answers)
    )
