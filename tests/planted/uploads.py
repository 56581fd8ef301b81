"""Bugs planted for group E (uploads)."""

from tests.planted import Planted

QUARANTINE = "tests/forms/test_quarantine.py tests/forms/test_scanning.py"

PLANTED: list[Planted] = [
    Planted(
        "E4",
        "open what is withheld",
        "forms/uploads.py",
        "    if stored.withheld:\n",
        "    if False:\n",
        "tests/portal/test_withheld_files.py",
    ),
    Planted(
        "E4",
        "believe any answer with OK in it",
        "forms/scanning.py",
        '    if answer == b"stream: OK":\n',
        '    if b"OK" in answer:\n',
        QUARANTINE,
    ),
    Planted(
        "E4",
        "take a scanner that is away for clean",
        "forms/scanning.py",
        'scanner away (%s)", type(error).__name__)\n        return StoredFile.Scan.PENDING\n',
        'scanner away (%s)", type(error).__name__)\n        return StoredFile.Scan.CLEAN\n',
        QUARANTINE,
    ),
    Planted(
        "E4",
        "mark only one of the copies infected",
        "forms/quarantine.py",
        "        rows.exclude(scan=verdict).update(",
        "        rows.filter(pk=rows[0].pk).update(",
        QUARANTINE,
    ),
]
