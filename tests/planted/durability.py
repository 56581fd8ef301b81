"""Bugs planted for group A (durability)."""

from tests.planted import Planted

MESSAGES = "tests/faults/test_messages.py"

PLANTED = [
    Planted(
        "A1",
        "what is owed is written after the act's transaction",
        "workflows/effects.py",
        "        Effect.objects.bulk_create(rows)\n"
        "        transaction.on_commit(lambda: ring([row.pk for row in rows]))",
        "        transaction.on_commit(lambda: ring([row.pk for row in Effect.objects.bulk_create(rows)]))",
        "tests/workflows/test_effects.py",
    ),
    Planted(
        "A1",
        "the sweep forgets rows that a dead worker held",
        "organisations/leases.py",
        "    return Q(lease_until__isnull=True) | Q(lease_until__lt=now)",
        "    return Q(lease_until__isnull=True)",
        "tests/workflows/test_effects.py",
    ),
    Planted(
        "A4",
        "a worker asks nobody whether the effect is still owed",
        "workflows/effects.py",
        '    if not mine.update(lease_until=now + LEASE, attempts=F("attempts") + 1):\n        return False\n',
        '    Effect.objects.filter(pk=pk).update(lease_until=now + LEASE, attempts=F("attempts") + 1)\n',
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
        "workflows/effects.py",
        "    for pk in ids:\n        run(pk)\n    return len(ids)",
        "    return 0",
        "tests/workflows/test_effects.py",
    ),
    Planted(
        "A11",
        "a lease is not renewed",
        "organisations/leases.py",
        "        self._thread.start()\n        return self",
        "        self._over.set()\n        self._thread.start()\n        return self",
        "tests/faults/test_long_work.py -k renewed",
    ),
    Planted(
        "A10",
        "the bell is rung before the commit",
        "workflows/effects.py",
        "        transaction.on_commit(lambda: ring([row.pk for row in rows]))",
        "        ring([row.pk for row in rows])",
        "tests/workflows/test_effects.py",
    ),
    Planted(
        "A1",
        "a broker that is away breaks the act",
        "workflows/doorbell.py",
        "    except Exception as error:  # any broker's any error: the rows are safe",
        "    except ZeroDivisionError as error:",
        "tests/workflows/test_effects.py tests/faults/test_hanging_broker.py",
    ),
]
