"""`python -m tests.bench.visitors check|file SECONDS NUMBER OF`: one process of visitors against a
running site.

`check` asks for documents by their codes, each time from another address; `file` sends two pictures
and files the draft, one after another. Prints the seconds of every answer as JSON.
"""

from __future__ import annotations

import http.client
import io
import json
import os
import random
import re
import sys
import time
from collections.abc import Iterator
from functools import cache
from urllib.parse import urlsplit

import django

django.setup()

from PIL import Image

from documents.codes import new_code
from documents.models import Document
from tests.faults.client import TOKEN, Browser
from workflows.models import Draft

SITE = os.environ["SITE_URL"]


def checks(number: int) -> Iterator[float]:
    """Half of the codes exist; the connection is kept, as a proxy keeps it."""
    chance = random.Random(number)
    codes = list(Document.objects.filter(state="SEALED").values_list("code", flat=True)[:100])
    codes += [new_code() for _ in codes]
    place = urlsplit(SITE)
    talk = http.client.HTTPConnection(place.hostname or "", place.port, timeout=30)
    while True:
        address = ".".join(str(chance.randrange(1, 255)) for _ in range(4))
        began = time.perf_counter()
        talk.request("GET", f"/k/{chance.choice(codes)}", headers={"X-Real-IP": address})
        answer = talk.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"the public check answered {answer.status}")
        yield time.perf_counter() - began


def filings(number: int, of: int) -> Iterator[float]:
    """Two pictures of some 300 kB each, then the filing."""
    browser = Browser(SITE)
    browser.post("/dang-nhap/", {"username": "huong", "password": "mat-khau-rat-dai"})
    drafts = Draft.objects.filter(dossier__isnull=True).order_by("pk").values_list("pk", flat=True)
    for index, pk in enumerate(drafts):
        if index % of != number:
            continue
        _status, _location, page = browser.ask("GET", f"/nhap/{pk}/diploma/")
        token, shown = TOKEN.search(page), SHOWN.search(page)
        if token is None or shown is None:
            raise SystemExit("the citizen is not signed in")
        body, kind = multipart(
            {"csrfmiddlewaretoken": token[1], "shown": shown[1], **FIELDS}, [picture(), picture()]
        )
        began = time.perf_counter()
        status, location, _text = browser.ask("POST", f"/nhap/{pk}/diploma/", body=body, kind=kind)
        if status != 302 or "diploma" in location:
            raise SystemExit(f"the papers were answered {status} {location}")
        status, location = browser.post(f"/nhap/{pk}/kiem-tra/", {})
        if status != 302 or "/ho-so/" not in location:
            raise SystemExit(f"the filing was answered {status} {location}")
        yield time.perf_counter() - began


SHOWN = re.compile(r'name="shown" id="shown" value="([^"]*)"')
FIELDS = {
    "continue": "1",
    "level": "THPT",
    "graduation_year": "2016",
    "school": "THPT Buôn Ma Thuột",
    "birth_place": "Krông Pắc",
}


@cache
def photograph() -> bytes:
    """A photograph's size: noise does not compress."""
    drawn = io.BytesIO()
    Image.effect_noise((700, 900), 60).convert("RGB").save(drawn, "JPEG", quality=75)
    return drawn.getvalue()


def picture() -> bytes:
    """Each another one, by a comment in it: drawing each would take the cores from the site."""
    comment = random.randbytes(16)
    return b"\xff\xd8\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment + photograph()[2:]


def multipart(fields: dict[str, str], files: list[bytes]) -> tuple[bytes, str]:
    """RFC 7578."""
    mark = "----motcua"
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    for number, content in enumerate(files):
        head = (
            f'--{mark}\r\nContent-Disposition: form-data; name="old_copy";'
            f' filename="anh{number}.jpg"\r\n'
        )
        parts.append(head.encode() + b"Content-Type: image/jpeg\r\n\r\n" + content + b"\r\n")
    return b"".join(parts) + f"--{mark}--\r\n".encode(), f"multipart/form-data; boundary={mark}"


def main(what: str, seconds: float, number: int, of: int) -> None:
    """Until the time is over or there is nothing left to file."""
    end, took = time.monotonic() + seconds, []
    for one in checks(number) if what == "check" else filings(number, of):
        took.append(one)
        if time.monotonic() > end:
            break
    sys.stdout.write(json.dumps(took) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
