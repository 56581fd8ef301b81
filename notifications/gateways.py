"""A gateway that takes texts over HTTP, described by a site's environment: `SMS_URL`, `SMS_BODY`, …
(docs/deploy.md).

Each provider has its own words for the same call; what differs between them is data here: address,
method, headers, body, signature, and what counts as success. Inside these a name in braces stands
for a value: `{to} {text} {id} {sender} {secret} {time} {signature}` and what a channel adds. Values
are put into parsed JSON or encoded as a form, so that no text can add a field.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode, urlsplit

from django.conf import settings

from foundation import environment, web_calls
from foundation.setting_faults import Fault
from foundation.web_calls import Answer

NONE = "none"  # as NAME_URL: a site that says so has none, a demo too
VALUES = frozenset({"to", "text", "id", "sender", "secret", "time", "signature", "callback"})
_VALUE = re.compile(r"\{([a-z_]+)\}")
LONGEST_CODE = 20
LONGEST_WAIT = 30.0  # seconds: a code is sent while its page waits


class NotTaken(Exception):
    """The gateway answered and did not take the text. `code`: its own word for why; `is_dead`: no
    such telephone.
    """

    def __init__(self, code: str, is_dead: bool = False) -> None:
        super().__init__(code)
        self.code, self.is_dead = code, is_dead


class Report(NamedTuple):
    """What became of a text on its way. `code`: the provider's word; `is_dead`: no such number."""

    arrived: bool
    code: str
    is_dead: bool


@dataclass(frozen=True)
class Gateway:
    """One provider's call. `number_form`: what stands before a number without its national 0."""

    address: str
    method: str
    headers: Mapping[str, str]
    body: Any
    as_form: bool
    secret: str
    secret_file: str
    sender: str
    signed: str
    signed_base64: bool
    status: int
    path: str
    value: str
    dead_values: frozenset[str]
    id_path: str
    number_form: str
    seconds: float

    @property
    def fingerprint(self) -> str:
        """A keyed digest of all of it: other settings, another fingerprint; nothing is to be read
        out of it.

        Of a secret that lies in a file, for something else to renew, only where it lies.
        """
        secret = "" if self.secret_file else self.secret
        said = {**vars(self), "secret": secret, "dead_values": sorted(self.dead_values)}
        text = json.dumps(said, ensure_ascii=False, sort_keys=True)
        return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()

    def number(self, kept: str) -> str:
        """0905123456 as the provider writes it."""
        return f"{self.number_form}{kept.removeprefix('0')}"


def described(name: str) -> Gateway | None:
    """The gateway that the environment describes under this name; None where it describes none.

    Raises ValueError or OSError for one that cannot be read: `faults` says why, and a production
    site does not start.
    """
    address = environment.text(f"{name}_URL")
    if not address or address == NONE:
        return None
    return Gateway(
        address=address,
        method=environment.text(f"{name}_METHOD", "POST").upper(),
        headers=_object(name, "HEADERS", "{}"),
        body=json.loads(environment.text(f"{name}_BODY", "{}")),
        as_form=environment.text(f"{name}_BODY_TYPE", "json") == "form",
        secret=_secret(name),
        secret_file=environment.text(f"{name}_SECRET_FILE"),
        sender=environment.text(f"{name}_SENDER"),
        signed=environment.text(f"{name}_SIGNED"),
        signed_base64=environment.text(f"{name}_SIGNATURE", "hex") == "base64",
        status=int(environment.text(f"{name}_SUCCESS_STATUS", "200")),
        path=environment.text(f"{name}_SUCCESS_PATH"),
        value=environment.text(f"{name}_SUCCESS_VALUE"),
        dead_values=frozenset(environment.listed(f"{name}_DEAD_VALUES")),
        id_path=environment.text(f"{name}_ID_PATH"),
        number_form=environment.text(f"{name}_NUMBER_FORM", "84"),
        seconds=float(environment.text(f"{name}_SECONDS", "10")),
    )


def hand_over(gateway: Gateway, values: Mapping[str, str]) -> str:
    """The call with these values; what the gateway calls the text by, "" where it does not say.

    Raises CallFailed where nobody took the call, NotTaken where the text was not taken.
    """
    known = {
        "secret": gateway.secret,
        "sender": gateway.sender,
        "time": str(int(time.time())),
        **values,
    }
    known["signature"] = _signature(gateway, known)
    answer = web_calls.call(
        _filled(gateway.address, known, encode=True),
        gateway.method,
        {"Content-Type": _kind(gateway), **_every(gateway.headers, known)},
        _content(gateway, known),
        gateway.seconds,
    )
    return _taken(gateway, answer)


def report_in(name: str, said: Mapping[str, str]) -> Report | None:
    """A report by `NAME_REPORT_FIELD` (status): a value of `NAME_REPORT_ARRIVED`, or one of
    `NAME_REPORT_FAILED` or `NAME_DEAD_VALUES`; None for any other, such as "on its way".
    """
    value = said.get(environment.text(f"{name}_REPORT_FIELD", "status"), "")
    dead = environment.listed(f"{name}_DEAD_VALUES")
    arrived = environment.listed(f"{name}_REPORT_ARRIVED")
    if not value or value not in (*arrived, *dead, *environment.listed(f"{name}_REPORT_FAILED")):
        return None
    code = re.sub(r"[^A-Za-z0-9_.-]", "", value)[:LONGEST_CODE]
    return Report(value in arrived, code, value in dead)


