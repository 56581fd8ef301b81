"""What a procedure asks of who files online beyond being signed in, and how they get there."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise

from organisations.accounts.assurance import NAMES, at_least
from portal.account.provider import configured, opened_by
from portal.account.provider.configured import Provider
from workflows.definition import Definition


@dataclass(frozen=True)
class Needed:
    """A level that this session does not have."""

    level: str
    name: str | Promise
    providers: list[Provider]  # who can say it
    back: str  # the page to come back to


def by(request: HttpRequest, definition: Definition) -> Needed | None:
    """What is still needed to file this; None where nothing is."""
    level = definition.assurance
    if level is None or at_least(opened_by.level_of(request), level):
        return None
    able = [one for one in configured.every() if one.words_for(level)]
    return Needed(level, NAMES[level], able, request.path)
