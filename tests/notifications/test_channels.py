"""Ways to reach people: one file each, and one that lacks something is refused by the name of what
it lacks.
"""

from __future__ import annotations

from typing import Any

import pytest

from notifications import channels
from notifications.channels import Failure, MessageChannel, to_applicant, to_person
from notifications.models import Message
from organisations.models import User
from tests.people import World, draft_of
from workflows import actions
from workflows.models import Dossier


class Pigeon(MessageChannel):
    """A way more, as a file beside the others would have it."""

    name, is_sent = "BIRD", True

    def address_of(self, person: User) -> str | None:
        return f"loft of {person.username}" if person.username == "huong" else None

    def address_for(self, dossier: Dossier) -> str | None:
        return self.address_of(dossier.applicant) if dossier.applicant else None

    def send(self, message: Message) -> None:
        raise OSError("storm")

    def failure(self, error: Exception) -> Failure:
        return Failure("", is_away=True, is_hopeless=False)


def test_each_name_that_the_database_knows_has_its_way() -> None:
    assert set(channels.CHANNELS) == set(Message.Channel.values)
    assert channels.sent_channels() == ["EMAIL"]


def test_a_way_that_cannot_do_all_is_refused_by_what_it_lacks() -> None:
    class Smoke(MessageChannel):
        name, is_sent = "SMOKE", True

        def send(self, message: Message) -> None:
            """Half of it."""

    lacking: Any = Smoke
    with pytest.raises(TypeError, match=r"address_for.*address_of.*failure"):
        lacking()


def test_a_way_more_reaches_whom_it_reaches_without_another_change(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(channels.CHANNELS, "BIRD", Pigeon())
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
    assert {"INBOX", "EMAIL", "BIRD"} <= told and "BIRD" in channels.sent_channels()
