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
from django.utils import translation

from documents import storage
from forms.files.uploads import Withheld, fitting_name, open_file
from forms.models import StoredFile
from organisations.models import User
from portal.account.own_data import account_facts, people_facts
from portal.account.own_data.dossier_facts import (
    dossier_facts,
    dossiers_of,
    draft_facts,
    question_facts,
    thing_facts,
)
from workflows.models import Dossier
from workflows.reading_rights.reader import Reader

MOST_BYTES = 200 * 1024 * 1024  # of papers; those beyond are named


def write_archive(person: User, to: IO[bytes]) -> None:
    """A ZIP: du-lieu.html to read, du-lieu.json for programs, and the papers and results."""
    dossiers = dossiers_of(person)
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive, translation.override("vi"):
        known = _collect(person, dossiers)
        known["missing"] = list(_add_papers(archive, person, dossiers))
        archive.writestr("du-lieu.json", json.dumps(known, ensure_ascii=False, indent=1))
        archive.writestr(
            "du-lieu.html", render_to_string("portal/account/own_data_sheet.html", known)
        )


def _collect(person: User, dossiers: list[Dossier]) -> dict[str, Any]:
    """What is known, in Vietnamese words, ready for JSON."""
    return {
        "at": account_facts.now_said(),
        "account": account_facts.account(person),
        "passkeys": account_facts.passkeys(person),
        "providers": account_facts.providers(person),
        "sessions": account_facts.sessions(person),
        "letters": account_facts.letters(person),
        "dossiers": [dossier_facts(one) for one in dossiers],
        "kept": thing_facts(person),
        "appointments": account_facts.appointments(person),
        "questions": question_facts(person),
        "drafts": draft_facts(person),
        "acts_for": people_facts.acts_for(person),
        "invitations": people_facts.invited(person),
        "messages": account_facts.messages(person),
        "looks": account_facts.looks(person, dossiers),
    }


def _add_papers(archive: zipfile.ZipFile, person: User, dossiers: list[Dossier]) -> Iterator[str]:
    """Puts them in; gives the names of those that stay out: withheld, damaged or too many."""
    left = MOST_BYTES
    for place, content, size in _papers(person, dossiers):
        if content is None or size > left:
            yield place
            continue
        left -= size
        archive.writestr(place, content)


def _papers(person: User, dossiers: list[Dossier]) -> Iterator[tuple[str, bytes | None, int]]:
    """Where it lies in the archive, what it is (None: not to be had), its size in bytes."""
    reader = Reader(person)
    for dossier in dossiers:
        files = dossier.files.select_related("file").order_by("pk")
        for number, link in enumerate(reader.known(dossier).papers(files), 1):
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
