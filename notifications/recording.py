"""From an entry of the journal to messages: who hears of it, by which channel, written down exactly
once.
"""

from __future__ import annotations

import logging

from django.db import transaction
from django.db.models import Prefetch
from django.utils import translation

from foundation import collector, outages
from foundation.read_once import reading_once
from notifications import concerned, consulted, council, delivery, granted, holders, wording
from notifications.channels import CHANNELS, read_together, sent_channels, to_applicant
from notifications.channels.mail import EMAIL
from notifications.models import INBOX, Delivery, Message
from workflows.journal import act_kinds, outbox
from workflows.journal.act_kinds import Told
from workflows.models import (
    DEFINITION_TEXT,
    Dossier,
    Effect,
    Entry,
    ProcedureVersion,
    WorkItem,
)
from workflows.process import commitments

log = logging.getLogger(__name__)

#: Entries with all that a message says of them.
WITH_DOSSIER = Entry.objects.select_related(
    *("dossier__version__procedure", "dossier__receiving", "dossier__deciding"),
    "dossier__applicant",
).defer(*(f"dossier__{name}" for name in DEFINITION_TEXT))

#: The same for hundreds: what they share is read once, and their sealed columns are left out.
SHARING = Entry.objects.prefetch_related(
    Prefetch("dossier", Dossier.objects.defer("answers", "office")),
    Prefetch("dossier__version", ProcedureVersion.objects.defer("source", "canonical")),
    *("dossier__version__procedure", "dossier__receiving", "dossier__deciding"),
    "dossier__applicant",
)


def record(effect: Effect) -> None:
    """Handler of the effect `notify`: write the messages about its entry, or about each entry of a
    batch of acts, and owe their delivery. Safe to repeat.
    """
    if (entries := effect.payload.get(outbox.ENTRIES)) is not None:
        _record_together(entries)
        return
    entry = entry_of(effect)
    keep([entry], _messages_about(entry))


def _record_together(entries: list[int]) -> None:
    """The messages of all at once; an entry whose messages cannot be made is owed for it alone."""
    made: dict[int, list[Message]] = {}
    known, alone = list(SHARING.filter(pk__in=entries).order_by("pk")), []
    with collector.paused(), reading_once():
        read_together(known)
        for entry in known:
            try:
                made[entry.pk] = _messages_about(entry)
            except Exception as error:
                _refuse_outage(error, entry)
                alone.append(entry)
    told = [entry for entry in known if made.get(entry.pk)]
    try:
        keep(told, [message for entry in told for message in made[entry.pk]])
    except Exception as error:
        _refuse_outage(error, known[0])
        alone += told
    for entry in alone:
        outbox.owe_alone("notify", entry)


def _refuse_outage(error: Exception, entry: Entry) -> None:
    if outages.is_passing(error):
        raise error
    log.error("messages about entry %s: %s", entry.pk, type(error).__name__)


def _messages_about(entry: Entry) -> list[Message]:
    """What an entry says, to whom; none about one that is no news."""
    if not _is_news(entry):
        return []
    if entry.act == "remind":
        return [*consulted.messages(entry), *council.reminders(entry)]
    of_office = act_kinds.told(entry.act) is Told.OFFICERS
    made = _office_messages(entry) if of_office else _messages(entry)
    more = (granted.messages(entry), council.messages(entry), holders.messages(entry))
    return [*made, *(message for some in more for message in some)]


def record_asked(effect: Effect) -> None:
    """Handler of the effect `ask`: those whose opinion the act asks for hear of it. Safe to
    repeat.
    """
    entry = entry_of(effect)
    keep([entry], consulted.messages(entry))


def record_question(effect: Effect) -> None:
    """Handler of the effect `question`: the applicant hears that they are asked, and until when.
    Safe to repeat.
    """
    entry = entry_of(effect)
    item = WorkItem.objects.select_related("process").get(pk=effect.payload["item"])
    if item.finished is None:
        keep([entry], _to_applicant(entry, *wording.words_to_applicant(entry, item)))


def record_told(effect: Effect) -> None:
    """Handler of the effect `told`: the applicant gets what an outcome says that they are told.
    Safe to repeat.
    """
    entry = entry_of(effect)
    item = WorkItem.objects.select_related("process").get(pk=effect.payload["item"])
    with translation.override("vi"):
        rows = commitments.told_in(item)
    if rows:
        keep([entry], _to_applicant(entry, *wording.words_told(entry, item, rows)))


def entry_of(effect: Effect) -> Entry:
    """The entry that an effect is about, with all that a message says of it."""
    if effect.entry_id is None:
        raise ValueError(f"effect {effect.pk} names no journal entry")
    return WITH_DOSSIER.get(pk=effect.entry_id)


def keep(entries: list[Entry], made: list[Message]) -> None:
    """Write those down that are not there yet, and owe their delivery."""
    with transaction.atomic():
        told = _told_already(entries)
        new = [one for one in made if _whom(one) not in told]
        Message.objects.bulk_create(new, ignore_conflicts=True)
        owed = Message.objects.filter(
            entry__in=entries, channel__in=sent_channels(), delivery__isnull=True
        )
        Delivery.objects.bulk_create(
            [Delivery(message_id=pk) for pk in owed.values_list("pk", flat=True)],
            ignore_conflicts=True,
        )
        pending = Delivery.objects.filter(message__entry__in=entries, state=Delivery.State.PENDING)
        delivery.ring_after_commit(list(pending.values_list("pk", flat=True)))


def _told_already(entries: list[Entry]) -> set[tuple[int, int | None, bool]]:
    """Whom a message about an entry reached outside the portal, or is about to: a repeat, after
    the first way failed or somebody chose another, tells them once all the same.
    """
    sent = Message.objects.filter(entry__in=entries).exclude(channel=INBOX)
    one_address_alone = {"recipient": None, "to_applicant": False}
    whom = ("entry_id", "recipient_id", "to_applicant")
    return set(sent.exclude(**one_address_alone).values_list(*whom))


def _whom(message: Message) -> tuple[int, int | None, bool]:
    return message.entry_id, message.recipient_id, message.to_applicant


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
