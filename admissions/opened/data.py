"""The open data of a round: what a program needs to recompute it, and the program."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from admissions.lots import lot
from admissions.models import AllocationRun, Application, Lots, Round
from admissions.opened.rows import PUBLIC
from admissions.plans.reading import in_force
from admissions.publication import verify_allocation
from admissions.publication.published import family_files
from admissions.seats.running import content_of

ROUND, VERIFIER = "round.json", "verify_allocation.py"


def verifier() -> bytes:
    """The one file of the standard library that recomputes and compares."""
    return Path(verify_allocation.__file__).read_bytes()


def round_file(round_: Round) -> bytes | None:
    """`round.json`, where the plan opens it and the result is public; else None."""
    run = published_run(round_)
    if run is None or not in_force(round_).published.open_data:
        return None
    return json.dumps(content_of(run), ensure_ascii=False, indent=1).encode()


def published_run(round_: Round) -> AllocationRun | None:
    """The run whose result is public."""
    return round_.run if round_.state in PUBLIC else None


def family_file(application: Application) -> dict[str, Any] | None:
    """What proves what was counted for this child, without the others' data; for their own page."""
    run = published_run(application.round)
    if run is None:
        return None
    return family_files(content_of(run)).get(application.pseudonym)


def lot_number(round_: Round, pseudonym: str) -> int | None:
    """One child's number, by what is public; None until the secret is open."""
    kept = Lots.objects.filter(round=round_, opened_at__isnull=False).first()
    return lot(kept.secret, kept.draw, pseudonym) if kept else None
