"""The one way in to change a self-assessment: its row locked, the right asked again, approved ones
refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext as _

from assessment import rights
from assessment.catalogue import rules_of
from assessment.language import RuleSet
from assessment.models import Assessment
from assessment.refusals import NotAllowed, TooLate
from organisations.models import User


@contextmanager
def locked(assessment: Assessment, actor: User) -> Iterator[Assessment]:
    """The assessment as it is now, under its row's lock, for somebody of the school."""
    with transaction.atomic():
        rows = Assessment.objects.select_for_update(of=("self",)).select_related("rules", "school")
        fresh = rows.get(pk=assessment.pk)
        if not rights.may_work(actor, fresh.school_id):
            raise NotAllowed(_("Chỉ người của trường mới sửa được phần tự đánh giá của trường."))
        yield fresh


@contextmanager
def opened(assessment: Assessment, actor: User) -> Iterator[tuple[Assessment, RuleSet]]:
    """The same, of one that is not approved yet, with its rules."""
    with locked(assessment, actor) as fresh:
        if fresh.state != Assessment.State.OPEN:
            raise TooLate(
                _("Phần tự đánh giá đã được hiệu trưởng phê duyệt nên không sửa được nữa.")
            )
        yield fresh, rules_of(fresh.rules)
