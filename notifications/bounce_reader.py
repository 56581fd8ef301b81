"""Reads one letter that came to the bounce mailbox, in a child process: what does it say, and about
which address?

A delivery status notification is multipart/report with a part message/delivery-status (RFC 3464);
its groups of fields name the recipient, what was done (`Action`) and why (`Status`, RFC 3463).
Anything else says nothing.
"""

from __future__ import annotations

import json
from email import message_from_bytes, policy
from email.message import Message

TO = ("Delivered-To", "X-Original-To", "Envelope-To", "To")
MOST = 20  # addresses, and groups


def answer(content: bytes, arguments: list[str]) -> bytes:
    """JSON: {"to": [...], "failed": [{"status": "5.1.1"}, …]}."""
    letter = message_from_bytes(content, policy=policy.compat32)
    to = [
        address
        for name in TO
        for header in letter.get_all(name, [])
        for address in _addresses(header)
    ]
    failed = _statuses(letter)[:MOST]
    return json.dumps({"to": to[:MOST], "failed": failed}).encode()


def _addresses(header: object) -> list[str]:
    words = str(header).replace(",", " ").replace("<", " ").replace(">", " ").split()
    return [word for word in words if "@" in word and len(word) < 320]


def _statuses(letter: Message) -> list[str]:
    """The status of each recipient to whom it was not delivered for good."""
    if letter.get_content_type() != "multipart/report":
        return []
    found = []
    for part in letter.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        groups = part.get_payload()
        for group in groups if isinstance(groups, list) else []:
            if (
                isinstance(group, Message)
                and str(group.get("Action", "")).strip().lower() == "failed"
            ):
                found.append(str(group.get("Status", "")).strip()[:12])
    return found
