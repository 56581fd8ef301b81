"""What the site keeps of somebody's dossiers: answers, drafts and half-written corrections, what
happened, fees, results.
"""

from __future__ import annotations

from typing import Any

from conversation import questions, remarks
from conversation.models import Remark
from forms.summary import SectionSummary, summarise
from organisations.models import User
from payments.models import FeeRequest
from portal.account.own_data.account_facts import said
from portal.wording.definition_texts import dong
from portal.wording.status_sentence import events_of
from workflows import permissions
from workflows.applicant import drafts, own_things
from workflows.models import Dossier, Draft
from workflows.published import definition_of


def dossiers_of(person: User) -> list[Dossier]:
    """Those they filed, or somebody for them, the first first."""
    rows = Dossier.objects.filter(permissions.own(person)).order_by("pk")
    return list(rows.select_related("version__procedure", "deciding", "receiving", "applicant"))


def dossier_facts(dossier: Dossier) -> dict[str, Any]:
    """One dossier."""
    form = definition_of(dossier.version).form
    return {
        "code": dossier.code,
        "title": dossier.version.procedure.title,
        "status": str(dossier.status_label),
        "submitted": said(dossier.submitted_at),
        "pages": _pages(summarise(form, dossier.answers, "vi")),
        "events": [{"at": said(one.at), "title": str(one.title)} for one in events_of(dossier)],
        "thread": [_remark(one) for one in remarks.of_dossier(dossier)],
        "fees": [_fee(link.request) for link in dossier.fees.select_related("request")],
        "documents": [
            {"title": link.document.title, "symbol": link.document.symbol}
            for link in dossier.documents.select_related("document").order_by("pk")
        ],
    }


def _remark(remark: Remark) -> dict[str, Any]:
    office = remark.office.name if remark.office else ""
    return {
        "at": said(remark.at),
        "by": f"{remark.by}, {office}" if office else str(remark.by),
        "text": remark.text,
        "files": [one.file.name for one in remark.files.all()],
    }


def question_facts(person: User) -> list[dict[str, Any]]:
    """What they asked before filing, with the answers."""
    return [
        {
            "title": one.procedure.title if one.procedure else "",
            "office": one.office.name if one.office else "",
            "thread": [_remark(each) for each in remarks.of_thread(one)],
        }
        for one in questions.of_person(person)
    ]


def _fee(asked: FeeRequest) -> dict[str, str]:
    return {
        "amount": dong(asked.amount),
        "state": str(asked.get_state_display()),
        "asked": said(asked.asked_at),
        "settled": said(asked.settled_at) if asked.settled_at else "",
    }


def draft_facts(person: User) -> list[dict[str, Any]]:
    """What they wrote and have not sent: applications, supplements and corrections."""
    rows = drafts.own(person) | Draft.objects.filter(owner=person, dossier__applicant=person)
    rows = rows.select_related("version__procedure", "dossier").order_by("created_at")
    return [_draft(one) for one in rows if one.answers or one.dossier is None]


def _draft(draft: Draft) -> dict[str, Any]:
    form = definition_of(draft.version).form
    return {
        "title": draft.version.procedure.title,
        "dossier": draft.dossier.code if draft.dossier else "",
        "at": said(draft.updated_at),
        "pages": _pages(summarise(form, draft.answers, "vi")),
    }


def thing_facts(person: User) -> dict[str, Any]:
    """What is offered to them again, and since when they want this; empty where they do not."""
    keeping = own_things.keeping_of(person)
    if keeping is None:
        return {}
    things = [
        {"name": one.name, "asked_as": str(one.asked_as), "dossier": one.dossier.code}
        for one in own_things.things_of(person)
    ]
    return {"since": said(keeping.since), "things": things}


def _pages(parts: list[SectionSummary]) -> list[dict[str, Any]]:
    return [
        {
            "title": str(part.title),
            "answers": [
                {
                    "label": str(row.label),
                    "value": str(row.value),
                    "files": [one.name for one in row.files],
                }
                for row in part.rows
            ],
        }
        for part in parts
    ]
