"""Marks: a sheet is read, its difference looked at, and then it counts or is dropped."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext as _

from admissions import journal
from admissions.acts.door import PREPARES, opened
from admissions.models import Round, ScoreImport
from admissions.plans.reading import in_force
from admissions.scores import counting, sheets
from organisations.models import User
from workflows.errors import WrongState

State = Round.State
#: After publication too: re-marking.
SCORING = (State.CHECKED, State.SCORED, State.PUBLISHED, State.CONFIRMING, State.SUPPLEMENTARY)


def read_sheet(round_: Round, path: Path, actor: User, file_name: str = "") -> ScoreImport:
    """Read a sheet and keep its rows; nothing counts yet. Raises UnreadableFile, NoRight,
    WrongState.
    """
    with opened(round_.pk, actor, PREPARES, *SCORING) as fresh:
        plan = in_force(fresh)
        if plan.score is None or not plan.score.papers:
            raise WrongState(_("Kế hoạch của đợt này không có môn thi nào."))
        sheet = sheets.take_in(path, fresh, plan, actor, file_name)
        journal.append(fresh, "read_sheet", actor, fresh.state, _said(sheet))
        return sheet


def count_sheet(sheet: ScoreImport, actor: User) -> int:
    """From now on its marks count; a run that was counted before no longer fits. Returns how many
    marks.
    """
    with opened(sheet.round_id, actor, PREPARES, *SCORING) as fresh:
        _demand_read(sheet)
        marks = counting.count(sheet)
        journal.append(fresh, "count_sheet", actor, fresh.state, {**_said(sheet), "marks": marks})
        return marks


def drop_sheet(sheet: ScoreImport, actor: User) -> None:
    """It was read and shall not count."""
    with opened(sheet.round_id, actor, PREPARES) as fresh:
        _demand_read(sheet)
        sheet.state = ScoreImport.State.DROPPED
        sheet.save(update_fields=["state"])
        journal.append(fresh, "drop_sheet", actor, fresh.state, _said(sheet))


def _demand_read(sheet: ScoreImport) -> None:
    """Asked under the round's lock: two presses are one."""
    sheet.refresh_from_db(fields=["state"])
    if sheet.state != ScoreImport.State.READ:
        raise WrongState(_("Tệp điểm này đã được tính hoặc đã bỏ."))


def _said(sheet: ScoreImport) -> dict[str, object]:
    return {
        "sheet": sheet.pk,
        "sha256": sheet.sha256,
        "rows": sheet.rows_read,
        "faulty": sheet.faulty,
    }
