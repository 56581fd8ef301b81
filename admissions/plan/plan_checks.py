"""What cannot work in a plan as a whole, before it is published: what the rules read and nobody
gives, windows that cross, shares of a paper, a lot without a draw.
"""

from __future__ import annotations

from collections.abc import Iterator

from admissions.plan.checks import Finding, check
from admissions.plan.formula import Formula, FormulaError
from admissions.plan.language import Plan, Score
from admissions.plan.rules import LOT, SCORE, Direct

BONUS = "bonus"
NO_RIGHT = "false"  # `direct` of a plan in which nobody has a right of direct admission


def check_plan(plan: Plan) -> list[Finding]:
    """Every finding of the rules and of what stands around them."""
    return [
        *check(plan.rules, facts_of(plan)),
        *_programmes(plan),
        *_windows(plan),
        *_score(plan),
        *_tables(plan),
        *_draw(plan),
        *_direct(plan),
        *_unchecked(plan),
    ]


def facts_of(plan: Plan) -> set[str]:
    """The facts that an application of this round has."""
    score = plan.score
    marks = {SCORE, *score.papers, *score.records} if score else set()
    tables = {*(one.fact for one in plan.areas), *(one.fact for one in plan.distances)}
    return {*plan.facts, *plan.facts_at, *tables, *marks}


def _programmes(plan: Plan) -> Iterator[Finding]:
    named, seated = set(plan.programmes), set(plan.rules.programmes)
    for one in sorted(seated - named):
        yield Finding("programme_unnamed", f"{one}: có chỉ tiêu mà chưa có tên và trường.")
    for one in sorted(named - seated):
        yield Finding("programme_without_seats", f"{one}: có tên mà chưa có chỉ tiêu.")
    if not seated:
        yield Finding("no_programmes", "Kế hoạch chưa có trường, chương trình nào.")


def _windows(plan: Plan) -> Iterator[Finding]:
    windows = plan.windows
    named = {
        "nộp hồ sơ": windows.apply,
        "đổi nguyện vọng": windows.change,
        "xác nhận nhập học": windows.confirm,
        "xét bổ sung": windows.supplementary,
    }
    for name, window in named.items():
        if window is not None and window.end <= window.start:
            yield Finding("window_empty", f"Thời gian {name} kết thúc trước khi bắt đầu.")
    closes = windows.apply.end
    if windows.change is not None:
        if windows.change.start < windows.apply.start:
            yield Finding("change_too_early", "Đổi nguyện vọng mở trước khi nhận hồ sơ.")
        closes = max(closes, windows.change.end)
    if windows.confirm.start < closes:
        yield Finding("confirm_too_early", "Xác nhận nhập học mở khi còn nhận hồ sơ.")
    if windows.supplementary and windows.supplementary.start < windows.confirm.end:
        yield Finding(
            "supplementary_too_early", "Xét bổ sung mở khi đợt chính còn nhận xác nhận nhập học."
        )
    for hour in windows.passed_on:
        if not windows.confirm.start <= hour <= windows.confirm.end:
            yield Finding(
                "passed_on_outside",
                f"Giờ chuyển chỗ {hour:%H:%M %d/%m/%Y} nằm ngoài thời gian xác nhận nhập học.",
            )


def _score(plan: Plan) -> Iterator[Finding]:
    needed = any(one.by == SCORE for one in plan.rules.criteria) or plan.rules.gap is not None
    score = plan.score
    if score is None:
        if needed and SCORE not in plan.facts:
            yield Finding("no_score", "Tiêu chí dùng điểm mà kế hoạch chưa có công thức điểm.")
        return
    try:
        formula = Formula(score.formula)
    except FormulaError as wrong:
        yield Finding("formula", str(wrong))
        return
    yield from _names(formula, score)
    if SCORE in plan.facts:
        yield Finding("score_twice", "“score” vừa có công thức, vừa lấy từ biểu mẫu.")
    floors = {
        one.fact
        for group in (
            plan.rules.floors,
            *(seats.floors for seats in plan.rules.programmes.values()),
        )
        for one in group
    }
    if score.papers and not floors & {SCORE, *score.papers}:
        yield Finding(
            "absent_may_be_admitted",
            "Không có điểm sàn: trường còn chỗ sẽ nhận cả hồ sơ vắng thi hoặc bị hủy bài. Hãy đặt"
            " điểm sàn nếu không muốn vậy.",
            is_fault=False,
        )


def _names(formula: Formula, score: Score) -> Iterator[Finding]:
    known = {*score.papers, *score.records, BONUS}
    for name in sorted(formula.names - known):
        yield Finding("formula_unknown", f"Công thức dùng “{name}” mà không môn nào có tên đó.")
    for name in sorted(set(score.papers) - formula.names):
        yield Finding(
            "paper_unused", f"Môn “{name}” không có trong công thức điểm.", is_fault=False
        )
    if score.bonuses and BONUS not in formula.names:
        yield Finding("bonus_unused", "Có điểm ưu tiên mà công thức không cộng “bonus”.")


def _tables(plan: Plan) -> Iterator[Finding]:
    for table in plan.areas:
        for programme in sorted(set(table.of) - set(plan.programmes)):
            yield Finding("area_unknown", f"Bảng địa bàn có “{programme}”, kế hoạch không có.")
    for distances in plan.distances:
        there = {one for row in distances.kilometres.values() for one in row}
        for programme in sorted(there - set(plan.programmes)):
            yield Finding("distance_unknown", f"Bảng cự ly có “{programme}”, kế hoạch không có.")
        if list(distances.bands) != sorted(set(distances.bands)):
            yield Finding("bands", "Các mức cự ly phải tăng dần.")


def _draw(plan: Plan) -> Iterator[Finding]:
    by_lot = any(one.by == LOT for one in plan.rules.criteria)
    if by_lot and plan.draw is None:
        yield Finding(
            "lot_without_draw",
            "Có bốc thăm mà kế hoạch chưa nêu lần quay số công khai nào và cách xử lý khi lần quay"
            " đó bị hủy.",
        )
    if plan.draw is not None and not by_lot:
        yield Finding("draw_unused", "Nêu lần quay số mà không tiêu chí nào bốc thăm.", False)


def _direct(plan: Plan) -> Iterator[Finding]:
    """Whoever is admitted by a right takes a seat of the quota: there must be some, beside those
    that are kept for others.
    """
    if plan.direct == NO_RIGHT or plan.rules.direct is not Direct.IN_QUOTA:
        return
    for name, seats in plan.rules.programmes.items():
        kept = sum(one.seats for one in seats.reserves if one.is_hard)
        if seats.quota == 0:
            yield Finding(
                "direct_without_seats",
                f"{name}: tuyển thẳng tính vào chỉ tiêu mà chỉ tiêu là 0.",
            )
        elif kept >= seats.quota:
            yield Finding(
                "direct_takes_reserved",
                f"{name}: cả {seats.quota} chỉ tiêu đã dành riêng; mỗi học sinh tuyển thẳng sẽ lấy"
                " mất một chỗ dành riêng.",
                is_fault=False,
            )


def _unchecked(plan: Plan) -> Iterator[Finding]:
    """Points by what the family says, which nobody has looked at."""
    for bonus in plan.score.bonuses if plan.score else ():
        if "office." not in bonus.by:
            yield Finding(
                "points_unchecked",
                f"Điểm ưu tiên theo “{bonus.by}” là lời khai của gia đình, chưa ai kiểm tra. Hãy"
                " lấy theo ô mà trường đã xác nhận (office.check.…).",
                is_fault=False,
            )
