"""What a file that lies encrypted costs on its page, beside the same page over files in clear, in
turns. One JSON line.

`python -m tests.bench.bench_files [ROUNDS]`: SQLite, one process, files of a phone's picture and of
the largest size.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"

import django

django.setup()

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from config.storage import kept_in
from forms.files.uploads import name_of, store
from forms.models import StoredFile
from tests.forms.carriers import picture
from tests.people import World, make_world

SIZES = {"300_kb": 300_000, "10_mb": 10_000_000}
KINDS = (True, False)  # encrypted, in clear


def main(rounds: int) -> None:
    """Look at papers of both sizes, and send a picture; medians of `rounds`."""
    settings.UPLOADS_WITHOUT_SCANNER, settings.UPLOADS_A_DAY = True, 1_000_000
    call_command("migrate", verbosity=0, skip_checks=True)
    world = make_world()
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(world.huong)
    papers = {name: _kept_paper(world, size) for name, size in SIZES.items()}
    figures = {
        f"look_{name}": _compare(lambda pk=pk: _look(browser, pk), rounds)
        for name, pk in papers.items()
    }
    figures["send_300_kb"] = _compare(lambda: _send(world), rounds)
    sys.stdout.write(json.dumps({"bench": "files", **figures}) + "\n")


def _keep(sealed: bool) -> None:
    """From now on the uploads are those that lie encrypted, or those in clear."""
    settings.UPLOAD_ROOT = settings.VAR / f"bench-{sealed}"
    storages._storages["uploads"] = storages.create_storage(
        kept_in("uploads", "UPLOAD_ROOT", sealed=sealed)
    )


def _kept_paper(world: World, size: int) -> Any:
    """A paper whose content lies in both forms; the store of the turn opens its own."""
    content = random.Random(size).randbytes(size)
    digest = hashlib.sha256(content).hexdigest()
    for sealed in KINDS:
        _keep(sealed)
        storages["uploads"].save(name_of(digest), ContentFile(content))
    facts = {
        "sha256": digest,
        "size": size,
        "content_type": "image/png",
        "name": "a.png",
        "uploaded_by": world.huong,
    }
    return StoredFile.objects.create(scan=StoredFile.Scan.CLEAN, **facts).pk


def _look(browser: Client, pk: Any) -> None:
    answer = browser.get(f"/tep/{pk}/?xem=1")
    assert answer.status_code == 200 and sum(map(len, answer.streaming_content)) > 0
    answer.close()


def _send(world: World) -> None:
    content = picture("PNG") + os.urandom(300_000)
    store(SimpleUploadedFile("a.png", content), world.huong, ("image",), 10_000_000)


def _compare(work: Callable[[], None], rounds: int) -> dict[str, float]:
    took: dict[bool, list[float]] = {sealed: [] for sealed in KINDS}
    for turn in range(rounds + 2):  # the first two warm up
        for sealed in KINDS:
            _keep(sealed)
            began = time.perf_counter()
            work()
            if turn > 1:
                took[sealed].append((time.perf_counter() - began) * 1000)
    lying, clear = (statistics.median(took[sealed]) for sealed in KINDS)
    return {
        "encrypted_ms": round(lying, 2),
        "in_clear_ms": round(clear, 2),
        "ratio": round(lying / clear, 3),
    }


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60)