def faults(name: str, more_values: frozenset[str] = frozenset()) -> Iterator[Fault]:
    """What a site must not start with; `more_values`: names that the channel adds to VALUES."""
    try:
        gateway = described(name)
    except (ValueError, OSError):
        yield _fault(
            name,
            "cannot be read: numbers, or JSON in HEADERS and BODY",
            "không đọc được (số, JSON)",
        )
        return
    if gateway is None:
        return
    address = urlsplit(gateway.address)
    if not address.hostname or (address.scheme != "https" and not settings.DEMO):
        yield _fault(f"{name}_URL", "is not an https address", "không phải địa chỉ https")
    if gateway.method not in ("GET", "POST", "PUT"):
        yield _fault(f"{name}_METHOD", "is not GET, POST or PUT", "không phải GET, POST hay PUT")
    if not 0 < gateway.seconds <= LONGEST_WAIT:
        yield _fault(f"{name}_SECONDS", "is not between 0 and 30", "không nằm trong 0 đến 30")
    said = json.dumps([gateway.address, dict(gateway.headers), gateway.body, gateway.signed])
    if unknown := sorted(set(_VALUE.findall(said)) - VALUES - more_values):
        yield _fault(
            name, f"names values that nobody gives: {unknown}", f"nêu giá trị không có: {unknown}"
        )
    if gateway.signed and len(gateway.secret) < 16:
        line = "is shorter than 16 characters: a signature by it proves nothing"
        yield _fault(f"{name}_SECRET", line, "ngắn hơn 16 ký tự")
    if bool(gateway.path) != bool(gateway.value):
        line = "and SUCCESS_VALUE go together: what the answer says there when a text was taken"
        yield _fault(f"{name}_SUCCESS_PATH", line, "phải đi cùng SUCCESS_VALUE")


def _fault(setting: str, line: str, vi: str) -> Fault:
    mend = f"xem {setting} trong docs/deploy.md"
    return Fault(f"{setting} {line}. Mend: docs/deploy.md", f"{setting} {vi}.", mend)


def _object(name: str, part: str, default: str) -> dict[str, str]:
    said = json.loads(environment.text(f"{name}_{part}", default))
    if not isinstance(said, dict):
        raise ValueError(f"{name}_{part}")  # noqa: TRY004 - as JSON that cannot be read
    return {str(key): str(value) for key, value in said.items()}


def _secret(name: str) -> str:
    """From the environment, or from a file that somebody else renews: some providers' tokens live a
    day.
    """
    path = environment.text(f"{name}_SECRET_FILE")
    return Path(path).read_text().strip() if path else environment.text(f"{name}_SECRET")


def _signature(gateway: Gateway, known: Mapping[str, str]) -> str:
    """HMAC-SHA256 (RFC 2104) of the text that `signed` names; "" where nothing is signed."""
    if not gateway.signed:
        return ""
    said = _filled(gateway.signed, known).encode()
    digest = hmac.digest(gateway.secret.encode(), said, "sha256")
    return base64.b64encode(digest).decode() if gateway.signed_base64 else digest.hex()


def _kind(gateway: Gateway) -> str:
    return "application/x-www-form-urlencoded" if gateway.as_form else "application/json"


def _content(gateway: Gateway, known: Mapping[str, str]) -> bytes | None:
    if gateway.method == "GET":
        return None
    body = _every(gateway.body, known)
    return (urlencode(body) if gateway.as_form else json.dumps(body, ensure_ascii=False)).encode()


def _every(said: Any, known: Mapping[str, str]) -> Any:
    """The same JSON with its values filled in."""
    if isinstance(said, str):
        return _filled(said, known)
    if isinstance(said, Mapping):
        return {key: _every(value, known) for key, value in said.items()}
    return [_every(value, known) for value in said] if isinstance(said, list) else said


def _filled(text: str, known: Mapping[str, str], encode: bool = False) -> str:
    def value(found: re.Match[str]) -> str:
        given = known.get(found[1], "")
        return quote(given, safe="") if encode else given

    return _VALUE.sub(value, text)


def _taken(gateway: Gateway, answer: Answer) -> str:
    said = _read(answer)
    found = _at(said, gateway.path) if gateway.path else ""
    if answer.status == gateway.status and found == gateway.value:
        return _at(said, gateway.id_path)[:60] if gateway.id_path else ""
    code = re.sub(r"[^A-Za-z0-9_.-]", "", found or str(answer.status))[:LONGEST_CODE]
    raise NotTaken(code, is_dead=found != "" and found in gateway.dead_values)


def _read(answer: Answer) -> Any:
    try:
        return json.loads(answer.content)
    except (ValueError, RecursionError):
        return None


def _at(said: Any, path: str) -> str:
    """What stands at "a.b.0" of a parsed JSON, as text; "" where nothing does."""
    for part in path.split("."):
        if isinstance(said, dict):
            said = said.get(part)
        elif isinstance(said, list) and part.isdecimal() and int(part) < len(said):
            said = said[int(part)]
        else:
            return ""
    return "" if said is None else str(said)
