"""A broker that takes the connection and never answers must not hold up the page of the person who
acts.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys

import pytest

RING_TWICE = """
import os, time
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
import django
django.setup()
from workflows.journal import outbox
for _ in range(2):
    began = time.monotonic()
    outbox.ring(range(5))
    print(time.monotonic() - began)
"""
LONGEST = 15.0  # seconds; measured 2 to 5


@pytest.mark.parametrize("scheme", ["redis", "amqp"])
def test_ringing_at_a_broker_that_hangs_gives_up_soon_and_then_stays_silent(scheme: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as hole:
        broker = f"{scheme}://127.0.0.1:{hole.getsockname()[1]}//"
        done = subprocess.run(
            [sys.executable, "-c", RING_TWICE],
            env={**os.environ, "BROKER_URL": broker, "CELERY_TASK_ALWAYS_EAGER": "0"},
            capture_output=True,
            text=True,
            timeout=120,
        )
    assert done.returncode == 0, done.stderr
    first, second = map(float, done.stdout.split())
    assert first < LONGEST
    assert second < 0.5
