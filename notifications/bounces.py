"""What came back: a letter's bounce by its return path, a text's report by the gateway's call.

Both mark the delivery, stop an address that is dead for good, and have the next channel tried.
Heard twice is once.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from django.utils import timezone

from foundation import child_process
from foundation.child_process import ChildFailed
from notifications import delivery, return_paths
from notifications.channels.mail import NOBODY_THERE
from notifications.models import Delivery, Message

READER = Path(__file__).with_name("bounce_reader.py")
SECONDS, MEGABYTES = 5, 256
STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")


def take(letter: bytes) -> bool:
    """What a letter of the bounce mailbox says is written down; False where it says nothing about
    one of ours.
    """
    try:
        said = json.loads(child_process.run(READER, letter, seconds=SECONDS, megabytes=MEGABYTES))
    except (ChildFailed, ValueError):
        return False
    message = next(filter(None, map(return_paths.message_of, said["to"])), None)
    statuses = [status for status in said["failed"] if STATUS.fullmatch(status)]
    if message is None or not said["failed"]:
        return False
    return came_back(
        message, statuses[0] if statuses else "", any(map(NOBODY_THERE.fullmatch, statuses))
    )


def came_back(message: Message, code: str, for_good: bool) -> bool:
    """The message did not arrive after all; False where that is known already, or it never left."""
    rows = Delivery.objects.select_related("message__entry", "message__dossier__applicant")
    sent = rows.filter(message=message, state=Delivery.State.SENT).first()
    return sent is not None and delivery.note_bounce(sent, code, for_good)


def is_leaving(message: Message) -> bool:
    """A worker is just handing it over: what is reported of it now is not known to be ours yet."""
    rows = Delivery.objects.filter(message=message, state=Delivery.State.PENDING)
    return rows.filter(lease_until__gte=timezone.now()).exists()


def arrived(message: Message) -> bool:
    """The network says that it is on the telephone."""
    rows = Delivery.objects.filter(message=message, state=Delivery.State.SENT, arrived_at=None)
    return bool(rows.update(arrived_at=timezone.now()))
