"""Papers of a criterion: attached with a name, taken away, opened by the people of the school."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from assessment import evidence as papers
from assessment.refusals import Refused
from forms.files.uploads import UploadRefused, Withheld, open_file, open_shown, store
from foundation.numbers import row_id
from portal.assessment.criterion import blank, shown
from portal.assessment.visitor import assessment_for, criterion_of, read, status_of
from portal.http.isolation import in_our_frame
from portal.shared.desk_visitor import officer_of
from portal.shared.dossier_files import served
from privacy import reads

ATTACHABLE = ("pdf", "image")


def add_evidence(request: HttpRequest, assessment: int, criterion: str) -> HttpResponse:
    """POST attaches one paper under the next number of the criterion."""
    found, seen = read(request, assessment)
    which, officer = criterion_of(seen, criterion), officer_of(request)
    try:
        title, upload = request.POST.get("title", "").strip(), request.FILES.get("file")
        if not title or upload is None:
            raise Refused(_("Hãy ghi tên minh chứng và chọn tệp."))
        file = store(upload, officer, ATTACHABLE, settings.UPLOAD_MAX_BYTES)
        made = papers.add(found, which.id, title, file, officer)
    except (Refused, UploadRefused) as refused:
        form = blank(request, found, which, dict(seen.row(which.id).answers))
        status = status_of(refused) if isinstance(refused, Refused) else 422
        return shown(
            request,
            found,
            which,
            {**form, "refusal": str(refused), "title": request.POST.get("title", "")},
            status,
        )
    messages.success(
        request,
        _("Đã thêm minh chứng %(code)s.") % {"code": seen.rules.code_of(which.id, made.number)},
    )
    return _back(found.pk, which.id)


def drop_evidence(request: HttpRequest, assessment: int, criterion: str) -> HttpResponse:
    """POST takes one paper away; the later ones move up."""
    found, seen = read(request, assessment)
    which = criterion_of(seen, criterion)
    sent = request.POST.get("evidence", "")
    try:
        papers.remove(found, row_id(sent) or 0, officer_of(request))
    except Refused as refused:
        form = blank(request, found, which, dict(seen.row(which.id).answers))
        return shown(request, found, which, {**form, "refusal": str(refused)}, status_of(refused))
    messages.success(request, _("Đã bỏ minh chứng; các minh chứng sau được đánh số lại."))
    return _back(found.pk, which.id)


@in_our_frame
def evidence_file(
    request: HttpRequest, assessment: int, criterion: str, number: int
) -> HttpResponseBase:
    """The paper, or with `?xem=1` what a browser shows of it; not released, it opens for nobody:
    409 and the reason.
    """
    found = assessment_for(request, assessment)
    one = get_object_or_404(
        found.evidence.select_related("file"), criterion=criterion, number=number
    )
    looked_at = request.GET.get("xem") == "1"
    try:
        content = open_shown(one.file) if looked_at else open_file(one.file)
    except Withheld as withheld:
        return render(request, "portal/parts/withheld.html", {"reason": str(withheld)}, status=409)
    reads.note(request, f"evidence {one.file_id}")
    return served(content, one.file, inline=looked_at)


def _back(assessment: int, criterion: str) -> HttpResponse:
    return redirect(f"{redirect('portal:criterion', assessment, criterion).url}#minh-chung")
