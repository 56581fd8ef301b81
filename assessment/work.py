"""What the people of a school do with its self-assessment, but for the papers
(`assessment.evidence`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from assessment import council, report, rights
from assessment.catalogue import publish
from assessment.door import locked, opened
from assessment.language import RuleSet
from assessment.models import Assessment, CouncilMember, CriterionRecord, Report
from assessment.overview import Overview, State, overview
from assessment.refusals import NotAllowed, Refused, TooLate
from forms.files.uploads import keep_made
from foundation.text import clean_line
from organisations.models import Authority, User

Answers = dict[str, Any]


def begin(
    school: Authority, rules: RuleSet, school_year: str, actor: User, multi_level: bool = False
) -> Assessment:
    """Begin the school's self-assessment for a year ("2026-2027") by these rules; the same one
    again is found.
    """
    if not rights.may_work(actor, school.pk) or school.kind != Authority.Kind.SCHOOL:
        raise NotAllowed(_("Bạn không có vai trò nào ở trường này."))
    if not rules.is_accepted(timezone.localdate()):
        raise Refused(_("Bộ tiêu chuẩn này không còn được dùng cho đợt tự đánh giá mới."))
    if not _is_year(school_year):
        raise Refused(_("Năm học ghi dạng 2026-2027."))
    wanted = {"school": school, "rules": publish(rules), "school_year": school_year}
    made = {"begun_by": actor, "multi_level": multi_level}
    return Assessment.objects.get_or_create(**wanted, defaults=made)[0]


def change(
    assessment: Assessment, criterion_id: str, actor: User, merge: Callable[[Answers], Answers]
) -> CriterionRecord:
    """Change what is said of a criterion: `merge` is given the answers as they are now, under the
    lock.
    """
    with opened(assessment, actor) as (fresh, rules):
        rules.criterion(criterion_id)
        record = CriterionRecord.objects.get_or_create(assessment=fresh, criterion=criterion_id)[0]
        before = dict(record.answers)
        record.answers = {**before, **merge(before)}
        if record.answers != before:
            record.changed_by, record.changed_at = actor, timezone.now()
            record.save(update_fields=["answers", "changed_by", "changed_at"])
        return record


def add_member(
    assessment: Assessment, name: str, position: str, duty: str, actor: User
) -> CouncilMember:
    """Put somebody on the council."""
    name, position = clean_line(name)[:150], clean_line(position)[:150]
    if not name or not position:
        raise Refused(_("Hãy ghi họ tên và chức vụ của thành viên."))
    if duty not in CouncilMember.Duty.values:
        raise Refused(_("Hãy chọn nhiệm vụ trong hội đồng."))
    with opened(assessment, actor) as (fresh, _rules):
        if fresh.council.filter(name=name, position=position).exists():
            raise TooLate(_("%(name)s đã có trong hội đồng.") % {"name": name})
        return CouncilMember.objects.create(
            assessment=fresh, name=name, position=position, duty=duty
        )


def remove_member(assessment: Assessment, member_id: int, actor: User) -> None:
    """Take somebody off the council; one that is gone already is no fault."""
    with opened(assessment, actor) as (fresh, _rules):
        fresh.council.filter(pk=member_id).delete()


def missing(assessment: Assessment, seen: Overview) -> list[str]:
    """One sentence for each thing that keeps the head from approving."""
    found = council.faults(seen.rules.council, assessment.council.all())
    for row in seen.rows:
        if row.state != State.DONE:
            found.append(
                _("Tiêu chí %(id)s: %(state)s.")
                % {
                    "id": row.criterion.id,
                    "state": row.state.label.lower(),
                }
            )
    return found


def approve(assessment: Assessment, actor: User) -> Report:
    """The head approves: the report is made in Word, frozen under its hash, and nothing can be
    changed any more.

    The report is made before the lock, which is held for an instant only; what somebody changes
    meanwhile is noticed.
    """
    if not rights.may_approve(actor, assessment):
        raise NotAllowed(_("Chỉ hiệu trưởng phê duyệt được phần tự đánh giá."))
    seen = overview(assessment)
    if lacks := missing(assessment, seen):
        raise Refused(_("Chưa phê duyệt được. %(first)s") % {"first": lacks[0]})
    made = report.build(assessment, seen, actor)
    file = keep_made(made.docx, made.name, report.WORD, actor)
    with opened(assessment, actor) as (fresh, _rules):
        if report.fingerprint(fresh, overview(fresh)) != made.fingerprint:
            raise TooLate(_("Có người vừa sửa phần tự đánh giá. Hãy xem lại trước khi phê duyệt."))
        fresh.state = Assessment.State.APPROVED
        fresh.save(update_fields=["state"])
        number = fresh.reports.count() + 1
        level = seen.result.level
        facts = {
            "number": number,
            "level": level,
            "file": file,
            "sha256": file.sha256,
            "approved_by": actor,
        }
        return Report.objects.create(assessment=fresh, **facts)


def reopen(assessment: Assessment, actor: User) -> None:
    """The head takes the approval back to have something mended; the report approved before stays
    as it was.
    """
    if not rights.may_approve(actor, assessment):
        raise NotAllowed(_("Chỉ hiệu trưởng mở lại được phần tự đánh giá."))
    with locked(assessment, actor) as fresh:
        fresh.state = Assessment.State.OPEN
        fresh.save(update_fields=["state"])


def _is_year(text: str) -> bool:
    found = re.fullmatch(r"(20\d\d)-(20\d\d)", text)
    return found is not None and int(found[2]) == int(found[1]) + 1
