"""Papers and documents, served only to those who may read them, never as something a browser would
run.
"""

from __future__ import annotations

from typing import BinaryIO, TypeVar
from urllib.parse import quote
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render

from documents import storage
from documents.models import Document
from forms.files.uploads import Withheld, fitting_name, open_file, open_shown
from forms.models import StoredFile
from portal.http.access import SignedIn
from portal.http.isolation import in_our_frame
from privacy import reads
from workflows import permissions
from workflows.models import DossierDocument, DossierFile

#: Nothing in a paper may run or load anything. A browser's own PDF viewer does not start in a
#: sandbox, so a PDF that is looked at goes without; what it holds stays inside that viewer.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
SANDBOX = f"{POLICY}; sandbox"
Response = TypeVar("Response", FileResponse, HttpResponse)
VIEWABLE = frozenset({"application/pdf", "image/jpeg", "image/png"})


@in_our_frame
def file(request: SignedIn, pk: UUID) -> HttpResponseBase:
    """An uploaded paper; `?xem=1` shows a picture or a PDF in the officer's viewer. A stranger gets
    the 404 of none.

    A file that is not released (waiting for the virus scanner, infected, damaged) opens for nobody:
    409 and the reason.
    """
    stored = get_object_or_404(StoredFile, pk=pk)
    if not request.reader.may_open_file(stored.pk):
        raise Http404
    looked_at = request.GET.get("xem") == "1"
    try:
        content = open_shown(stored) if looked_at else open_file(stored)
    except Withheld as withheld:
        return render(request, "portal/parts/withheld.html", {"reason": str(withheld)}, status=409)
    links = DossierFile.objects.filter(file=stored).select_related("dossier")
    _note(
        request,
        f"file {stored.pk}",
        links.filter(permissions.not_own(request.user, "dossier__")).first(),
    )
    return served(content, stored, inline=looked_at)


def served(content: BinaryIO, stored: StoredFile, inline: bool) -> FileResponse:
    """The content of a stored file, which the visitor may read, as a download or to be looked at in
    our frame.
    """
    if inline and stored.is_shown_as_jpeg:
        return _safely(
            FileResponse(content, content_type="image/jpeg"), f"{stored.name}.jpg", inline=True
        )
    looked_at = inline and stored.content_type in VIEWABLE
    # of a file from before names were made to fit
    name = fitting_name(stored.name, stored.content_type)
    return _safely(FileResponse(content, content_type=stored.content_type), name, looked_at)


@in_our_frame
def document_pdf(request: SignedIn, code: str) -> HttpResponse:
    """The sealed PDF of an issued document; the bytes that were sealed, never rendered again."""
    document = get_object_or_404(Document, code=code, sealed_at__isnull=False)
    if not request.reader.may_read_document(document):
        raise Http404
    links = DossierDocument.objects.filter(document=document).select_related("dossier")
    _note(
        request,
        f"document {document.symbol}",
        links.filter(permissions.not_own(request.user, "dossier__")).first(),
    )
    return sealed(document, inline=request.GET.get("xem") == "1")


def sealed(document: Document, inline: bool) -> HttpResponse:
    """The bytes that were sealed, for a visitor who may read them."""
    name = f"{document.symbol.replace('/', '-')}.pdf"
    response = HttpResponse(storage.read_pdf(document), content_type="application/pdf")
    return _safely(response, name, inline=inline)


def _note(request: SignedIn, what: str, link: DossierFile | DossierDocument | None) -> None:
    """Into the read log, unless it is the visitor's own dossier."""
    if link is not None:
        reads.note(request, what, link.dossier)


def _safely(response: Response, name: str, inline: bool) -> Response:
    """RFC 6266: the name in UTF-8; private, so that no shared cache keeps a citizen's paper."""
    kind = "inline" if inline else "attachment"
    response.headers["Content-Disposition"] = f"{kind}; filename*=UTF-8''{quote(name, safe='')}"
    is_viewed_pdf = inline and response.headers["Content-Type"] == "application/pdf"
    response.headers["Content-Security-Policy"] = POLICY if is_viewed_pdf else SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
