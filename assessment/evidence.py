"""Papers that show what the school says: numbered from 1 within each criterion, without holes.

Taking one away moves the later ones up, and the codes written in the criteria's texts move with
them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.door import opened
from assessment.language import RuleSet
from assessment.models import Assessment, CriterionRecord, Evidence
from assessment.overview import TEXTS
from assessment.refusals import Refused, TooLate
from forms.models import StoredFile
from foundation.text import clean_line
from organisations.models import User


def add(
    assessment: Assessment, criterion_id: str, title: str, file: StoredFile, actor: User
) -> Evidence:
    """Give the paper the next number of its criterion."""
    title = clean_line(title)[:200]
    if not title:
        raise Refused(_("Hãy ghi tên minh chứng."))
    with opened(assessment, actor) as (fresh, rules):
        _check_criterion(rules, criterion_id)
        number = fresh.evidence.filter(criterion=criterion_id).count() + 1
        return Evidence.objects.create(
            assessment=fresh,
            criterion=criterion_id,
            number=number,
            title=title,
            file=file,
            added_by=actor,
        )


def remove(assessment: Assessment, evidence_id: int, actor: User) -> None:
    """Take a paper away, unless a text still names it; the numbers close up."""
    with opened(assessment, actor) as (fresh, rules):
        gone = fresh.evidence.filter(pk=evidence_id).first()
        if gone is None:
            raise TooLate(_("Minh chứng này đã được bỏ trước đó."))
        records = list(fresh.records.all())
        code = rules.code_of(gone.criterion, gone.number)
        if any(
            _names(code, str(record.answers.get(text) or ""))
            for record in records
            for text in TEXTS
        ):
            raise Refused(
                _("Phần mô tả còn nhắc tới minh chứng %(code)s, hãy sửa phần đó trước.")
                % {"code": code}
            )
        gone.delete()
        _close_up(fresh, rules, gone, records)


def _close_up(
    assessment: Assessment, rules: RuleSet, gone: Evidence, records: list[CriterionRecord]
) -> None:
    renamed = {}
    for later in assessment.evidence.filter(
        criterion=gone.criterion, number__gt=gone.number
    ).order_by("number"):
        old = rules.code_of(later.criterion, later.number)
        later.number -= 1  # one by one, upwards: no moment has a number twice
        later.save(update_fields=["number"])
        renamed[old] = rules.code_of(later.criterion, later.number)
    for record in records:
        said = {
            name: _renamed(value, renamed) if name in TEXTS else value
            for name, value in record.answers.items()
        }
        if said != record.answers:
            record.answers, record.changed_at = said, timezone.now()
            record.save(update_fields=["answers", "changed_at"])


def _pattern(code: str) -> str:
    return rf"(?<![\w.-]){re.escape(code)}(?![\w-]|\.\d)"


def _names(code: str, text: str) -> bool:
    return re.search(_pattern(code), text) is not None


def _renamed(value: str | None, renamed: Mapping[str, str]) -> str | None:
    """All codes at once, so that one that has just moved does not move again."""
    if not value or not renamed:
        return value
    return re.sub("|".join(map(_pattern, renamed)), lambda found: renamed[found[0]], value)


def _check_criterion(rules: RuleSet, criterion_id: str) -> None:
    try:
        rules.criterion(criterion_id)
    except KeyError:
        raise Refused(_("Bộ tiêu chuẩn không có tiêu chí này.")) from None
