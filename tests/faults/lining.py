"""`python -m tests.faults.lining SECONDS`: a waiting line before one procedure, open in so many
seconds (already, with 0), and thirty
people in it; prints its key.
"""

from __future__ import annotations

import datetime as dt
import json
import sys

import django

django.setup()

from django.utils import timezone  # noqa: E402

from waiting_line import joining  # noqa: E402
from waiting_line.models import Line  # noqa: E402


def main(seconds: float) -> None:
    """Slow on purpose: who waits keeps waiting while things are killed."""
    now = timezone.now()
    line = Line.objects.create(
        key="ban-sao",
        title="Cấp bản sao",
        addresses="/thu-tuc/diploma-copy/nop/",
        opens_at=now + dt.timedelta(seconds=seconds),
        least_a_minute=1,
        most_a_minute=1,
        rate=1,
        advanced_at=now,
    )
    for number in range(30):
        joining.join(line.pk, line.key, f"before{number}")
    sys.stdout.write(json.dumps(line.key) + "\n")


if __name__ == "__main__":
    main(float(sys.argv[1]))
