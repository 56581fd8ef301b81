"""The trial of a Word file that somebody uploads, in a process with limits: it may hold
anything.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path

from django.utils.translation import gettext as _

from foundation import child_process

CHILD = Path(__file__).with_name("child_trying.py")
SECONDS, MEGABYTES = 10, 1024  # three papers of the longest shipped template take half a second


def fault_of(docx: bytes, stated: Collection[str]) -> str:
    """As `trial.fault_of`; what cannot be tried within the limits is a fault too."""
    facts = json.dumps(sorted(stated))
    try:
        told = child_process.run(
            CHILD, docx, facts, seconds=SECONDS, megabytes=MEGABYTES, of_the_site=True
        )
        return str(json.loads(told))
    except (child_process.ChildFailed, ValueError):
        return _(
            "Chạy thử mẫu cần nhiều thời gian hoặc bộ nhớ hơn mức cho phép. Hãy đơn giản hóa tệp"
            " rồi tải lại."
        )
