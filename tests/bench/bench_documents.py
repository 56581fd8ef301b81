"""Documents per second: reserve, render, convert, seal, and the whole with files and rows. Prints
one JSON line.

`python -m tests.bench.bench_documents`, BENCH_DOCUMENTS of them, in a folder and a database of its own, one process.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable, Iterable
from typing import TypeVar

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"

import django

django.setup()

from django.core.management import call_command
from django.db import transaction

from documents import issuing, rendering, seal
from documents.conversion import converter
from documents.models import Document
from documents.orders import DocumentOrder
from documents.word_templates import templates
from organisations.models import Authority
from tests.documents.conftest import COPY_TEMPLATE, REGISTER_ENTRY

Given, Made = TypeVar("Given"), TypeVar("Made")


def main(count: int) -> None:
    """Time each stage alone over `count` diploma copies, then the whole."""
    call_command("migrate", verbosity=0, skip_checks=True)
    authority = Authority.objects.create(
        slug="so", kind="DEPARTMENT", name="Sở Giáo dục và Đào tạo", symbol="SGDĐT"
    )
    templates.publish("diploma-copy/copy", COPY_TEMPLATE)
    _warm_up(authority)
    documents, reserve = _timed(lambda key: _reserve(authority, f"stage:{key}"), range(count))
    files, render = _timed(rendering.docx, documents)
    converted, convert = _timed(converter.to_pdfa, files)
    sealed, signed = _timed(seal.seal, converted)
    _done, whole = _timed(
        lambda key: issuing.produce(_reserve(authority, f"whole:{key}").pk), range(count)
    )
    worked = time.process_time()
    for key in range(count):
        issuing.produce(_reserve(authority, f"worked:{key}").pk)
    worked = time.process_time() - worked
    figures = {
        "reserve": reserve,
        "render": render,
        "convert": convert,
        "seal": signed,
        "whole": whole,
    }
    per_second = {
        f"{stage}_per_second": round(count / seconds, 1) for stage, seconds in figures.items()
    }
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    per_second["whole_per_core_second"] = round(count / worked, 1)
    about = {"documents": count, "pdf_kb": len(sealed[0]) // 1024, "peak_mb": peak}
    sys.stdout.write(json.dumps({"bench": "documents", **about, **per_second}) + "\n")


def _timed(work: Callable[[Given], Made], given: Iterable[Given]) -> tuple[list[Made], float]:
    began = time.perf_counter()
    made = [work(one) for one in given]
    return made, time.perf_counter() - began


def _warm_up(authority: Authority) -> None:
    """Load what a worker loads once: fonts, the key, the parsed template."""
    issuing.produce(_reserve(authority, "warm-up").pk)


def _reserve(authority: Authority, key: str) -> Document:
    order = DocumentOrder(
        key=key,
        authority=authority,
        kind="BS",
        title="Bản sao",
        template="diploma-copy/copy",
        symbol="{number}/BS-{authority}",
        facts=REGISTER_ENTRY,
        signer_name="Nguyễn Thị Hường",
        signer_position="Giám đốc",
    )
    with transaction.atomic():
        return issuing.reserve(order)


if __name__ == "__main__":
    main(int(os.environ.get("BENCH_DOCUMENTS", "100")))
