"""The rule sets: read from their files, frozen by hash in the database, chosen by the day.

An assessment is tied to the frozen text it began with, whatever the file says later.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from assessment.language import RuleSet
from assessment.models import RuleSetVersion

_SHIPPED = Path(__file__).parent / "rules"
_served: dict[str, RuleSet] = {}


@cache
def shipped() -> tuple[RuleSet, ...]:
    """The rule sets that come with the product. Raises pydantic.ValidationError for a file that
    says nonsense.
    """
    return tuple(read(path.read_text(encoding="utf-8")) for path in sorted(_SHIPPED.glob("*.yaml")))


def read(text: str) -> RuleSet:
    """A rule set from YAML."""
    return RuleSet.model_validate(YAML(typ="safe").load(text))


def choices(day: dt.date) -> list[RuleSet]:
    """The rule sets by which a school may begin to assess itself on that day; those in force
    first.
    """
    accepted = [rules for rules in shipped() if rules.is_accepted(day)]
    return sorted(accepted, key=lambda rules: (not rules.is_in_force(day), rules.slug))


def shipped_as(slug: str) -> RuleSet:
    """The rule set of this name; raises KeyError."""
    return {rules.slug: rules for rules in shipped()}[slug]


def publish(rules: RuleSet) -> RuleSetVersion:
    """Freeze a rule set; the same content again is the row it already is."""
    content = json.dumps(
        rules.model_dump(mode="json"), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    digest = hashlib.sha256(content.encode()).hexdigest()
    dates = {
        "slug": rules.slug,
        "title": rules.title,
        "valid_from": rules.valid_from,
        "valid_to": rules.valid_to,
    }
    return RuleSetVersion.objects.get_or_create(
        sha256=digest, defaults={**dates, "content": content}
    )[0]


def rules_of(version: RuleSetVersion) -> RuleSet:
    """The rules of a frozen version; read once per process. Raises ValueError when the text is not
    what was frozen.
    """
    found = _served.get(version.sha256)
    if found is None:
        if hashlib.sha256(version.content.encode()).hexdigest() != version.sha256:
            raise ValueError(
                f"the text of rule set version {version.pk} is not the one that was frozen"
            )
        found = _served[version.sha256] = RuleSet.model_validate_json(version.content)
    return found
