"""Ways to reach people: one file each, and one that lacks something is refused by the name of what
it lacks.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from notifications import channels, choices
from notifications.channels import Failure, MessageChannel, to_applicant, to_person
from notifications.models import Message
from organisations.models import User
from tests.people import World, draft_of
from workflows import actions
from workflows.models import Dossier


class Pigeon(MessageChannel):
    """A way more, as a file beside the others would have it."""

    name, label, is_sent = "BIRD", "Bird", True

    def address_of(self, person: User) -> str | None:
        return f"loft of {person.username}" if person.username == "huong" else None

    def address_for(self, dossier: Dossier) -> str | None:
        return self.address_of(dossier.applicant) if dossier.applicant else None

    def send(self, message: Message) -> None:
        raise OSError("storm")

    def failure(self, error: Exception) -> Failure:
        return Failure("", is_away=True, is_hopeless=False)


def test_each_way_is_named_and_a_message_of_none_falls_into_no_hole() -> None:
    assert {"INBOX", "SMS", "EMAIL"} <= set(channels.CHANNELS)
    assert [name for name, one in channels.CHANNELS.items() if not one.is_sent] == ["INBOX"]
    assert all(str(one.label) and len(name) <= 12 for name, one in channels.CHANNELS.items())
    assert channels.label_of("EMAIL") == "Thư điện tử" and channels.label_of("FAX") == "FAX"


@pytest.mark.parametrize(
    "faulty",
    [
        {"channel": "BIRD", "address": ""},
        {"channel": "EMAIL", "address": ""},
        {"channel": "INBOX", "address": "huong@example.vn"},
        {"channel": "INBOX", "address": "", "recipient": None},
    ],
)
def test_the_database_refuses_a_message_that_can_reach_nobody(
    world: World, dossier: Dossier, faulty: dict[str, Any]
) -> None:
    given = {"recipient": world.huong, "subject": "S", "body": "B", **faulty}
    entry = dossier.entries.latest("sequence")
    with pytest.raises(IntegrityError, match="reach_somebody"), transaction.atomic():
        Message.objects.create(entry=entry, dossier=dossier, **given)


def test_the_database_takes_a_way_that_it_never_heard_of(world: World, dossier: Dossier) -> None:
    entry = dossier.entries.latest("sequence")
    given = {"entry": entry, "dossier": dossier, "subject": "S", "body": "B"}
    assert Message.objects.create(channel="BIRD", address="loft", **given).pk


def test_a_way_that_cannot_do_all_is_refused_by_what_it_lacks() -> None:
    class Smoke(MessageChannel):
        name, label, is_sent = "SMOKE", "Smoke", True

        def send(self, message: Message) -> None:
            """Half of it."""

    lacking: Any = Smoke
    with pytest.raises(TypeError, match=r"address_for.*address_of.*failure"):
        lacking()


def test_a_way_more_reaches_whom_it_reaches_without_another_change(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(channels.CHANNELS, "BIRD", Pigeon())
    for person in (world.huong, world.binh):
        choices.keep(person, ["BIRD", "EMAIL"])
    reached = {
        message.channel: message.address
        for message in to_person(world.huong, subject="S", body="B")
    }
    assert reached["BIRD"] == f"loft of {world.huong.username}" and reached["INBOX"] == ""
    assert "BIRD" not in {
        message.channel for message in to_person(world.binh, subject="S", body="B")
    }
    dossier = actions.submit(draft_of(world), world.huong)
    told = {message.channel for message in to_applicant(dossier, subject="S", body="B")}
    assert told == {"INBOX", "BIRD"} and "BIRD" in channels.sent_channels()
