"""A full site in minutes: SQL copies of a few real dossiers with all that hangs on them, on
PostgreSQL and SQLite.

Each model dossier really went its way through the engine. The copies differ in code, names,
offices, numbers and due times; their journals are as long as real ones but their hashes are the
model's, so a filled database is for measuring only.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.management.color import no_style
from django.db import connection, models
from django.db.models import Max, Min

from documents.models import Document
from foundation.text import fold
from notifications.models import Delivery, Message
from organisations.models import Authority
from workflows.models import (
    ClockEvent,
    Dossier,
    DossierDocument,
    DossierFile,
    Effect,
    Entry,
    WorkItem,
)

UNITS = 200
FAMILY = [
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Phan",
    "Vũ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "H'",
    "Y",
    "Niê",
    "Mlô",
    "Ayun",
]
MIDDLE = [
    "Thị",
    "Văn",
    "Đức",
    "Ngọc",
    "Minh",
    "Thanh",
    "Quang",
    "Hữu",
    "Xuân",
    "Kim",
    "Bảo",
    "Gia",
    "Hoài",
    "Thùy",
]
GIVEN = [
    "Hường",
    "Lan",
    "Bình",
    "Dũng",
    "Ánh",
    "Hòa",
    "Khôi",
    "Linh",
    "Mai",
    "Nam",
    "Oanh",
    "Phúc",
    "Quân",
    "Sơn",
]
GIVEN += [
    "Thảo",
    "Uyên",
    "Việt",
    "Yến",
    "Đạt",
    "Êban",
    "Bkrông",
    "Chi",
    "Giang",
    "Hạnh",
    "Khang",
    "Long",
    "Nga",
]


@dataclass(frozen=True)
class Part:
    """A table that hangs on a dossier: how its rows of the model are found, and what a copy
    changes.
    """

    model: type[models.Model]
    of_dossier: str  # look-up from the row to its dossier
    links: dict[str, type[models.Model]]  # column → the copied table it points into
    changes: dict[str, str]  # column → SQL of its new value; {n} is the copy's number


PARTS = (
    Part(
        WorkItem,
        "process",
        {"process_id": Dossier},
        {"due_at": "{later}", "authority_id": "{authority_id}"},
    ),
    Part(Entry, "dossier", {"dossier_id": Dossier}, {"key": "NULL"}),
    Part(ClockEvent, "dossier", {"dossier_id": Dossier}, {}),
    Part(
        Effect,
        "entry__dossier",
        {"entry_id": Entry},
        {"key": "source.key || ':' || {n}", "state": "'DONE'"},
    ),
    Part(Message, "dossier", {"dossier_id": Dossier, "entry_id": Entry}, {}),
    Part(Delivery, "message__dossier", {"message_id": Message}, {"state": "'SENT'"}),
    Part(
        Document,
        "pk__in",
        {},
        {
            "key": "source.key || ':' || {n}",
            "code": "'B' || {n} || '-' || source.id",
            "number": "source.number + {n}",
        },
    ),
    Part(DossierDocument, "dossier", {"dossier_id": Dossier, "document_id": Document}, {}),
    Part(DossierFile, "dossier", {"dossier_id": Dossier}, {}),
)


def fill(model: Dossier, first: int, count: int) -> None:
    """`count` copies of `model`, numbered from `first`."""
    starts: dict[type[models.Model], str] = {}
    _copy(Dossier, model.pk, model.pk, first, count, {}, starts, dict(_dossier_changes()))
    for part in PARTS:
        rows = _rows(part, model)
        bounds = rows.aggregate(low=Min("pk"), high=Max("pk"))
        if bounds["low"] is not None:
            _copy(
                part.model,
                bounds["low"],
                bounds["high"],
                first,
                count,
                part.links,
                starts,
                part.changes,
                part,
                model,
            )


def units() -> None:
    """Two hundred communes, so that every office has its share; and the names of people."""
    Authority.objects.bulk_create(
        Authority(
            slug=f"xa-bench-{number}",
            kind="COMMUNE",
            name=f"Ủy ban nhân dân xã số {number}",
            symbol=f"X{number}",
        )
        for number in range(UNITS)
    )
    people = list(itertools.product(FAMILY, MIDDLE, GIVEN))
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_person (id integer PRIMARY KEY, name text, folded text)")
        rows = [
            (number, " ".join(parts), fold(" ".join(parts))) for number, parts in enumerate(people)
        ]
        cursor.executemany("INSERT INTO bench_person VALUES (%s, %s, %s)", rows)


def finish() -> None:
    """Statistics and sequences, as a database that grew by itself has them."""
    written = [Dossier, *(part.model for part in PARTS)]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), written):
            cursor.execute(statement)
        cursor.execute("DROP TABLE bench_person")
        cursor.execute("ANALYZE")


def _dossier_changes() -> Iterator[tuple[str, str]]:
    yield "code", "'H15.50-26' || CAST(1000000 + {n} AS text)"
    yield "applicant_name", "person.name"
    yield "holder_name", "person.name"
    yield (
        "search",
        (
            "'h15.50-26' || CAST(1000000 + {n} AS text) || ' ' || person.folded || ' ' ||"
            " person.folded"
        ),
    )
    yield "request_by_name", "'n' || {n}"  # nobody files two thousand times for the same
    yield "request_by_number", "'m' || {n}"
    yield "due_at", "{later}"
    yield "deciding_id", "{deciding_id}"
    yield "applicant_id", "NULL"


def _rows(part: Part, model: Dossier) -> models.QuerySet[models.Model]:
    if part.model is Document:
        return Document.objects.filter(
            pk__in=DossierDocument.objects.filter(dossier=model).values("document")
        )
    return part.model._default_manager.filter(**{part.of_dossier: model})


def _copy(
    table: type[models.Model],
    low: int,
    high: int,
    first: int,
    count: int,
    links: dict[str, type[models.Model]],
    starts: dict[type[models.Model], str],
    changes: dict[str, str],
    part: Part | None = None,
    model: Dossier | None = None,
) -> None:
    """One INSERT … SELECT: row `old` of copy n gets the id start + n × span + (old - low)."""
    name, span = table._meta.db_table, high - low + 1
    top = table._default_manager.aggregate(top=Max("pk"))["top"]
    place = f"{top + 1} + ({{n}} - {first}) * {span} - {low}"  # plus the old id: the id of its copy
    starts[table] = place
    columns = [field.column for field in table._meta.concrete_fields]
    words = {
        "n": "g.n",
        "later": _later(),
        **{owner: _unit(owner) for owner in ("deciding_id", "authority_id")},
    }
    values = []
    for column in columns:
        if column == table._meta.pk.column:
            values.append((place + f' + source."{column}"').format(**words))
        elif column in links:
            values.append((starts[links[column]] + f' + source."{column}"').format(**words))
        elif column in changes:
            values.append(changes[column].format(**words))
        else:
            values.append(f'source."{column}"')
    wanted = (
        [low]
        if part is None or model is None
        else list(_rows(part, model).values_list("pk", flat=True))
    )
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {name} ({names}) WITH RECURSIVE g(n) AS (SELECT {first} UNION ALL SELECT"
            f" n + 1 FROM g WHERE n < {first + count - 1}) SELECT {', '.join(values)} FROM g JOIN"
            f" bench_person person ON person.id = g.n % {_people()} JOIN {name} source ON"
            f" source.{table._meta.pk.column} IN ({', '.join(map(str, wanted))})"
        )


def _people() -> int:
    return len(FAMILY) * len(MIDDLE) * len(GIVEN)


def _later() -> str:
    """Due times spread over some weeks."""
    if connection.vendor == "postgresql":
        return "source.due_at + (g.n % 40000) * interval '1 minute'"
    return "datetime(source.due_at, '+' || (g.n % 40000) || ' minutes')"


def _unit(column: str) -> str:
    """What the department does in the model is done by a commune in nine copies of ten."""
    first = (
        Authority.objects.filter(slug__startswith="xa-bench")
        .order_by("pk")
        .values_list("pk", flat=True)[0]
    )
    department = Authority.objects.get(slug="sgddt-daklak").pk
    there = f"source.{column} = {department} AND g.n % 10 <> 0"
    return f"CASE WHEN {there} THEN {first} + g.n % {UNITS} ELSE source.{column} END"
