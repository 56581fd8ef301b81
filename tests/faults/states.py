"""What of a site must be the same whatever died meanwhile: rows less their times and hashes, files,
letters.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models

from documents import storage
from documents.models import Document
from forms.files.uploads import open_kept
from forms.models import StoredFile
from workflows.journal import entries

APPS = (
    "workflows",
    "documents",
    "forms",
    "notifications",
    "organisations",
    "registers",
    "payments",
)
#: Columns that may differ: hashes over times, codes drawn at random and what is printed with them,
#: tries that a death used up.
LEFT_OUT = {
    "hash",
    "previous_hash",
    "entry_hash",
    "mac",
    "facts",
    "body",
    "attempts",
    "deaths",
    "last_error",
}
DRAWN = {
    *(
        "FeeRequest.reference",
        "Attempt.reference",
        "Document.code",
        "Document.docx_sha256",
        "Document.pdf_sha256",
    ),
    "Annotation.source",  # the code of the document that says so
}
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:.*")
NUMBERED = {
    "Effect.key",
    "Document.key",
    "FeeRequest.key",
}  # natural keys name rows, whose numbers have gaps on PostgreSQL


def whole() -> dict[str, Any]:
    """Everything, as JSON can carry it; `faults` lists what may never be."""
    return {
        "rows": _rows(list(_kept())),
        "stored": sorted({_stored(row) for row in StoredFile.objects.all()}),
        "documents": {row.symbol: _files(row) for row in Document.objects.all()},
        "uploads": _uploads(),
        "letters": sorted(_letters()),
        "faults": [str(fault) for fault in [entries.verify()] if fault],
    }


def _kept() -> Iterator[type[models.Model]]:
    for label in APPS:
        every = apps.get_app_config(label).get_models()
        # when it was alive is no state
        yield from (model for model in every if model.__name__ != "Heartbeat")


def _rows(kept: list[type[models.Model]]) -> dict[str, list[dict[str, Any]]]:
    ranks = {model: {pk: place for place, pk in enumerate(_pks(model))} for model in kept}
    return {
        model.__name__: [_row(row, ranks) for row in model._default_manager.order_by("pk")]
        for model in kept
        if model is not StoredFile
    }


def _pks(model: type[models.Model]) -> list[Any]:
    return list(model._default_manager.order_by("pk").values_list("pk", flat=True))


def _row(row: models.Model, ranks: dict[type[models.Model], dict[Any, int]]) -> dict[str, Any]:
    said = {}
    for field in row._meta.concrete_fields:
        name, value = f"{type(row).__name__}.{field.name}", getattr(row, field.attname)
        if field.primary_key or field.name in LEFT_OUT:
            continue
        if isinstance(field, models.DateTimeField | models.BinaryField) or name in DRAWN:
            said[field.name] = bool(value)
        elif field.remote_field and field.related_model in ranks:
            said[field.name] = ranks[field.related_model].get(value)
        elif name in NUMBERED:
            said[field.name] = re.sub(r"\d+", "#", value)
        elif name == "Effect.payload":
            said[field.name] = sorted(value)
        else:
            said[field.name] = _plain(value)
    return said


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: key == "reference" or _plain(inner) for key, inner in sorted(value.items())}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if isinstance(value, str):
        return MOMENT.sub("a moment", value)
    return value if isinstance(value, int | float | bool | None) else str(value)


def _stored(row: StoredFile) -> str:
    """A file that was sent twice because the first answer was lost is kept once, whatever its
    rows.
    """
    with open_kept(row.sha256) as file:
        content = file.read()
    whole = hashlib.sha256(content).hexdigest() == row.sha256
    return f"{row.sha256} {row.size} {row.content_type} {whole}"


def _files(document: Document) -> list[str]:
    """The kinds of files beside the document's row; a sealed one is also read, which checks it
    against its hash.
    """
    if document.state != Document.State.RESERVED:
        storage.read_pdf(document)
        storage.read_docx(document)
    folder = Path(settings.DOCUMENT_ROOT, f"{document.pk // 1000:06d}", str(document.pk))
    return sorted(path.suffix or path.name for path in folder.iterdir()) if folder.exists() else []


def _uploads() -> list[str]:
    root = Path(settings.UPLOAD_ROOT)
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


def _letters() -> set[str]:
    """A letter may go twice when the worker dies before it has noted the first: then with the same
    Message-ID.
    """
    text = b"".join(path.read_bytes() for path in Path(settings.EMAIL_FILE_PATH).glob("*"))
    ids = (
        message_from_bytes(part.strip())["Message-ID"]
        for part in text.split(b"-" * 79)
        if part.strip()
    )
    return {re.sub(r"^<\w+\.", "<", str(identity)) for identity in ids}


def digest() -> str:
    """Of all that decides what comes next: rows but for their moments, files by kind and size."""
    said: dict[str, Any] = {"rows": _rows(list(_kept())), "stored": StoredFile.objects.count()}
    for folder in (settings.UPLOAD_ROOT, settings.DOCUMENT_ROOT, settings.EMAIL_FILE_PATH):
        said[str(folder)] = sorted(
            (str(path.parent), path.suffix, path.stat().st_size) for path in Path(folder).rglob("*")
        )
    connection.close()
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()
