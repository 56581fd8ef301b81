"""Imported by the worker of tests/faults/slow.py: each conversion to PDF first takes a long
while.
"""

import time
from typing import Any

from documents.conversion import converter

SECONDS = 8.0
_convert = converter.to_pdfa


def _slowly(*given: Any, **options: Any) -> Any:
    time.sleep(SECONDS)
    return _convert(*given, **options)


converter.to_pdfa = _slowly
