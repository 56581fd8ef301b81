"""Imported by the worker of tests/faults/slow.py: each conversion to PDF first takes a long while."""

import time
from typing import Any

from documents import conversion

SECONDS = 8.0
_convert = conversion.to_pdfa


def _slowly(*given: Any, **options: Any) -> Any:
    time.sleep(SECONDS)
    return _convert(*given, **options)


conversion.to_pdfa = _slowly
