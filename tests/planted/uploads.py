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
    Planted(
        "E2",
        "let parts of an archive overlap",
        "organisations/archives.py",
        "                if part.offset != at:\n",
        "                if part.offset > at:\n",
        "tests/organisations/test_archives.py",
    ),
    Planted(
        "E2",
        "do not compare the two headers of a part",
        "organisations/archives.py",
        "    if (flags, method, content[part.offset + 30 : at]) != (part.flags, part.method, part.raw_name):\n",
        "    if False:\n",
        "tests/organisations/test_archives.py",
    ),
    Planted(
        "E2",
        "take links",
        "organisations/archives.py",
        "    if comment or disk or (mode and not",
        "    if comment or disk or (not mode and not",
        "tests/organisations/test_archives.py",
    ),
    Planted(
        "E1",
        "look for actions in the first object only",
        "forms/parsing.py",
        "            if any(_is_active(thing) for thing in pdf.objects):\n",
        "            if _is_active(pdf.Root):\n",
        "tests/portal/test_hostile_uploads.py -k corpus",
    ),
    Planted(
        "E3",
        "let qpdf unpack without limit",
        "forms/parsing.py",
        "    flate_max_memory=48 * 1024 * 1024,\n",
        "",
        "tests/forms/test_bombs.py",
    ),
    Planted(
        "E3",
        "do not weigh what is declared",
        "organisations/archives.py",
        "            _refuse_bombs(parts, len(content), self.caps, self.unpacked)\n",
        "",
        "tests/organisations/test_archives.py",
    ),
    Planted(
        "E5",
        "count no cells",
        "registers/upload.py",
        "Caps(cells=500_000)",
        "Caps()",
        "tests/forms/test_bombs.py",
    ),
    Planted(
        "E8",
        "let a browser guess the kind of a file",
        "portal/citizen/files.py",
        '    response.headers["X-Content-Type-Options"] = "nosniff"\n',
        '    response.headers["X-Content-Type-Options"] = ""\n',
        "tests/portal/test_hostile_uploads.py -k thousand",
    ),
]
