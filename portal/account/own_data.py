"""Everything the site keeps about one person, for them: what they stated, their dossiers with
papers and results, what was written to them, and who looked (law 91/2025/QH15, Điều 4: the right
to see and to be given one's data).
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from typing import IO, Any

from django.template.loader import render_to_string
from django.utils import timezone, translation

from documents import storage
from forms.files.uploads import Withheld, fitting_name, open_file
from forms.models import StoredFile
from forms.summary import SectionSummary, summarise
from notifications import choices
from notifications.channels import label_of, sent_and_offered
from notifications.models import Message
from organisations.calendar.working_time import local
from organisations.models import User
from portal.wording.status_sentence import events_of
from privacy.models import ReadEntry
from workflows.models import Dossier, Draft
from workflows.published import definition_of

MOST_BYTES = 200 * 1024 * 1024  # of papers; those beyond are named
LOOKED_AT = {"file": "Giấy tờ", "document": "Văn bản", "admin": "Trang quản trị"}


def write_archive(person: User, to: IO[bytes]) -> None:
    """A ZIP: du-lieu.html to read, du-lieu.json for programs, and the papers and results."""
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive, translation.override("vi"):
        known = collect(person)
        known["missing"] = list(_add_papers(archive, person))
        archive.writestr("du-lieu.json", json.dumps(known, ensure_ascii=False, indent=1))
        archive.writestr(
            "du-lieu.html", render_to_string("portal/account/own_data_sheet.html", known)
        )


def collect(person: User) -> dict[str, Any]:
    """What is known, in Vietnamese words, ready for JSON."""
    dossiers = _dossiers_of(person)
    own = Draft.objects.filter(owner=person, dossier__isnull=True, counter=None, office=None)
    letters = Message.objects.filter(recipient=person).order_by("pk")
    return {
        "at": _said(timezone.now()),
        "account": _account(person),
        "dossiers": [_dossier(one) for one in dossiers],
        "drafts": [_draft(one) for one in own.select_related("version__procedure").order_by("pk")],
        "messages": [
            {"at": _said(one.created_at), "subject": one.subject, "body": one.body}
            for one in letters
        ],
        "looks": list(_looks_at(person, dossiers)),
    }


def _account(person: User) -> dict[str, str]:
    offered = [channel.name for channel in sent_and_offered()]
    return {
        "Họ và tên": person.full_name,
        "Ngày sinh": f"{person.birth_date:%d/%m/%Y}" if person.birth_date else "",
        "Số định danh": person.identity_number,
        "Điện thoại": person.phone,
        "Thư điện tử": person.email,
        "Cách nhận tin": ", ".join(map(label_of, choices.order_of(person, offered))),
        "Lập tài khoản": _said(person.date_joined),
        "Đăng nhập gần nhất": _said(person.last_login) if person.last_login else "",
    }


def _dossiers_of(person: User) -> list[Dossier]:
    rows = Dossier.objects.filter(applicant=person).order_by("pk")
    return list(rows.select_related("version__procedure", "deciding", "receiving", "applicant"))


def _dossier(dossier: Dossier) -> dict[str, Any]:
    definition = definition_of(dossier.version)
    return {
        "code": dossier.code,
        "title": dossier.version.procedure.title,
        "status": str(dossier.status_label),
        "submitted": _said(dossier.submitted_at),
        "pages": _pages(summarise(definition.form, dossier.answers, "vi")),
        "events": [{"at": _said(one.at), "title": str(one.title)} for one in events_of(dossier)],
        "documents": [
            {"title": link.document.title, "symbol": link.document.symbol}
            for link in dossier.documents.select_related("document").order_by("pk")
        ],
    }


def _draft(draft: Draft) -> dict[str, Any]:
    form = definition_of(draft.version).form
    return {
        "title": draft.version.procedure.title,
        "at": _said(draft.updated_at),
        "pages": _pages(summarise(form, draft.answers, "vi")),
    }


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


def _looks_at(person: User, dossiers: list[Dossier]) -> Iterator[dict[str, str]]:
    """Other people's looks at these dossiers and at the account's own facts."""
    rows = ReadEntry.objects.filter(dossier__in=dossiers)
    if person.identity_index:
        rows |= ReadEntry.objects.filter(subject=person.identity_index)
    codes = {one.pk: one.code for one in dossiers}
    for row in rows.exclude(reader=person).order_by("at", "pk"):
        yield {
            "at": _said(row.at),
            "by": row.reader_name,
            "what": LOOKED_AT.get(row.what.partition(" ")[0], "Trang hồ sơ"),
            "dossier": codes.get(row.dossier_id or 0, ""),
        }


def _add_papers(archive: zipfile.ZipFile, person: User) -> Iterator[str]:
    """Puts them in; gives the names of those that stay out: withheld, damaged or too many."""
    left = MOST_BYTES
    for place, content, size in _papers(person):
        if content is None or size > left:
            yield place
            continue
        left -= size
        archive.writestr(place, content)


def _papers(person: User) -> Iterator[tuple[str, bytes | None, int]]:
    """Where it lies in the archive, what it is (None: not to be had), its size in bytes."""
    for dossier in _dossiers_of(person):
        own = dossier.files.filter(step="").select_related("file").order_by("pk")
        for number, link in enumerate(own, 1):
            name = fitting_name(link.file.name, link.file.content_type).replace("/", "-")
            content = _content(link.file) if link.file.size <= MOST_BYTES else None
            yield f"giay-to/{dossier.code}/{number:02d}-{name}", content, link.file.size
        for document in dossier.documents.filter(document__sealed_at__isnull=False):
            try:
                sealed = storage.read_pdf(document.document)
            except storage.FileDamaged:
                sealed = None
            symbol = document.document.symbol.replace("/", "-")
            yield f"van-ban/{dossier.code}/{symbol}.pdf", sealed, len(sealed or b"")


def _content(stored: StoredFile) -> bytes | None:
    try:
        with open_file(stored) as content:
            return content.read()
    except Withheld:
        return None


def _said(at: Any) -> str:
    return f"{local(at):%H:%M %d/%m/%Y}"
