"""From an entry of the journal to messages: who hears of it, by which channel, written down exactly
once.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import translation

from notifications import concerned, consulted, council, delivery, granted, holders, wording
from notifications.channels import CHANNELS, sent_channels, to_applicant
from notifications.channels.mail import EMAIL
from notifications.models import INBOX, Delivery, Message
from workflows.journal import act_kinds
from workflows.journal.act_kinds import Told
from workflows.models import Dossier, Effect, Entry, WorkItem
from workflows.process import commitments


def record(effect: Effect) -> None:
    """Handler of the effect `notify`: write the entry's messages and owe their delivery. Safe to
    repeat.
    """
    entry = _entry_of(effect)
    if not _is_news(entry):
        return
    if entry.act == "remind":
        _keep(entry, [*consulted.messages(entry), *council.reminders(entry)])
    else:
        made = (
            _office_messages(entry)
            if act_kinds.told(entry.act) is Told.OFFICERS
            else _messages(entry)
        )
        _keep(
            entry,
            [*made, *granted.messages(entry), *council.messages(entry), *holders.messages(entry)],
        )


def record_asked(effect: Effect) -> None:
    """Handler of the effect `ask`: those whose opinion the act asks for hear of it. Safe to
    repeat.
    """
    entry = _entry_of(effect)
    _keep(entry, consulted.messages(entry))


def record_question(effect: Effect) -> None:
    """Handler of the effect `question`: the applicant hears that they are asked, and until when.
    Safe to repeat.
    """
    entry = _entry_of(effect)
    item = WorkItem.objects.select_related("process").get(pk=effect.payload["item"])
    if item.finished is None:
        _keep(entry, _to_applicant(entry, *wording.words_to_applicant(entry, item)))


def record_told(effect: Effect) -> None:
    """Handler of the effect `told`: the applicant gets what an outcome says that they are told.
    Safe to repeat.
    """
    entry = _entry_of(effect)
    item = WorkItem.objects.select_related("process").get(pk=effect.payload["item"])
    with translation.override("vi"):
        rows = commitments.told_in(item)
    if rows:
        _keep(entry, _to_applicant(entry, *wording.words_told(entry, item, rows)))


def _entry_of(effect: Effect) -> Entry:
    if effect.entry_id is None:
        raise ValueError(f"effect {effect.pk} names no journal entry")
    return Entry.objects.select_related(
        *(
            "dossier__version__procedure",
            "dossier__receiving",
            "dossier__deciding",
            "dossier__applicant",
        )
    ).get(pk=effect.entry_id)


def _keep(entry: Entry, made: list[Message]) -> None:
    with transaction.atomic():
        told = _told_already(entry)
        new = [one for one in made if (one.recipient_id, one.to_applicant) not in told]
        Message.objects.bulk_create(new, ignore_conflicts=True)
        owed = Message.objects.filter(
            entry=entry, channel__in=sent_channels(), delivery__isnull=True
        )
        Delivery.objects.bulk_create(
            [Delivery(message=message) for message in owed], ignore_conflicts=True
        )
        pending = Delivery.objects.filter(message__entry=entry, state=Delivery.State.PENDING)
        delivery.ring_after_commit(list(pending.values_list("pk", flat=True)))


def _told_already(entry: Entry) -> set[tuple[int | None, bool]]:
    """Whom a message about this entry reached outside the portal, or is about to: a repeat, after
    the first way failed or somebody chose another, tells them once all the same.
    """
    sent = Message.objects.filter(entry=entry).exclude(channel=INBOX)
    one_address_alone = {"recipient": None, "to_applicant": False}
    return set(sent.exclude(**one_address_alone).values_list("recipient_id", "to_applicant"))


def _is_news(entry: Entry) -> bool:
    """The portal itself "returns" an online result in the second it is issued: one message says
    both.
    """
    return not (entry.act == "return_result" and entry.actor_id is None)


def _messages(entry: Entry) -> list[Message]:
    return _to_applicant(entry, *wording.words(entry))


def _to_applicant(entry: Entry, subject: str, body: str) -> list[Message]:
    return to_applicant(entry.dossier, entry=entry, subject=subject, body=body)


def _office_messages(entry: Entry) -> list[Message]:
    """To the officers an act of time concerns."""
    dossier, people = entry.dossier, concerned.by(entry)
    subject, body = wording.words(entry)
    return [
        Message(
            channel=INBOX,
            entry=entry,
            dossier=dossier,
            recipient=person,
            subject=subject,
            body=body,
        )
        for person in sorted(people, key=lambda person: person.pk)
    ]


def is_reached_by_mail(dossier: Dossier) -> bool:
    """False for whoever left no address: what is sent to them goes on paper."""
    return CHANNELS[EMAIL].address_for(dossier) is not None
