"""Answers that may be right but look wrong: the person is asked once more, and goes on by
confirming.

What was confirmed is kept beside the answer as `<field>.sure`, a fingerprint of it: another answer
is asked about anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from forms import field_kinds as fk
from forms.conditions.evaluation import Condition
from forms.errors import Refused
from foundation.languages import in_language

PART = "sure"


class Unconfirmed(Refused):
    """The answer may be kept in a draft, but is not filed before somebody says that it is meant."""

    def __init__(self, message: str, kept: Any) -> None:
        super().__init__(message, PART)
        self.kept = kept


def key_of(name: str) -> str:
    """Under which name a confirmation is posted and kept."""
    return f"{name}.{PART}"


def fingerprint(value: Any) -> str:
    """What is kept of a confirmed answer; 16 hexadecimal digits."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()[:16]


def is_doubtful(field: fk.BaseField, value: Any, answers: Mapping[str, Any]) -> bool:
    """True where the definition has the person asked again."""
    if not field.ask_if or value is None:
        return False
    return Condition(field.ask_if).holds({**answers, field.id: value})


def confirm(field: fk.BaseField, value: Any, answers: Mapping[str, Any], confirmed: Any) -> None:
    """Raise Unconfirmed for a doubtful answer unless `confirmed` is the fingerprint of this very
    answer.
    """
    if is_doubtful(field, value, answers) and confirmed != fingerprint(value):
        raise Unconfirmed(in_language(field.ask), value)
