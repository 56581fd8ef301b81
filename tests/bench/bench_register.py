"""The register: import of 100,000 rows (speed, memory), and look-ups at a million rows beside a
bare SQL SELECT.

Prints one JSON line. BENCH_ROWS shrinks the register, BENCH_IMPORT the file. Each import runs in a
process of its own, so that its peak memory is its own.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"

import django

django.setup()

from django.core.management import call_command
from django.db import connection

from organisations.models import Authority
from organisations.seed import seed_organisations
from registers import generator
from registers.importing import import_file
from registers.lookup import DiplomaQuery, find
from registers.models import Diploma, RegisterBook

ROWS = int(os.environ.get("BENCH_ROWS", "1000000"))
IMPORTED = int(os.environ.get("BENCH_IMPORT", "100000"))
ROUNDS, QUESTIONS = 7, 200


def main() -> None:
    """Import, grow the table to ROWS, then ask: ours and the bare SELECT in turns."""
    with tempfile.TemporaryDirectory() as folder:
        imports = {
            ending: _import_alone(Path(folder) / f"register.{ending}") for ending in ("csv", "xlsx")
        }
    _prepare()
    generated = Path(tempfile.gettempdir()) / f"bench-register-{os.getpid()}.csv"
    generator.write(generated, min(IMPORTED, ROWS), seed=1)
    import_file(generated, RegisterBook.objects.get())
    generated.unlink()
    _grow()
    asked = list(
        Diploma.objects.filter(birth_date__isnull=False, pk__gt=10).order_by("pk")[
            :: max(1, ROWS // QUESTIONS)
        ]
    )
    times: dict[str, list[float]] = {"find": [], "sql": []}
    for _round in range(ROUNDS):
        times["find"].append(_timed(_look_up, asked) / len(asked))
        times["sql"].append(_timed(_select, asked) / len(asked))
    per_second = {name: 1 / statistics.median(values) for name, values in times.items()}
    figures = {
        "bench": "register",
        "database": connection.vendor,
        **{f"import_{ending}": figure for ending, figure in imports.items()},
        "register_rows": Diploma.objects.count(),
        "lookups_per_second": round(per_second["find"], 1),
        "primary_key_selects_per_second": round(per_second["sql"], 1),
        "lookup_to_primary_key_select": round(per_second["find"] / per_second["sql"], 4),
    }
    sys.stdout.write(json.dumps(figures) + "\n")


def _import_alone(path: Path) -> dict[str, float]:
    generator.write(path, IMPORTED, seed=2)
    command = [sys.executable, "-m", "tests.bench.bench_register", str(path)]
    environment = {**os.environ, "MOTCUA_VAR": tempfile.mkdtemp(dir=path.parent)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def import_one(path: Path) -> None:
    """Import one file into an empty database; prints seconds, rows a second and the process's peak
    memory.
    """
    _prepare()
    began = time.perf_counter()
    run = import_file(path, RegisterBook.objects.get())
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    figures = {
        "rows": run.read,
        "seconds": round(seconds, 1),
        "rows_per_second": round(run.read / seconds),
    }
    sys.stdout.write(json.dumps({**figures, "peak_mb": peak}) + "\n")


def _prepare() -> None:
    call_command("migrate", verbosity=0, skip_checks=True)
    seed_organisations()
    RegisterBook.objects.get_or_create(name="Sổ", keeper=Authority.objects.get(slug="sgddt-daklak"))


def _grow() -> None:
    """Double the table by SQL, with other numbers, serials and birth dates, until it has ROWS
    rows.
    """
    names = [field.column for field in Diploma._meta.concrete_fields if field.column != "id"]
    quoted = ", ".join(f'"{name}"' for name in names)
    shift = "date(birth_date, '+3 days')" if connection.vendor == "sqlite" else "birth_date + 3"
    while (count := Diploma.objects.count()) < ROWS:
        changed = {
            "book_number": f"'{count}-' || book_number",
            "folded_serial": f"folded_serial || 'x{count}'",
            "birth_date": shift,
        }
        chosen = ", ".join(changed.get(name, f'"{name}"') for name in names)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO registers_diploma ({quoted}) SELECT {chosen} FROM registers_diploma"
                f" ORDER BY id LIMIT {min(count, ROWS - count)}"
            )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _look_up(asked: list[Diploma]) -> None:
    """As the expert's step asks: name without diacritics, birth date, year and school."""
    for diploma in asked:
        born, year = diploma.birth_date, diploma.graduation_year
        query = DiplomaQuery(diploma.folded_name, born, diploma.level, year, diploma.school)
        assert find(query), diploma


def _select(asked: list[Diploma]) -> None:
    with connection.cursor() as cursor:
        for diploma in asked:
            cursor.execute("SELECT * FROM registers_diploma WHERE id = %s", [diploma.pk])
            cursor.fetchall()


def _timed(work: Callable[[list[Diploma]], None], asked: list[Diploma]) -> float:
    began = time.perf_counter()
    work(asked)
    return time.perf_counter() - began


if __name__ == "__main__":
    import_one(Path(sys.argv[1])) if len(sys.argv) > 1 else main()
