"""May this dossier follow a new version of its procedure? Each reason in a sentence, nothing is
written.

STAYS names what would be lost or broken, CHOICE what somebody must say first; a dossier without
either FOLLOWS. The act asks the same again under the dossier's lock.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _

from foundation.languages import in_vietnamese
from workflows.definition import Consult
from workflows.lifecycle import OPEN, Status
from workflows.models import Dossier, WorkItem
from workflows.versions import answered
from workflows.versions.comparing import Comparison
from workflows.versions.verdict import CHOICE, STAYS, Reason, Standing, Verdict


def judge(standing: Standing, pair: Comparison, now: dt.datetime) -> Verdict:
    """The verdict on one dossier of the old version."""
    final = next(_final(standing, pair), None)
    if final is not None:
        return Verdict([Reason(STAYS, final)])
    return Verdict(
        [
            *_places(standing, pair),
            *_records(standing.dossier, pair),
            *answered.reasons(standing, pair),
        ]
    )


def _final(standing: Standing, pair: Comparison) -> Iterator[str]:
    """What no choice can mend."""
    dossier = standing.dossier
    if dossier.legal_status not in OPEN:
        yield _("Hồ sơ đã kết thúc.")
    if dossier.legal_status == Status.WITHDRAWAL_ASKED:
        yield _("Công dân đã yêu cầu rút hồ sơ.")
    if standing.documents & pair.old.document_ids():
        yield _("Văn bản kết quả đã được cấp số.")
    untouched = (
        pair.same_documents and renamed(dossier.office, pair).keys() == dossier.office.keys()
    )
    if (dossier.decision or standing.signed) and not untouched:
        yield _("Văn bản đã được ký, mà phiên bản mới đổi văn bản hoặc các bước đã làm.")
    if not standing.items:
        yield _("Hồ sơ không có việc nào đang chờ.")
    for item in standing.items:
        yield from _broken_off(item, pair)


def _broken_off(item: WorkItem, pair: Comparison) -> Iterator[str]:
    """Work in hand that the new version has no place for."""
    step = pair.old.step(item.step)
    target = pair.target(item.step)
    names = {"step": in_vietnamese(step.title)}
    if isinstance(step, Consult):
        if not target or pair.new.step(target).kind != step.kind:
            yield (
                _("Đang lấy ý kiến ở bước “%(step)s”, mà phiên bản mới không có bước này.") % names
            )
        elif asked_number(item, pair) is None:
            yield (
                _("Đang chờ ý kiến ở bước “%(step)s” của người mà phiên bản mới không hỏi.") % names
            )
    elif not (step.outcomes or step.awaits_supplement) and not (
        target and pair.fits(item.step, target)
    ):
        yield (
            _("Bước “%(step)s” đang làm dở, mà phiên bản mới không có bước giống như vậy.") % names
        )


def asked_number(item: WorkItem, pair: Comparison) -> int | None:
    """Which of those the new consultation asks stands for the one this task asks: the same role at
    the same place.
    """
    before, after = pair.old.step(item.step), pair.new.step(pair.target(item.step))
    if not isinstance(before, Consult) or not isinstance(after, Consult):
        return None
    one = before.asked[item.data["asked"]]
    return next(
        (n for n, each in enumerate(after.asked) if (each.role, each.at) == (one.role, one.at)),
        None,
    )


def _places(standing: Standing, pair: Comparison) -> Iterator[Reason]:
    """Where the open tasks would stand, and whether a dossier with this past may stand there."""
    for item in standing.items:
        step, names = item.step, {"step": in_vietnamese(pair.old.step(item.step).title)}
        target = pair.target(step)
        if pair.is_chosen(step) and not target:
            yield Reason(STAYS, _("Hồ sơ đang ở bước “%(step)s”, đã chọn cho ở lại.") % names, step)
        elif not target:
            yield Reason(CHOICE, _("Bước “%(step)s” không có trong phiên bản mới.") % names, step)
        elif not pair.is_chosen(step) and not pair.means_the_same(step):
            yield Reason(
                CHOICE, _("Bước “%(step)s” không còn đủ các lựa chọn như cũ.") % names, step
            )
        elif not pair.fits(step, target):
            yield Reason(CHOICE, _("Bước đã chọn cho “%(step)s” thuộc loại khác.") % names, step)
        else:
            yield from _way_on(standing, step, target, pair)


def _way_on(standing: Standing, step: str, target: str, pair: Comparison) -> Iterator[Reason]:
    """From the new place the dossier can go on: by the law's order, and with what officers have
    noted.
    """
    dossier, names = standing.dossier, {"step": in_vietnamese(pair.new.step(target).title)}
    past = (dossier.accepted_at is not None, bool(dossier.decision))
    if past not in {(each.accepted, each.decided) for each in pair.pasts[target]}:
        text = _(
            "Ở bước “%(step)s” của phiên bản mới, hồ sơ không thể đã qua những việc như hồ sơ này."
        )
        yield Reason(CHOICE, text % names, step)
    for missing in sorted(_never_noted(dossier, target, pair)):
        words = names | {"missing": in_vietnamese(pair.new.step(missing).title)}
        text = _(
            "Đi tiếp từ “%(step)s” cần nội dung của bước “%(missing)s”, mà hồ sơ này không qua"
            " bước đó."
        )
        yield Reason(CHOICE, text % words, step)


def _never_noted(dossier: Dossier, target: str, pair: Comparison) -> set[str]:
    """Steps whose notes are needed later on, that the dossier has not done and will not come to."""
    office = renamed(dossier.office, pair)
    ahead = pair.ahead(target)
    return {
        step
        for step, name in pair.needs_ahead(target)
        if step not in ahead and name not in office.get(step, {})
    }


def renamed(office: dict[str, dict[str, object]], pair: Comparison) -> dict[str, dict[str, object]]:
    """What officers noted, under the new version's names of the steps; what nothing follows keeps
    its old name.
    """
    return {pair.target(step) or step: noted for step, noted in office.items()}


def _records(dossier: Dossier, pair: Comparison) -> Iterator[Reason]:
    """Steps that were done and that the new version does not have."""
    taken: dict[str, str] = {}
    for step in dossier.office:
        if not pair.was(step):
            continue  # left behind by an earlier version
        target, words = pair.target(step), {"step": in_vietnamese(pair.old.step(step).title)}
        if target in taken:
            words["other"] = in_vietnamese(pair.old.step(taken[target]).title)
            yield Reason(
                STAYS,
                _("Nội dung của “%(step)s” và “%(other)s” không gộp vào một bước được.") % words,
                step,
            )
        elif target:
            taken[target] = step
        elif not pair.is_chosen(step):
            text = _(
                "Bước “%(step)s” đã làm xong, mà phiên bản mới không có: hãy chọn bước tương ứng."
            )
            yield Reason(CHOICE, text % words, step)
