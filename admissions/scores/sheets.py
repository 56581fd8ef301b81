"""A sheet of marks, row by row: whose row it is, and what it says of each paper.

Nothing counts by being read. Every row is kept, with its application or with the reason why it has
none; names of the sheet are not kept.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from itertools import islice
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from admissions.models import Round, ScoreImport, ScoreRow
from admissions.plan.language import Plan
from foundation import spreadsheets
from foundation.text import clean_code, fold
from organisations.models import User
from registers.headers import Columns, Header

BATCH = 900
CANDIDATE, PUPIL = "candidate_number", "pupil_identifier"
ABSENT, VOID = "absent", "void"
#: How schools write that a paper was not written, or does not count: folded.
_WORDS = {
    ABSENT: frozenset({"v", "vang", "vang thi", "bo thi", "vt", "-"}),
    VOID: frozenset({"huy", "huy bai", "huy ket qua", "dinh chi", "hb"}),
}
_IDENTIFIERS: dict[str, tuple[Promise, str]] = {
    CANDIDATE: (gettext_lazy("số báo danh"), "so bao danh; sbd; so bd; so ho so"),
    PUPIL: (
        gettext_lazy("mã học sinh"),
        "ma hoc sinh; ma hs; ma dinh danh; ma dinh danh hoc sinh; ma dinh danh csdl",
    ),
    "name": (gettext_lazy("họ và tên"), "ho va ten; ho ten; ho va ten thi sinh; ten thi sinh"),
}


class _Faulty(ValueError):
    """The row counts for nobody; the text says why."""


def columns_of(plan: Plan) -> Columns:
    """What a sheet of this plan's marks holds."""
    papers = plan.score.papers if plan.score else {}
    names: dict[str, tuple[Promise, str]] = dict(_IDENTIFIERS)
    for paper, told in papers.items():
        label = fold(told.name)
        headers = "; ".join(dict.fromkeys((label, f"diem {label}", f"mon {label}", paper)))
        names[paper] = (told.name, headers)  # type: ignore[assignment]
    return Columns(names, tuple(papers), told_by=next(iter(papers), CANDIDATE))


def take_in(path: Path, round_: Round, plan: Plan, by: User, file_name: str = "") -> ScoreImport:
    """Read a sheet (.xlsx, .csv) and keep every row. Raises UnreadableFile; nothing is kept then.

    The caller holds a transaction.
    """
    content = path.read_bytes()
    sheet = ScoreImport.objects.create(
        round=round_,
        file_name=(file_name or path.name)[:200],
        sha256=hashlib.sha256(content).hexdigest(),
        by=by,
    )
    with spreadsheets.rows_of(path) as rows:
        header = columns_of(plan).found_in(rows)
        if not {CANDIDATE, PUPIL} & set(header.places):
            raise spreadsheets.UnreadableFile(_("Tệp cần cột số báo danh hoặc cột mã học sinh."))
        _keep(list(_read(rows, header, plan, _known(round_))), sheet)
    return sheet


def _keep(found: list[ScoreRow], sheet: ScoreImport) -> None:
    twice = [pk for pk, times in Counter(one.application_id for one in found).items() if times > 1]
    for row in found:
        row.sheet = sheet
        if row.application_id is not None and row.application_id in twice:
            row.application_id, row.fault = None, _("Thí sinh này có hơn một dòng trong tệp.")
    ScoreRow.objects.bulk_create(found, batch_size=BATCH)
    sheet.rows_read = len(found)
    sheet.matched = sum(not one.fault for one in found)
    sheet.faulty = sheet.rows_read - sheet.matched
    sheet.save()


def _known(round_: Round) -> tuple[dict[str, int], dict[str, list[int]]]:
    """Candidate's number → application; pupil code → all that have it."""
    candidates: dict[str, int] = {}
    pupils: dict[str, list[int]] = {}
    rows = round_.applications.values_list("pk", "candidate", "pupil_code")
    for pk, candidate, pupil in rows.iterator():
        candidates[candidate] = pk
        if pupil:
            pupils.setdefault(pupil, []).append(pk)
    return candidates, pupils


def _read(
    rows: Iterator[spreadsheets.Row],
    header: Header,
    plan: Plan,
    known: tuple[dict[str, int], dict[str, list[int]]],
) -> Iterator[ScoreRow]:
    while batch := list(islice(rows, BATCH)):
        for row in batch:
            kept = ScoreRow(number=row.number)
            try:
                if problem := row.problem_in(header.places.values()):
                    raise _Faulty(problem)
                cells = header.cells(row.cells)
                kept.application_id = _whose(cells, *known)
                kept.marks = _marks(cells, plan)
            except _Faulty as fault:
                kept.application_id, kept.fault = None, str(fault)[:300]
            yield kept


def _whose(
    cells: Mapping[str, str], candidates: Mapping[str, int], pupils: Mapping[str, list[int]]
) -> int:
    """The row's application: by the candidate's number, else by the pupil code that one alone
    has.
    """
    number, code = (clean_code(cells.get(name, "")) for name in (CANDIDATE, PUPIL))
    by_number = candidates.get(number) or candidates.get(number.zfill(6)) if number else None
    by_code = pupils.get(code, []) if code else []
    if number and by_number is None:
        raise _Faulty(_("Không có thí sinh nào có số báo danh %(number)s.") % {"number": number})
    if by_number is not None:
        if by_code and by_number not in by_code:
            raise _Faulty(_("Số báo danh và mã học sinh là của hai thí sinh khác nhau."))
        return by_number
    if not code:
        raise _Faulty(_("Dòng không có số báo danh, cũng không có mã học sinh."))
    if len(by_code) != 1:
        told = _("Mã học sinh %(code)s khớp với %(count)d thí sinh.")
        raise _Faulty(told % {"code": code, "count": len(by_code)})
    return by_code[0]


def _marks(cells: Mapping[str, str], plan: Plan) -> dict[str, str]:
    assert plan.score is not None  # noqa: S101 - columns_of found its papers
    return {
        paper: mark(cells.get(paper, ""), told.name, told.most)
        for paper, told in plan.score.papers.items()
    }


def mark(text: str, name: str, most: Decimal) -> str:
    """A mark as it is kept: the exact figure, `absent` or `void`. Raises a ValueError with a
    sentence.
    """
    word = fold(text).strip(" .*")
    for kept, words in _WORDS.items():
        if word in words or text.strip() in words:
            return kept
    if not word:
        raise _Faulty(_("%(paper)s: ô trống; vắng thi ghi “vắng”.") % {"paper": name})
    try:
        points = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        raise _Faulty(
            _("%(paper)s: không đọc được điểm “%(mark)s”.") % {"paper": name, "mark": text[:20]}
        ) from None
    if (
        not points.is_finite()
        or not 0 <= points <= most
        or points != points.quantize(Decimal("0.0001"))
    ):
        raise _Faulty(
            _("%(paper)s: điểm %(mark)s ngoài 0 đến %(most)s.")
            % {"paper": name, "mark": text[:20], "most": most}
        )
    return f"{points:f}"
