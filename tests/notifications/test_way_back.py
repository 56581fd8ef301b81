"""Back to the release before texts: its tables take no message of a channel it does not know."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
#: A new site with a message by SMS that is still owed, taken back and forward again.
THERE_AND_BACK = """
import django
django.setup()
from django.core.management import call_command
from django.db import connection
call_command("migrate", verbosity=0)
from notifications.models import Delivery, Message
from tests.people import draft_of, make_world
from workflows import actions
world = make_world()
dossier = actions.submit(draft_of(world), world.huong)
common = {"entry": dossier.entries.get(), "dossier": dossier, "subject": "x", "body": "y"}
text = Message.objects.create(channel="SMS", address="0905123456", **common)
Delivery.objects.create(message=text)
call_command("migrate", "notifications", "0001_squashed_0002_seal_addresses", verbosity=0)
with connection.cursor() as cursor:
    cursor.execute("SELECT count(*) FROM notifications_message WHERE channel = 'SMS'")
    print(cursor.fetchall())
call_command("migrate", verbosity=0)
print(Message.objects.filter(channel="INBOX").count(), Delivery.objects.filter(message=text).count())
"""


def test_messages_by_other_ways_stay_behind(tmp_path: Path) -> None:
    known = {**os.environ, "MOTCUA_VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    known.pop("DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, "-c", THERE_AND_BACK],
        cwd=ROOT,
        env=known,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.split("\n")[-3:-1] == ["[(0,)]", "1 0"]
