"""Bugs planted for group A (durability)."""

from tests.planted import Planted

MESSAGES = "tests/faults/test_messages.py"
#: Pieces of the sweep: documents and letters are made in the second, uploads in the third.
SWEEP = (
    "tests/faults/test_every_point.py::test_a_death_anywhere_in_an_act_changes_nothing_of_the_end"
)
PAPERS, UPLOADS = f"{SWEEP}[1]", f"{SWEEP}[2]"

PLANTED = [
    Planted(
        "A1",
        "what is owed is written after the act's transaction",
        "workflows/journal/outbox.py",
        "        sets.add_all(rows)\n        _ring_after_commit([row.pk for row in rows])\n",
        "        transaction.on_commit(lambda: ring([row.pk for row in Effect.objects.bulk_create(rows)]))\n",
        "tests/workflows/test_effects.py",
    ),
    Planted(
        "A1",
        "the sweep forgets rows that a dead worker held",
        "foundation/leases.py",
        "    return Q(lease_until__isnull=True) | Q(lease_until__lt=now)",
        "    return Q(lease_until__isnull=True)",
        "tests/workflows/test_effects.py",
    ),
    Planted(
        "A4",
        "a worker asks nobody whether the effect is still owed",
        "workflows/journal/outbox.py",
        "    owed = Effect.objects.filter(free(now), pk=pk, state=Effect.State.PENDING, due_at__lte=now)\n",
        "    owed = Effect.objects.filter(pk=pk)\n",
        "tests/workflows/test_effects.py",
    ),
    Planted(
        "A4",
        "a letter is sent whenever the bell rings",
        "notifications/delivery.py",
        "    if not taken:\n        return False\n",
        "",
        MESSAGES,
    ),
    Planted(
        "A3",
        "nobody sweeps",
        "workflows/journal/outbox.py",
        "    for pk in ids:\n        run(pk)\n    return len(ids)",
        "    return 0",
        "tests/workflows/test_effects.py",
    ),
    Planted(
        "A11",
        "a lease is not renewed",
        "foundation/leases.py",
        "        self._thread.start()\n        return self",
        "        self._over.set()\n        self._thread.start()\n        return self",
        "tests/faults/test_long_work.py -k renewed",
    ),
    Planted(
        "A10",
        "the bell is rung before the commit",
        "workflows/journal/outbox.py",
        "        transaction.on_commit(lambda: ring(ids))",
        "        ring(ids)",
        "tests/workflows/test_effects.py",
    ),
    Planted(
        "A1",
        "a broker that is away breaks the act",
        "foundation/broker.py",
        "    except Exception as error:  # any broker's any error: the rows are safe",
        "    except ZeroDivisionError as error:",
        "tests/workflows/test_effects.py tests/faults/test_hanging_broker.py",
    ),
    Planted(
        "A2",
        "a letter gets another name at each try",
        "notifications/channels/mail.py",
        '            "Message-ID": f"<{message.entry.hash[:32]}.{message.pk}@{domain}>",',
        '            "Message-ID": f"<{id(message)}.{message.pk}@{domain}>",',
        PAPERS,
    ),
    Planted(
        "A2",
        "what a broken upload left stays for ever",
        "forms/files/leftovers.py",
        "            if path.stat().st_mtime < limit:\n",
        "            if path.stat().st_mtime < 0:\n",
        UPLOADS,
    ),
    Planted(
        "A2",
        "a document is written down as sealed before its file is there",
        "documents/production.py",
        '            docx_sha256 = storage.write(document, docx, ".docx")\n'
        '            pdf_sha256 = storage.write(document, pdf, ".pdf")\n'
        "        _record(document, hold.until, docx_sha256, pdf_sha256)\n",
        "            docx_sha256, pdf_sha256 = storage.sha256(docx), storage.sha256(pdf)\n"
        "        _record(document, hold.until, docx_sha256, pdf_sha256)\n"
        '        storage.write(document, docx, ".docx")\n'
        '        storage.write(document, pdf, ".pdf")\n',
        PAPERS,
    ),
    Planted(
        "A7",
        "a full disk is told as any other fault",
        "foundation/outages.py",
        "    if isinstance(error, OSError) and error.errno in NO_SPACE:\n        return Outage.FULL\n",
        "",
        "tests/faults/test_full_disk.py",
    ),
    Planted(
        "A7",
        "what was typed is lost with the page",
        "portal/http/outage.py",
        "    page = {\n"
        '        "full": kind is Outage.FULL,\n'
        '        "path": request.get_full_path(),\n'
        '        "typed": typed_in(request),\n'
        "    }",
        '    page = {"full": kind is Outage.FULL, "path": request.get_full_path(), "typed": []}',
        "tests/faults/test_full_disk.py",
    ),
    Planted(
        "J3",
        "a migration is not undone on SQLite",
        "workflows/migrations/0006_search_index.py",
        "    operations = [Trigrams(), ",
        "    operations = [TrigramExtension(), ",
        "tests/faults/test_migrations.py -k sqlite",
    ),
    Planted(
        "J3",
        "a new site's journal has no triggers",
        "workflows/migrations/0001_squashed_0035_keyed_journal.py",
        "    triggers.install(schema_editor.connection)\n",
        "",
        "tests/operation/test_first_tables.py -k sqlite",
    ),
    Planted(
        "J3",
        "going back by one release undoes the tables of a site that began with them",
        "operation/management/commands/migrations_back.py",
        "        executor = migration_steps.executor(connection)\n",
        "        executor = MigrationExecutor(connection)\n",
        "tests/operation/test_releases.py -k single_steps",
    ),
    Planted(
        "J3",
        "going back by one release undoes what the release before has too",
        "operation/management/commands/migrations_back.py",
        "known = migration_steps.with_their_steps(known, executor.loader)",
        "known = set(known)",
        "tests/operation/test_releases.py -k keeps_them",
    ),
    Planted(
        "J3",
        "a site that nobody tried goes up",
        "operation/management/commands/migrate.py",
        'if not options["app_label"] and (missing',
        'if options["app_label"] and (missing',
        "tests/operation/test_first_tables.py -k refused",
    ),
    Planted(
        "J3",
        "sealing forgets the office's values on the way back",
        "workflows/migrations/0007_seal_personal_data.py",
        'DRAFT, DOSSIER = ("answers",), ("answers", "office", ',
        'DRAFT, DOSSIER = ("answers",), ("answers", ',
        "tests/faults/test_migrations.py -k sqlite",
    ),
    Planted(
        "J5",
        "nobody sweeps letters",
        "notifications/tasks.py",
        "    if delivery.sweep():\n",
        "    if False:\n",
        "tests/faults/test_dependencies.py",
    ),
    Planted(
        "J5",
        "a paper whose seal was away is given up at once",
        "workflows/journal/outbox.py",
        "    hopeless = effect.attempts >= MAX_ATTEMPTS and not away\n",
        "    hopeless = True\n",
        "tests/faults/test_dependencies.py",
    ),
]
