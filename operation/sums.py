"""The sums that must hold on every site, asked after a restore and whenever an administrator wants
to know.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.core.files.storage import storages
from django.db import connection

from documents import storage
from documents.models import Document, NumberBook
from forms.files.uploads import name_of
from forms.models import StoredFile
from operation import file_keys, journal_proof
from operation.models import Restoration
from payments.models import FeeRequest, Payment
from protection.envelope import CannotOpen
from workflows.journal import entries
from workflows.models import DossierFile


def faults() -> Iterator[str]:
    """One sentence for each thing that is not as it must be; nobody is named."""
    yield from _numbers()
    yield from _documents()
    yield from _uploads()
    yield from _keys()
    yield from _money()
    if broken := entries.verify():
        yield f"the journal does not verify: {broken}"
    yield from journal_proof.faults()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            answer = cursor.execute("PRAGMA integrity_check").fetchone()[0]
        if answer != "ok":
            yield f"SQLite: {answer}"


def _numbers() -> Iterator[str]:
    """1 … N in every book, less what a restore passed over."""
    passed = [each for restoration in Restoration.objects.all() for each in restoration.passed_over]
    for book in NumberBook.objects.select_related("authority"):
        name = f"{book.authority.symbol}/{book.kind}/{book.year}"
        left_out = {
            n
            for each in passed
            if each["book"] == name
            for n in range(each["first"], each["last"] + 1)
        }
        given = Document.objects.filter(authority=book.authority, kind=book.kind, year=book.year)
        numbers = set(given.values_list("number", flat=True))
        if missing := set(range(1, book.last + 1)) - numbers - left_out:
            yield f"{name}: {len(missing)} numbers have no document, the first is {min(missing)}"
        if twice := numbers & left_out:
            yield f"{name}: {len(twice)} numbers were given that a restore passed over"
        if numbers and max(numbers) > book.last:
            yield f"{name}: number {max(numbers)} was given, the book says {book.last}"


def _documents() -> Iterator[str]:
    """Each sealed document is the file that was issued, byte for byte."""
    for document in Document.objects.exclude(state=Document.State.RESERVED).iterator():
        try:
            storage.read_pdf(document)
            storage.read_docx(document)
        except storage.FileDamaged as damaged:
            yield str(damaged)


def _money() -> Iterator[str]:
    """Each paid fee has the one payment that settled it, and all other money is owed back or was
    looked at.
    """
    settled = Payment.objects.filter(settles=True)
    had = (FeeRequest.State.PAID, FeeRequest.State.REFUNDED)
    if (
        unpaid := FeeRequest.objects.filter(state__in=had)
        .exclude(pk__in=settled.values("request"))
        .count()
    ):
        yield f"{unpaid} fees are said to be paid and no payment settled them"
    if unsaid := settled.exclude(request__state__in=had).count():
        yield f"{unsaid} payments settle fees that are not said to be paid"
    if lost := Payment.objects.filter(settles=False, refund=None).count():
        yield f"{lost} payments settle nothing and are owed to nobody"


def _uploads() -> Iterator[str]:
    """Each paper of a dossier is there, and is what its row says."""
    linked = StoredFile.objects.filter(pk__in=DossierFile.objects.values("file"))
    for digest in linked.order_by().values_list("sha256", flat=True).distinct().iterator():
        try:
            with storages["uploads"].open(name_of(digest)) as file:
                if storage.sha256(file.read()) != digest:
                    yield f"upload {digest[:12]} is not what was sent"
        except FileNotFoundError:
            yield f"upload {digest[:12]} is missing"
        except CannotOpen:
            yield f"upload {digest[:12]} does not open: another FIELD_KEY, or it was changed"


def _keys() -> Iterator[str]:
    """Every file lies encrypted under the FIELD_KEY in use."""
    if stale := sum(map(file_keys.count_stale, file_keys.sealed_stores().values())):
        yield (
            f"{stale} files lie in clear or under an older FIELD_KEY, mend: manage.py"
            " rotate_field_keys"
        )
