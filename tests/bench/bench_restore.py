"""A million dossiers backed up and brought back into an empty database (J1). Prints one JSON line.

`python -m tests.postgres python -m tests.bench.bench_restore`; BENCH_ROWS changes the million. The
peer is `pg_dump` alone in the same run. The journals of copied dossiers cannot verify, so how fast
they are read and hashed is measured instead. Not in `make bench`: run when the backup changes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
for name in ("BACKUP_KEY", "FIELD_KEY", "INDEX_KEY"):
    os.environ.setdefault(name, name[0] * 40)

import django

django.setup()

from django.core.management import call_command
from django.db import connection

from operation import backup, database, restoring
from scripts.services import Postgres, running, temporary_folder
from tests.bench import bench_pages
from tests.people import make_world
from workflows.journal import entries
from workflows.models import Dossier, Entry

HASHED = 200_000  # entries whose digest is computed again


def main() -> None:
    """Fill, back up, and have another process bring it back."""
    call_command("migrate", verbosity=0)
    found = {"filled_s": round(bench_pages.fill(make_world()))}
    began = time.perf_counter()
    size = sum(len(piece) for piece in database.copy())
    found |= {"pg_dump_s": round(time.perf_counter() - began), "pg_dump_bytes": size}
    with tempfile.TemporaryDirectory() as kept, temporary_folder() as folder:
        began = time.perf_counter()
        place, _manifest = backup.take(Path(kept))
        found["backup_s"] = round(time.perf_counter() - began)
        empty = Postgres(folder / "empty")
        with running(empty):
            command = [sys.executable, "-m", "tests.bench.bench_restore", str(place)]
            given = {"DATABASE_URL": empty.url, "MOTCUA_VAR": str(folder / "var")}
            done = subprocess.run(
                command, env={**os.environ, **given}, stdout=subprocess.PIPE, text=True, check=True
            )
    sys.stdout.write(json.dumps(found | json.loads(done.stdout)) + "\n")


def bring_back(place: Path) -> None:
    """On the empty machine, durable as a site's database is."""
    began = time.perf_counter()
    restoring.restore(place, 100, {})
    found = {"restore_s": round(time.perf_counter() - began), "dossiers": Dossier.objects.count()}
    found["entries"] = Entry.objects.count()
    began = time.perf_counter()
    rows = (
        Entry.objects.order_by("dossier_id", "sequence")
        .values(*entries.HASHED, "hash")
        .iterator(chunk_size=2000)
    )
    hashed = sum(1 for row in islice(rows, HASHED) if entries.digest(row))
    found["hashed_a_second"] = round(hashed / (time.perf_counter() - began))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        found["database_bytes"] = cursor.fetchone()[0]
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    bring_back(Path(sys.argv[1])) if len(sys.argv) > 1 else main()
