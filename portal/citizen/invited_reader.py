"""What whoever was invited to read a filed dossier sees, with the code of the link: all that its
applicant sees, and nothing to press but that it ends.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from forms.summary import summarise
from notifications.models import INBOX, Message
from portal.account import invited_code
from portal.wording.status_sentence import standing_of
from portal.wording.titles import document_title
from workflows.applicant import readers
from workflows.models import Dossier, Invitation
from workflows.process import commitments
from workflows.published import definition_of


def shown(request: HttpRequest, invitation: Invitation, link: str) -> HttpResponse:
    """GET shows the dossier; POST with `leave` ends the reading."""
    if request.method == "POST" and "leave" in request.POST:
        readers.leave(invitation)
        invited_code.use(request)
        page = {"left": True, "by": invitation.by}
        return render(request, "portal/citizen/invited_answered.html", page)
    readers.came(invitation)
    dossier: Dossier = invitation.dossier  # type: ignore[assignment]  # `opened` gives none without
    links = list(dossier.documents.select_related("document__template"))
    for one in links:
        one.document.called = document_title(one.document)  # type: ignore[attr-defined]
    definition = definition_of(dossier.version)
    page = {
        "by": invitation.by,
        "dossier": dossier,
        "procedure": dossier.version.procedure,
        "standing": standing_of(dossier),
        "documents": [one.document for one in links if one.document.sealed_at],
        "told": commitments.told_to_applicant(dossier),
        "letters": Message.objects.filter(
            dossier=dossier, channel=INBOX, to_applicant=True
        ).order_by("-pk"),
        "summary": summarise(definition.form, dossier.answers, request.LANGUAGE_CODE),
        "invited_link": link,
    }
    answer = render(request, "portal/citizen/invited_reader.html", page)
    answer["Cache-Control"] = "no-store"
    return answer
