"""What cannot work in a plan, or works otherwise than people think, before anybody applies.

Each finding has a sentence for the person who writes the plan, with an example where one helps.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from admissions.plan.rules import LOT, WISH, Rules, Seats, Tie

OWN = frozenset({WISH, LOT})


@dataclass(frozen=True)
class Finding:
    """`is_fault`: the plan is not published so; else it is a doubt that somebody answers for."""

    rule: str
    message: str
    is_fault: bool = True


def check(rules: Rules, asked: Collection[str]) -> list[Finding]:
    """Every finding. `asked`: facts that the application's form, papers and scores give."""
    return [
        *_unknown_facts(rules, asked),
        *_nobody_is_parted(rules),
        *_numbers(rules),
        *_none_and_soft(rules),
        *_surprises(rules),
    ]


def _unknown_facts(rules: Rules, asked: Collection[str]) -> Iterator[Finding]:
    for fact in sorted(_facts(rules) - set(asked) - OWN):
        yield Finding("fact_unknown", f"Không có dữ liệu nào cho “{fact}”: biểu mẫu không hỏi.")


def _facts(rules: Rules) -> set[str]:
    programmes = rules.programmes.values()
    return {
        *(one.by for one in rules.criteria),
        *(one.fact for one in rules.floors),
        *(one.fact for programme in programmes for one in programme.floors),
        *(one.fact for programme in programmes for one in programme.reserves),
    }


def _nobody_is_parted(rules: Rules) -> Iterator[Finding]:
    by = [one.by for one in rules.criteria]
    if not by:
        yield Finding("no_criteria", "Kế hoạch chưa nói xếp hồ sơ theo tiêu chí nào.")
    if len(set(by)) < len(by):
        yield Finding("criterion_twice", "Có tiêu chí được ghi hai lần.")
    if LOT in by and by[-1] != LOT:
        yield Finding("lot_not_last", "Sau bốc thăm không còn ai bằng nhau: tiêu chí sau là thừa.")
    if rules.tie is Tie.BROKEN and LOT not in by:
        yield Finding(
            "tie_unbroken",
            "Các tiêu chí có thể còn để lại hồ sơ bằng nhau ở chỗ cuối cùng mà kế hoạch không nói"
            " xử lý thế nào. Hãy thêm bốc thăm, hoặc chọn nhận cả nhóm.",
        )


def _numbers(rules: Rules) -> Iterator[Finding]:
    for name, seats in rules.programmes.items():
        reserved = sum(one.seats for one in seats.reserves)
        if reserved > seats.quota:
            yield Finding(
                "reserves_too_many",
                f"{name}: dành riêng {reserved} chỗ, chỉ tiêu có {seats.quota}.",
            )
        yield from _shares(name, seats)
    if rules.gap is not None and list(rules.gap.points) != sorted(rules.gap.points):
        yield Finding(
            "gap_falls", "Điểm chênh phải tăng dần: nguyện vọng sau không được cần ít điểm hơn."
        )


def _shares(name: str, seats: Seats) -> Iterator[Finding]:
    later = seats.later_share
    if later is not None and later.at_most * seats.quota < 1:
        yield Finding(
            "later_share_empty",
            f"{name}: {later.at_most} của {seats.quota} chỉ tiêu chưa đủ một chỗ, nên không nguyện"
            " vọng sau nào được nhận, kể cả khi còn chỗ trống.",
        )
    if later is not None and seats.first_share is not None:
        yield Finding(
            "shares_both",
            f"{name}: vừa có tỷ lệ tối thiểu của nguyện vọng 1, vừa có tỷ lệ tối đa của nguyện vọng"
            " sau. Chỉ cần một trong hai; cái thứ hai có thể để trống chỗ.",
            is_fault=False,
        )


def _none_and_soft(rules: Rules) -> Iterator[Finding]:
    """A tie that is cut in a reserve would free open seats after others were refused for them."""
    if rules.tie is not Tie.NONE:
        return
    for name, seats in rules.programmes.items():
        soft = [one for one in seats.reserves if not one.is_hard]
        if soft or (seats.first_share is not None and not seats.first_share.is_hard):
            yield Finding(
                "none_and_soft",
                f"{name}: “không nhận cả nhóm” không đi cùng chỗ dành riêng được trả lại, vì kết"
                " quả sẽ phụ thuộc thứ tự xét. Hãy giữ chỗ dành riêng trống, hoặc chọn cách khác"
                " với hồ sơ bằng nhau.",
            )


def _surprises(rules: Rules) -> Iterator[Finding]:
    if rules.tie is Tie.NONE:
        yield Finding(
            "tie_none",
            "Không nhận ai trong nhóm bằng nhau có thể để trường trống. Ví dụ: 2 chỉ tiêu, ba hồ sơ"
            " cùng 28 điểm và bốn hồ sơ thấp hơn: không ai được nhận.",
            is_fault=False,
        )
    shares = any(one.first_share or one.later_share for one in rules.programmes.values())
    if rules.gap is not None or shares or rules.tie is Tie.NONE:
        yield Finding(
            "order_counts",
            "Với điểm chênh, tỷ lệ theo nguyện vọng hoặc “không nhận cả nhóm”, có gia đình được lợi"
            " khi xếp nguyện vọng khác ý muốn thật. Báo cáo sẽ đếm số hồ sơ bị ảnh hưởng.",
            is_fault=False,
        )
