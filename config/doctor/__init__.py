"""What is wrong with a site, and what is merely missing, all at once, each with its mend:
`manage.py doctor`.

What makes a site wrong is what `config.production` refuses the start for, and what stops work that
people wait for. What is missing lets it run on. Everything is read, nothing written; a question
that cannot be asked (tables of an older release, a database that is away) is said to be so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db import transaction
from django.utils.translation import override

from config.doctor import keeping, offices, running
from config.doctor.words import MISSING, WRONG, Word

__all__ = ["LONG", "MISSING", "QUESTIONS", "WRONG", "Word", "asked", "examined"]

QUESTIONS: dict[str, Callable[[], Iterable[Word]]] = {
    "settings": running.ask_settings,
    "database": running.ask_database,
    "services": running.ask_services,
    "seal": running.ask_seal,
    "converter": running.ask_converter,
    "calendar": offices.ask_calendar,
    "templates": offices.ask_templates,
    "journal": keeping.ask_journal,
    "backup": keeping.ask_backup,
    "trial": keeping.ask_trial,
    "queue": running.ask_queue,
    "people": offices.ask_people,
    "contacts": offices.ask_contacts,
    "providers": offices.ask_providers,
}
#: Reads every document and every entry of the journal, so only when asked.
LONG: dict[str, Callable[[], Iterable[Word]]] = {"sums": keeping.ask_sums}


def examined(long: bool = False) -> list[Word]:
    """Everything that can be said about this site, the wrong things first; `long`: the sums too."""
    questions = {**QUESTIONS, **(LONG if long else {})}
    with override("vi"):
        words = [word for about, question in questions.items() for word in _asked(about, question)]
    return sorted(words, key=lambda word: word.state != WRONG)


def asked(about: str) -> list[Word]:
    """What one of the questions says, in Vietnamese."""
    with override("vi"):
        return _asked(about, QUESTIONS[about])


def _asked(about: str, question: Callable[[], Iterable[Word]]) -> list[Word]:
    try:
        # a question that fails leaves the next one a connection that works
        with transaction.atomic():
            return list(question())
    except Exception as error:  # whatever a service that is away, or an older table, does
        says = f"Không hỏi được: {about} ({type(error).__name__})."
        return [
            Word(about, MISSING, says, "xem cơ sở dữ liệu có chạy không, rồi manage.py migrate")
        ]
