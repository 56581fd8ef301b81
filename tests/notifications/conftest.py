"""A seeded site, a dossier just filed, and a mail server of our own on the loopback."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from notifications.models import Delivery
from scripts.services import free_port
from tests.gateway_server import gateway, phone
from tests.people import World, draft_of, make_world
from workflows import actions
from workflows.journal import outbox
from workflows.models import Dossier, Effect

__all__ = ["gateway", "phone"]


class Postbox:
    """The mail server's letters; `refusals` are the replies it gives to the next ones instead of
    taking them.
    """

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.refusals: list[str] = []
        self.unknown: set[str] = set()
        self.returns: list[str] = []  # where each letter would come back to

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if address in self.unknown:
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.refusals:
            return self.refusals.pop(0)
        letter = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        self.returns.append(str(envelope.mail_from))
        return "250 OK"


@pytest.fixture
def postbox(settings: Any) -> Iterator[Postbox]:
    """A real SMTP server; the site is set to send through it."""
    box = Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = controller.hostname, controller.port
    yield box
    controller.stop()


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def dossier(world: World) -> Dossier:
    """Hường has filed her application; the worker has not come by yet."""
    return actions.submit(draft_of(world), world.huong)


@pytest.fixture
def delivery(dossier: Dossier) -> Delivery:
    """The e-mail about her filing, written down and not yet sent."""
    tell(dossier)
    return Delivery.objects.get(message__dossier=dossier)


def tell(dossier: Dossier) -> None:
    """The worker does what is owed to the dossier's readers."""
    for effect in Effect.objects.filter(
        kind="notify", entry__dossier=dossier, state=Effect.State.PENDING
    ):
        assert outbox.run(effect.pk)
