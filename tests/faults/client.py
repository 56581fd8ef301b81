"""`python -m tests.faults.client NUMBER OF`: files its share of the drafts through the web and
takes each to its end.

What the web or an act answered is written down in `acknowledged-NUMBER` before the next step: that
much must never be lost. The client itself may be killed at any moment: started again, it goes on
from what the site says. It ends when all its dossiers are closed.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402

from organisations.models import User  # noqa: E402
from workflows import actions  # noqa: E402
from workflows.errors import ActRefused  # noqa: E402
from workflows.lifecycle import Status  # noqa: E402
from workflows.models import Dossier, Draft, WorkItem  # noqa: E402

WHO = {"receptionist": "lan", "expert": "binh", "head": "dung", "clerk": "anh"}
WHAT = {"receive": "accept", "check": "found", "sign": "approve", "seal": "seal"}
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Browser:
    """A citizen's session over HTTP; any failure is an exception and the session may be used again.

    As a browser that crashed has them when it is opened again, the cookies are those of `kept`.
    """

    def __init__(self, address: str, kept: Path | None = None) -> None:
        self.place, self.kept = urlsplit(address), kept
        self.cookies: dict[str, str] = (
            json.loads(kept.read_text()) if kept and kept.exists() else {}
        )

    def ask(
        self,
        method: str,
        path: str,
        form: dict[str, str] | None = None,
        body: bytes | None = None,
        kind: str = "application/x-www-form-urlencoded",
    ) -> tuple[int, str, str]:
        """Status, Location and text; what is sent is a form's fields, or a body of another kind."""
        talk = http.client.HTTPConnection(self.place.hostname or "", self.place.port, timeout=120)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if form is not None:
            body = urlencode(form).encode()
        if body is not None:
            headers |= {"Content-Type": kind, "Origin": self.place.geturl()}
        try:
            talk.request(method, path, body, headers)
            answer = talk.getresponse()
            text = answer.read().decode()
        finally:
            talk.close()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _sign, value = line.split(";")[0].partition("=")
            self.cookies[name] = value
            self.keep()
        return answer.status, answer.headers.get("Location", ""), text

    def keep(self) -> None:
        """Whole or not at all: this process may be killed now."""
        if self.kept:
            draft = self.kept.with_suffix(".new")
            draft.write_text(json.dumps(self.cookies))
            draft.replace(self.kept)

    def post(self, path: str, form: dict[str, str]) -> tuple[int, str]:
        """Open the page, then send its form with its token."""
        status, location, text = self.ask("GET", path)
        token = TOKEN.search(text)
        if token is None:
            return status, location
        status, location, _text = self.ask("POST", path, {**form, "csrfmiddlewaretoken": token[1]})
        return status, location


class Client:
    """One process's share of the work."""

    def __init__(self, number: int, of: int) -> None:
        self.people = {user.username: user for user in User.objects.all()}
        self.drafts = [
            pk
            for index, pk in enumerate(Draft.objects.order_by("pk").values_list("pk", flat=True))
            if index % of == number
        ]
        self.browser = Browser(os.environ["SITE_URL"], Path(settings.VAR, f"cookies-{number}.json"))
        self.ledger = Path(settings.VAR, f"acknowledged-{number}")

    def go(self) -> None:
        """Step after step until all are closed."""
        waiting = list(self.drafts)
        while waiting:
            moved = False
            for pk in list(waiting):
                try:
                    done = self.step(pk)
                    moved = moved or done is True
                    if done is None:
                        waiting.remove(pk)
                except (ActRefused, User.DoesNotExist):
                    pass  # what the last try did before its answer was lost: the next look shows it
                except Exception as error:  # the web, the broker or the database was just killed
                    sys.stderr.write(f"{type(error).__name__}\n")
                    connection.close()
                    time.sleep(0.2)
            if not moved:
                # looking at hundreds takes the processor that the work needs
                time.sleep(max(0.2, len(waiting) / 500))

    def step(self, pk: Any) -> bool | None:
        """The next act on this draft's dossier: True when one was done, False when others must act,
        None at the end.
        """
        dossier = Dossier.objects.filter(draft=pk).first()
        if dossier is None:
            return self.file(pk)
        if dossier.legal_status == Status.RETURNED:
            return None
        item = (
            WorkItem.objects.filter(process=dossier, finished__isnull=True)
            .select_related("owner")
            .first()
        )
        if item is None or item.step not in WHAT:
            return False
        officer = self.people[WHO[item.role]]
        if item.step == "receive" and item.owner is None:
            actions.claim(item, officer)
            self.note(pk, "claim")
            return True
        outcome = WHAT[item.step]
        values = {"match": str(_diploma())} if item.step == "check" else {}
        entry = actions.decide(item, officer, outcome, values, key=f"{pk}:{item.step}")
        self.note(pk, entry.act if item.step != "seal" else "seal")
        return True

    def file(self, pk: Any) -> bool:
        """Through the web, as a citizen does; sign in when the session is new."""
        path = f"/nhap/{pk}/kiem-tra/"
        status, location = self.browser.post(path, {})
        if "/dang-nhap/" in location:
            status, _location = self.browser.post(
                "/dang-nhap/", {"username": "huong", "password": "mat-khau-rat-dai"}
            )
            if status != 302:
                raise ConnectionError(status)
            return True
        if status == 302 and "/ho-so/" in location:
            self.note(pk, "submit")
            return True
        raise ConnectionError(status)

    def note(self, pk: Any, act: str) -> None:
        """The answer came: from now on this must not be lost."""
        with self.ledger.open("a") as ledger:
            ledger.write(f"{pk} {act}\n")


def _diploma() -> int:
    from registers.models import Diploma

    return int(Diploma.objects.values_list("pk", flat=True)[0])


if __name__ == "__main__":
    Client(int(sys.argv[1]), int(sys.argv[2])).go()
