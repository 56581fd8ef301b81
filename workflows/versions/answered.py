"""Do the applicant's answers, and the fields officers filled in, still say something in the new
version? Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from forms.inputs import anchor
from forms.submission import check_form
from foundation.languages import in_vietnamese
from workflows.versions.comparing import Comparison
from workflows.versions.verdict import CHOICE, STAYS, Reason, Standing

EMPTY: tuple[Any, ...] = (None, "", [], {})


def reasons(standing: Standing, pair: Comparison) -> Iterator[Reason]:
    """What of the answers and notes stands in the way."""
    yield from _cases(standing.dossier.answers, pair)
    yield from _asked_no_longer(standing.dossier.answers, pair)
    yield from _not_satisfied(standing.dossier.answers, pair)
    yield from _unreadable_notes(standing.dossier.office, pair)


def _cases(answers: Mapping[str, Any], pair: Comparison) -> Iterator[Reason]:
    if pair.new.case_for(answers) is None:
        yield Reason(STAYS, _("Không trường hợp nào của phiên bản mới hợp với hồ sơ này."))


def _asked_no_longer(answers: Mapping[str, Any], pair: Comparison) -> Iterator[Reason]:
    """An answer that no page would show any longer."""
    known = {one.id for one in pair.new.form.fields()}
    for one in pair.old.form.fields():
        if one.id not in known and one.id not in pair.left and answers.get(one.id) not in EMPTY:
            text = _("Phiên bản mới không còn hỏi “%(label)s”, mà hồ sơ đã trả lời.")
            yield Reason(CHOICE, text % {"label": in_vietnamese(one.label)}, field=one.id)


def _not_satisfied(answers: Mapping[str, Any], pair: Comparison) -> Iterator[Reason]:
    """New questions without an answer may be left; an answer that is none to the new question keeps
    the dossier.
    """
    asked = {anchor(one.id): one for one in pair.new.form.fields() if one.id in pair.changed_fields}
    for fault in check_form(pair.new.form, answers, only=pair.changed_fields - set(pair.left)):
        one = asked[fault.anchor]
        words = {"label": in_vietnamese(one.label)}
        if answers.get(one.id) in EMPTY:
            yield Reason(
                CHOICE,
                _("Phiên bản mới hỏi thêm “%(label)s”, bắt buộc trả lời.") % words,
                field=one.id,
            )
        else:
            yield Reason(
                STAYS,
                _("Câu trả lời cho “%(label)s” không hợp với phiên bản mới.") % words,
                field=one.id,
            )


def _unreadable_notes(
    office: Mapping[str, Mapping[str, Any]], pair: Comparison
) -> Iterator[Reason]:
    """What officers filled in is read by fields of the same kind."""
    for step, noted in office.items():
        target = pair.target(step)
        if not target or not pair.was(step):
            continue
        before = {one.id: one for one in pair.old.step(step).fields}
        after = {one.id: one for one in pair.new.step(target).fields}
        for name in sorted(before.keys() & noted.keys()):
            if noted[name] not in EMPTY and (
                name not in after or after[name].kind != before[name].kind
            ):
                text = _("Cán bộ đã ghi “%(label)s”, mà phiên bản mới không đọc được.")
                yield Reason(
                    STAYS,
                    text % {"label": in_vietnamese(before[name].label)},
                    step=step,
                    field=name,
                )
