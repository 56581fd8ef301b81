"""Keeping what a page of the form sends, without writing over what another tab or device has saved
since.

A page carries a fingerprint of each answer as it showed it. An answer changed here and elsewhere is
a conflict: it is not saved, and both versions are named; one changed only elsewhere stays as it is;
lists of files are merged.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from forms import field_kinds as fk
from forms import language as fl
from forms.summary import row_of
from workflows.models import Draft

Answers = dict[str, Any]
Marks = dict[str, str]  # id of a field → fingerprint of its answer


class FiledMeanwhile(Exception):
    """The draft was filed while the page was on its way: its answers are the dossier's now."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        super().__init__(str(draft.pk))


@dataclass
class Kept:
    """The answers as they now stand, what the page may say it shows, and one sentence for each
    conflict.
    """

    answers: Answers
    shown: str = ""
    conflicts: list[str] = field(default_factory=list)

    @property
    def refusal(self) -> str:
        """What the page says; "" when everything was saved."""
        if not self.conflicts:
            return ""
        ending = _(
            "Chưa ghi đè gì: gửi lần nữa để giữ bản của bạn, hoặc tải lại trang để giữ bản kia."
        )
        return " ".join([*self.conflicts, ending])


def mark(value: Any) -> str:
    """Fingerprint of an answer; all ways of saying nothing have the same one."""
    text = json.dumps(_said(value), sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def shown_on(section: fl.Section, answers: Mapping[str, Any]) -> str:
    """What a page of this section carries in its hidden input."""
    return json.dumps(_marks(section, answers))


def keep(
    found: Draft,
    section: fl.Section,
    values: Answers,
    sent: str | None,
    below: Mapping[str, Any] | None = None,
) -> Kept:
    """Merge a page's values into the draft as it is now; `sent` is its hidden input, `below` what
    the draft changes.

    A page without the hidden input (an older one) writes what it has. Raises FiledMeanwhile, and
    Http404 for a draft thrown away meanwhile, as its page does from then on.
    """
    below = below or {}
    before = {**below, **found.answers}
    with transaction.atomic():
        fresh = get_object_or_404(Draft.objects.select_for_update(of=("self",)), pk=found.pk)
        if fresh.dossier_id != found.dossier_id:
            raise FiledMeanwhile(fresh)
        now = {**below, **fresh.answers}
        merged, kept = merge(section, before, now, values, sent)
        fresh.answers = {**fresh.answers, **merged}
        fresh.section = section.id
        fresh.save(update_fields=["answers", "section", "updated_at"])
    found.answers = fresh.answers
    kept.answers = {**below, **fresh.answers}
    return kept


def merge(
    section: fl.Section, before: Answers, now: Answers, values: Answers, sent: str | None
) -> tuple[Answers, Kept]:
    """What a page's values change of the answers as they are `now`, and what the page is told;
    writes nothing.

    `before` are the answers as this request read them, `sent` the page's hidden input.
    """
    shown = _read(sent)
    fields = {one.id: one for one in section.fields}
    merged, kept, marks = {}, Kept(now), dict(shown or {})
    for name, value in values.items():
        if isinstance(fields.get(name), fk.AttachmentField):
            merged[name] = _files(before.get(name), value, now.get(name))
        elif shown is None or name not in shown:
            merged[name] = value
        elif mark(value) == shown[name]:
            continue  # not changed on this page
        elif mark(now.get(name)) in (shown[name], mark(value)):
            merged[name] = value
            marks[name] = mark(value)
        else:
            kept.conflicts.append(_conflict(fields[name], now.get(name), value))
            marks[name] = mark(now.get(name))  # they have been told: the next press is meant
    kept.shown = json.dumps(_marks(section, {**now, **merged}) | marks)
    return merged, kept


def _conflict(one: fk.Field, theirs: Any, yours: Any) -> str:
    words = {
        "label": row_of(one, yours).label,
        "theirs": row_of(one, theirs).value,
        "yours": row_of(one, yours).value,
    }
    return (
        _("“%(label)s”: cửa sổ hoặc thiết bị khác vừa lưu “%(theirs)s”, ở đây là “%(yours)s”.")
        % words
    )


def _files(
    before: list[str] | None, sent: list[str] | None, now: list[str] | None
) -> list[str] | None:
    """The files as they are now, less those taken away on this page, and those added here."""
    old, new = set(before or []), list(sent or [])
    stay = [one for one in now or [] if one in new or one not in old]
    return [*stay, *(one for one in new if one not in old and one not in stay)] or None


def _marks(section: fl.Section, answers: Mapping[str, Any]) -> Marks:
    return {one.id: mark(answers.get(one.id)) for one in section.fields}


def _read(sent: str | None) -> Marks | None:
    if sent is None:
        return None
    try:
        found = json.loads(sent)
    except (ValueError, RecursionError):
        return {}
    return (
        {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}
    )


def _said(value: Any) -> Any:
    if isinstance(value, dict):
        value = {
            name: part
            for name, part in ((name, _said(part)) for name, part in value.items())
            if part != ""
        }
    elif isinstance(value, list):
        value = [_said(part) for part in value]
    return "" if value in (None, [], {}) else value
