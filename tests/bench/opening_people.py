"""`python -m tests.bench.opening_people COUNT SECONDS`: accounts with a password and a draft that is
filled in each, an officer's session, and a line that opens in so many seconds. Prints the session
and the drafts as JSON.
"""

from __future__ import annotations

import datetime as dt
import json
import sys

import django

django.setup()

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone

from organisations.models import User
from tests.people import answers, make_world
from waiting_line.models import Line
from workflows.models import Draft

PASSWORD = "mat-khau-rat-dai"


def main(count: int, seconds: float) -> None:
    """All accounts share one hash: making it is what takes time."""
    world, hashed = make_world(), make_password(PASSWORD)
    drafts = {}
    for number in range(count):
        owner = User.objects.create(
            username=f"dan{number}", full_name=f"Người Dân {number}", password=hashed
        )
        filled = answers()
        filled["applicant"] = {
            **filled["applicant"],
            "name": f"Trần Thị {_letters(number)}",
            "identity": f"0661{number:08}",
        }
        draft = Draft.objects.create(owner=owner, version=world.version, answers=filled)
        drafts[owner.username] = str(draft.pk)
    now = timezone.now()
    Line.objects.create(
        key="khai-truong",
        title="Khai trương",
        addresses="/thu-tuc/diploma-copy/nop/",
        opens_at=now + dt.timedelta(seconds=seconds),
        most_a_minute=1200,
    )
    browser = Client()
    browser.force_login(world.lan)
    session = browser.cookies[settings.SESSION_COOKIE_NAME].value
    said = {"officer": session, "drafts": drafts}
    sys.stdout.write(json.dumps(said) + "\n")


def _letters(number: int) -> str:
    """A name without digits."""
    return "".join("abcdefghij"[int(digit)] for digit in str(number)).capitalize()


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
