"""Sign-in tries cannot eat the memory: in a process one hash of Argon2 at a time, measured (finding
12).
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from django.contrib.auth.hashers import Argon2PasswordHasher

from organisations.accounts.password_hashing import QueuedArgon2

ROOT = Path(__file__).parents[2]
MEASURED = """
import os, resource, sys, threading
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
import django
django.setup()
from django.contrib.auth.hashers import Argon2PasswordHasher
from organisations.accounts.password_hashing import QueuedArgon2
hasher = {"queued": QueuedArgon2, "plain": Argon2PasswordHasher}[sys.argv[1]]()
encoded = QueuedArgon2().encode("mot cau dai", "muoimuoimuoi")
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
threads = [threading.Thread(target=hasher.verify, args=("sai", encoded)) for _ in range(6)]
before = peak()
[one.start() for one in threads]
[one.join() for one in threads]
print(peak() - before)
"""


def grown(hasher: str) -> int:
    """MiB that six tries at once add to the peak of a process that has hashed once."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, hasher],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return int(done.stdout)


def test_six_tries_at_once_take_the_memory_of_one() -> None:
    assert grown("queued") < 60


def test_what_is_stored_is_as_djangos() -> None:
    encoded = QueuedArgon2().encode("một câu dài", "muoimuoimuoi")
    assert Argon2PasswordHasher().verify("một câu dài", encoded) and not QueuedArgon2().verify(
        "sai", encoded
    )
    assert QueuedArgon2().verify(
        "một câu dài", Argon2PasswordHasher().encode("một câu dài", "muoimuoimuoi")
    )


def test_a_hash_that_fails_keeps_nobody_waiting() -> None:
    for _ in range(3):
        try:
            QueuedArgon2().verify("x", "argon2$hong")
        except Exception as error:  # whatever the library says of a broken text
            assert error
    assert QueuedArgon2().verify("x", QueuedArgon2().encode("x", "muoimuoimuoi"))


def test_the_site_uses_it() -> None:
    settings = (ROOT / "config" / "settings.py").read_text()
    assert 'PASSWORD_HASHERS = ["organisations.accounts.password_hashing.QueuedArgon2"]' in settings
