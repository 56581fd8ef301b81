"""Bugs planted for group H (personal data)."""

from tests.planted import Planted

FILES = "tests/filestore/test_sealed.py"
FIELDS = "tests/protection/test_fields.py"
READS = "tests/privacy/test_reads.py"

RETENTION = "tests/privacy/test_retention.py"
PLANTED: list[Planted] = [
    Planted(
        "H2",
        "a sealed column is written in clear",
        "protection/fields.py",
        "        return Sealed(envelope.seal(content, key, self.place))\n",
        "        return Sealed(content)\n",
        f"{FIELDS} -k envelope",
    ),
    Planted(
        "H2",
        "all rows share one data key",
        "protection/envelope.py",
        "    return secrets.token_bytes(KEY_BYTES)\n",
        '    return b"k" * KEY_BYTES\n',
        f"{FIELDS} -k moved",
    ),
    Planted(
        "H2",
        "the index does not depend on the key",
        "protection/blind_index.py",
        "hmac.digest(index_key(), ",
        'hmac.digest(b"index", ',
        "tests/protection/test_envelope.py -k another_index",
    ),
    Planted(
        "H1",
        "the text of an error is kept",
        "workflows/journal/outbox.py",
        "    effect.last_error = type(error).__name__",
        "    effect.last_error = str(error)[:200]",
        "tests/privacy/test_canaries.py",
    ),
    Planted(
        "H1",
        "log lines of others keep their values",
        "config/logs.py",
        "    return _with_numbers(str(record.msg), record.args)\n",
        "    return record.getMessage()\n",
        "tests/privacy/test_canaries.py",
    ),
    Planted(
        "H6",
        "a dossier code is never closed",
        "portal/public/follow.py",
        "        self.limits = (\n"
        "            (WRONG_PER_CODE, code),\n"
        "            (WRONG_PER_FACT, of_fact),\n"
        "            (WRONG_PER_FACT_A_DAY, of_fact),\n"
        "        )",
        "        self.limits = ((WRONG_PER_FACT, of_fact), (WRONG_PER_FACT_A_DAY, of_fact))",
        "tests/privacy/test_strangers.py -k guessing",
    ),
    Planted(
        "H5",
        "a wrong fact is told from an unknown code",
        "portal/public/follow.py",
        "    by_phone = constant_time_compare(",
        "    if row is None:\n        raise Http404\n    by_phone = constant_time_compare(",
        "tests/privacy/test_strangers.py -k same_way",
    ),
    Planted(
        "H8",
        "a paper or document leaves no entry",
        "portal/shared/dossier_files.py",
        "        reads.note(request, what, link.dossier)\n",
        "        return\n",
        f"{READS} -k papers",
    ),
    Planted(
        "H8",
        "the page leaves although its entry was not written",
        "privacy/middleware.py",
        "            reads.write(request.user, seen)\n",
        "            import contextlib\n\n            with contextlib.suppress(Exception):\n"
        "                reads.write(request.user, seen)\n",
        f"{READS} -k cannot_be_written",
    ),
    Planted(
        "H8",
        "a spreadsheet would calculate a name",
        "privacy/reads.py",
        '    return f"\'{held}" if held.lstrip(" ").startswith(FORMULA) else held\n',
        "    return held\n",
        f"{READS} -k formulas",
    ),
    Planted(
        "H4",
        "erased a day too early",
        "privacy/retention.py",
        "    rows = Erasure.objects.filter(erased_at__isnull=True, due_on__lte=today)\n",
        "    rows = Erasure.objects.filter(erased_at__isnull=True, due_on__lte=today + dt.timedelta(days=1))\n",
        RETENTION,
    ),
    Planted(
        "H4",
        "a hold that comes last is not seen",
        "privacy/retention.py",
        "or held(today).filter(dossier=dossier).exists():\n",
        "or False:\n",
        RETENTION,
    ),
    Planted(
        "H4",
        "the names of a school's council go a year too early",
        "privacy/retention.py",
        "        first = today.year - rules_of(version).council.names_kept\n",
        "        first = today.year - rules_of(version).council.names_kept + 1\n",
        "tests/privacy/test_school_councils.py",
    ),
    Planted(
        "H4",
        "nobody is told before",
        "privacy/retention.py",
        "            late = today + dt.timedelta(days=NOTICE_DAYS)\n",
        "            late = today\n",
        RETENTION,
    ),
    Planted(
        "H3 files",
        "files are written as they came",
        "filestore/sealed.py",
        "Pieces(self._sealed(name, content.chunks()))",
        "Pieces(content.chunks())",
        f"{FILES} -k nothing_of_the_content",
    ),
    Planted(
        "H3 files",
        "the last chunk is not known as such",
        "protection/stream.py",
        "bytes([last])",
        "bytes([0])",
        f"{FILES} -k not_as_it_was",
    ),
    Planted(
        "H3 files",
        "a file is not bound to its name",
        "filestore/sealed.py",
        'return f"{self._place}/{name}"',
        "return self._place",
        f"{FILES} -k swapped",
    ),
    Planted(
        "H3 files",
        "who erases does not wait for who replaces",
        "filestore/folder.py",
        "        fcntl.flock(descriptor, fcntl.LOCK_EX)\n",
        "",
        f"{FILES} -k keeps_out",
    ),
]
