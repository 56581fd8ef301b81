"""Recompute a published admissions round from its rules (docs/admissions.md).

    python verify_allocation.py round.json                 lots, seats and root of a whole round
    python verify_allocation.py --family file.json ROOT    one child's row, ROOT as decided

Needs Python 3.9 or newer and nothing else. Written from the published rules alone: it shares no
line with the program that allocated. Exit status: 0 everything agrees; 1 something does not, and
is named; 2 the file cannot be read.
"""

from __future__ import annotations

import decimal
import hashlib
import hmac
import io
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

LARGEST_FILE = 128 * 1024 * 1024  # bytes; a round of 100,000 applicants is about half of it
FIGURE = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,20})?")
MISSING = Decimal(-1)  # a mark that is missing reaches no floor: section 1
LAST = Decimal(10) ** 30  # and stands last in a criterion, whichever way
Json = Any  # what a JSON file may hold, once `shaped` has looked at it


class Unreadable(Exception):
    """The file is not what sections 2, 6 and 7 describe; the sentence says where."""


class NoResult(Exception):
    """By the rules this round has no result; the sentence says why."""


# What a file must look like: a word with ? may be missing, "*" is any name, a tuple lists the words
# that may stand there, [x] is a list of x.
FLOOR = {"fact": "text", "points": "figure", "must_exceed?": "truth"}
PROGRAMME = {
    "quota": "count",
    "floors?": [FLOOR],
    "reserves?": [{"fact": "text", "seats": "count", "is_hard": "truth"}],
    "first_share?": {"at_least": "share", "is_hard": "truth"},
    "later_share?": {"at_most": "share"},
}
RULES = {
    "programmes": {"*": PROGRAMME},
    "criteria": [{"by": "text", "first?": ("high", "low"), "values?": ["text"]}],
    "gap?": {"points": ["figure"], "rank": ("declared", "remaining"), "score?": "text"},
    "floors?": [FLOOR],
    "reserves_first?": "truth",
    "tie": ("all", "none", "broken"),
    "direct?": ("in_quota", "beside_quota", "highest"),
    "most_wishes?": "count",
}
LOTS = {"commitment": "text", "secret": "text", "draw": "text"}
APPLICANT = {
    "name": "text",
    "wishes": ["text"],
    "facts": {"*": "fact"},
    "facts_at": {"*": {"*": "fact"}},
    "lot": "lot",
    "direct": ["text"],
}
HEAD = {"format": "count", "rules": RULES, "lots?": LOTS}
ROUND = {**HEAD, "applicants": [APPLICANT], "seats": {"*": "text"}, "root": "hash"}
FIRST = {**HEAD, "count": "count"}  # the first row
STEP = {"side": ("left", "right"), "hash": "hash"}
FAMILY = {"row": "row", "number": "count", "count": "count", "path": [STEP], "root": "hash"}
SINGLE: dict[str, tuple[Any, str]] = {  # what may stand at the ends of these shapes
    "text": (lambda v: isinstance(v, str), "chữ"),
    "count": (lambda v: type(v) is int and v >= 0, "số nguyên không âm"),
    "truth": (lambda v: isinstance(v, bool), "true hoặc false"),
    "figure": (lambda v: isinstance(v, str) and FIGURE.fullmatch(v), 'số viết như chữ ("0.5")'),
    "share": (lambda v: SINGLE["figure"][0](v) and 0 <= Decimal(v) <= 1, 'số từ "0" đến "1"'),
    "fact": (lambda v: isinstance(v, (str, bool)), "chữ, true hoặc false (số viết như chữ)"),
    "lot": (lambda v: v is None or type(v) is int, "số nguyên hoặc null"),
    "hash": (lambda v: isinstance(v, str) and re.fullmatch("[0-9a-f]{64}", v), "64 chữ số hex"),
    "row": (lambda v: isinstance(v, dict), "đối tượng JSON"),
}


def shown(name: object) -> str:
    """A text of the file, safe to print: nobody forges a line of this report by a line break."""
    text = str(name)
    if text.isprintable() and len(text) <= 100:
        return text
    safe = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text[:100])
    return safe + ("…" if len(text) > 100 else "")


def check(holds: object, sentence: str) -> None:
    """Stop with the sentence unless it holds."""
    if not holds:
        raise Unreadable(sentence)


def shaped(value: Json, shape: Any, where: str) -> Json:
    """`value`, which has this shape, its figures as exact decimals, its missing words as None."""
    if isinstance(shape, str):
        test, wanted = SINGLE[shape]
        check(test(value), f"{where}: phải là {wanted}.")
        return Decimal(value) if shape in ("figure", "share") else value
    if isinstance(shape, tuple):
        allowed = isinstance(value, str) and value in shape
        check(allowed, f"{where}: phải là một trong các từ {', '.join(shape)}.")
        return value
    if isinstance(shape, list):
        check(isinstance(value, list), f"{where}: phải là danh sách.")
        return [shaped(item, shape[0], where) for item in value]
    check(isinstance(value, dict), f"{where}: phải là đối tượng JSON.")
    if "*" in shape:
        return {k: shaped(v, shape["*"], f"{where}, {shown(k)}") for k, v in value.items()}
    known = {word.rstrip("?") for word in shape}
    for word in value:
        check(word in known, f"{where}: có từ lạ “{shown(word)}”.")
    found = {}
    for word, inner in shape.items():
        name = word.rstrip("?")
        check(name in value or name != word, f"{where}: thiếu từ “{name}”.")
        is_absent = name != word and value.get(name) is None
        found[name] = None if is_absent else shaped(value[name], inner, f"{where}, {name}")
    return found


def refuse_float(text: str) -> None:
    raise Unreadable(f'Số {shown(text)}: số lẻ phải viết như chữ, ví dụ "0.5".')


def whole_number(text: str) -> int:
    check(len(text) <= 20, f"Số {shown(text)} quá dài.")
    return int(text)


def without_repeats(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for key, value in pairs:
        check(key not in found, f"“{shown(key)}” có hai lần trong cùng một đối tượng JSON.")
        found[key] = value
    return found


def read_json(path: str) -> Json:
    """The JSON of a file: UTF-8, no floats, no word twice in one object, not too large."""
    try:
        with Path(path).open("rb") as file:
            raw = file.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        raise Unreadable(f"Không mở được tệp {shown(path)}.") from error
    check(len(raw) <= LARGEST_FILE, f"Tệp lớn hơn {LARGEST_FILE // 1024**2} MB.")
    try:
        value = json.loads(
            raw.decode("utf-8"),
            parse_float=refuse_float,
            parse_constant=refuse_float,
            parse_int=whole_number,
            object_pairs_hook=without_repeats,
        )
        row_bytes(value)  # half a surrogate pair is no text
    except UnicodeError as error:
        raise Unreadable("Tệp không phải văn bản UTF-8.") from error
    except ValueError as error:
        line = getattr(error, "lineno", "?")
        raise Unreadable(f"Tệp không phải JSON (dòng {line}).") from error
    except (RecursionError, MemoryError) as error:
        raise Unreadable("Tệp có quá nhiều tầng lồng nhau, hoặc quá lớn cho máy này.") from error
    return value


def read_round(published: Json) -> Json:
    """A round of section 6, checked: names in order and known, no wish twice."""
    found = shaped(published, ROUND, "Tệp")
    rules, programmes = found["rules"], found["rules"]["programmes"]
    check(found["format"] == 1, "Tệp: format phải là 1.")
    check(rules["gap"] is None or rules["gap"]["points"], "Tệp, rules, gap: points trống.")
    needs_order = any(p["reserves"] or p["first_share"] for p in programmes.values())
    check(not needs_order or rules["reserves_first"] is not None, "Tệp: thiếu reserves_first.")
    for criterion in rules["criteria"]:
        ways = criterion["by"] in ("lot", "wish") or criterion["first"] or criterion["values"]
        check(ways, f"Tệp, criteria, {shown(criterion['by'])}: thiếu first hoặc values.")
    by_lot = any(criterion["by"] == "lot" for criterion in rules["criteria"])
    before = None
    for a in found["applicants"]:
        where = f"Thí sinh {shown(a['name'])}"
        check(before is None or before < a["name"], f"{where}: tên lặp lại hoặc sai thứ tự.")
        before = a["name"]
        check(len(set(a["wishes"])) == len(a["wishes"]), f"{where}: một nguyện vọng có hai lần.")
        most = rules["most_wishes"]
        check(most is None or len(a["wishes"]) <= most, f"{where}: quá {most} nguyện vọng.")
        for name in [*a["wishes"], *a["direct"], *a["facts_at"]]:
            check(name in programmes, f"{where}: không có chương trình {shown(name)}.")
        check(a["direct"] == sorted(set(a["direct"])), f"{where}: direct lặp lại hoặc sai thứ tự.")
        check(rules["direct"] or not a["direct"], f"{where}: rules không nói gì về direct.")
        has_lot = a["lot"] is not None or found["lots"] is not None
        check(has_lot or not by_lot, f"{where}: thiếu số bốc thăm.")
    return found


# ---- The order of the applicants at a programme: sections 1 and 2


def fact(applicant: Json, programme: str, name: str) -> str | bool | None:
    """What is known of an applicant at a programme; what holds there wins."""
    there: dict[str, str | bool] = applicant["facts_at"].get(programme, {})
    return there[name] if name in there else applicant["facts"].get(name)


def mark(applicant: Json, programme: str, name: str) -> Decimal:
    value = fact(applicant, programme, name)
    is_figure = value is None or (isinstance(value, str) and FIGURE.fullmatch(value))
    check(is_figure, f"Thí sinh {shown(applicant['name'])}: {shown(name)} phải là số.")
    return MISSING if value is None else Decimal(value)


def wishes_that_count(applicant: Json, rules: Json) -> list[str]:
    """The wishes that no floor of the plan or of the programme stops, in order."""

    def passes(floor: Json, programme: str) -> bool:
        points = mark(applicant, programme, floor["fact"])
        return bool(points > floor["points"] if floor["must_exceed"] else points >= floor["points"])

    def floors(programme: str) -> list[Json]:
        return [*(rules["floors"] or []), *(rules["programmes"][programme]["floors"] or [])]

    return [w for w in applicant["wishes"] if all(passes(floor, w) for floor in floors(w))]


class Order:
    """The criteria as a key: the smaller key stands before."""

    def __init__(self, rules: Json, applicants: list[Json]) -> None:
        self.rules = rules
        everything = [f for a in applicants for f in [a["facts"], *a["facts_at"].values()]]
        self.yes_no = {n for facts in everything for n, v in facts.items() if v in (True, False)}

    def key(self, applicant: Json, programme: str, counting: list[str]) -> tuple[Any, ...]:
        has_right = self.rules["direct"] == "highest" and programme in applicant["direct"]
        standing = [self.part(c, applicant, programme, counting) for c in self.rules["criteria"]]
        return (not has_right, *standing)

    def part(self, criterion: Json, applicant: Json, programme: str, counting: list[str]) -> Any:
        by, values, gap = criterion["by"], criterion["values"], self.rules["gap"]
        if by in ("lot", "wish"):
            return applicant["lot"] if by == "lot" else applicant["wishes"].index(programme)
        if values:  # an empty list names no order
            value = fact(applicant, programme, by)
            return values.index(value) if value in values else len(values)
        if by in self.yes_no:
            value = fact(applicant, programme, by)
            check(not isinstance(value, str), f"{shown(by)}: lúc là chữ, lúc là true/false.")
            order = (True, False) if criterion["first"] == "high" else (False, True)
            return (*order, None).index(value)
        points = mark(applicant, programme, by)
        if fact(applicant, programme, by) is None:
            return LAST
        if gap is not None and by == (gap["score"] or "score"):
            ranked = counting if gap["rank"] == "remaining" else applicant["wishes"]
            points -= gap["points"][min(ranked.index(programme), len(gap["points"]) - 1)]
        return -points if criterion["first"] == "high" else points


# ---- What a programme keeps: section 3


class Ask(NamedTuple):
    """An applicant who asks a programme. Equals have the same place; 0 is the best."""

    place: int
    applicant: int
    is_later: bool
    groups: frozenset[str]


class Block(NamedTuple):
    """Seats that are filled together; its group has the same name."""

    name: str
    seats: int
    is_soft: bool


def blocks_of(programme: Json, quota: int, reserves_first: bool) -> list[Block]:
    """The blocks in the order of filling; the last one also gets the soft seats left."""
    reserved, left = [], quota
    for number, reserve in enumerate(programme["reserves"] or []):
        seats = min(reserve["seats"], left)
        left -= seats
        reserved.append(Block(f"reserve {number}", seats, not reserve["is_hard"]))
    share = programme["first_share"]
    if share is not None:
        wanted = int((share["at_least"] * quota).to_integral_value(decimal.ROUND_CEILING))
        seats = min(wanted, left)
        left -= seats
        reserved.append(Block("first wishes", seats, not share["is_hard"]))
    opened = Block("open", left, False)
    return [*reserved, opened] if reserves_first else [opened, *reserved, Block("end", 0, False)]


class Desk:
    """A programme while the round runs: who ever asked it, whom it holds, whom it refused."""

    def __init__(self, programme: Json, quota: int, rules: Json) -> None:
        self.programme, self.tie = programme, rules["tie"]
        self.blocks = blocks_of(programme, quota, rules["reserves_first"] is not False)
        share = programme["later_share"]
        self.later_seats = None if share is None else int(share["at_most"] * quota)
        self.asked: list[Ask] = []
        self.held: set[int] = set()
        self.refused: set[int] = set()
        self.limits: dict[str, int] = {}  # of `none`: block → the place from which it takes nobody
        self.is_crowded = self.depends_on_order = False

    def ask(self, applicant: Json, number: int, place: int, name: str) -> Ask:
        reserves = enumerate(self.programme["reserves"] or [])
        groups = {f"reserve {n}" for n, r in reserves if fact(applicant, name, r["fact"]) is True}
        is_later = applicant["wishes"][0] != name
        groups |= {"open", "end"} if is_later else {"open", "end", "first wishes"}
        return Ask(place, number, is_later, frozenset(groups))

    def hear(self, new: list[Ask]) -> set[int]:
        """Choose again after these asked too; who is refused now.

        Section 4 chooses among those not yet refused. The choice among all who ever asked must be
        the same; where it is not, the rules make the result depend on who asks when.
        """
        self.asked = sorted(self.asked + new)
        waiting = [ask for ask in self.asked if ask.applicant not in self.refused]
        among_all, _ = self.choose(self.asked, dict(self.limits))
        self.held, self.is_crowded = self.choose(waiting, self.limits)
        self.depends_on_order |= among_all != self.held
        refused = {ask.applicant for ask in waiting} - self.held
        self.refused |= refused
        return refused

    def choose(self, asks: list[Ask], limits: dict[str, int]) -> tuple[set[int], bool]:
        """Whom the blocks take, one after the other; and whether equals are too many somewhere."""
        taken: set[int] = set()
        later_left = len(asks) if self.later_seats is None else self.later_seats
        spare, is_crowded = 0, False
        for block in self.blocks:
            seats = block.seats + (spare if block is self.blocks[-1] else 0)
            free = (a for a in asks if block.name in a.groups and a.applicant not in taken)
            name = "open" if block.name == "end" else block.name  # one limit for both
            chosen, is_tied = self.fill(name, seats, later_left, free, limits)
            taken |= {ask.applicant for ask in chosen}
            later_left -= sum(ask.is_later for ask in chosen)
            spare += max(0, seats - len(chosen)) if block.is_soft else 0
            is_crowded |= is_tied
        return taken, is_crowded

    def fill(
        self, block: str, seats: int, later_left: int, asks: Iterable[Ask], limits: dict[str, int]
    ) -> tuple[list[Ask], bool]:
        """Take the best, equals by equals, until a limit: of the seats, or of the later wishes."""
        chosen: list[Ask] = []
        later_chosen, is_tied = 0, False
        for place, equals in groupby(asks, key=lambda ask: ask.place):
            if len(chosen) >= seats or place >= limits.get(block, place + 1):
                break
            group = list(equals)
            room = max(0, later_left - later_chosen)
            later = sum(ask.is_later for ask in group)
            is_cut = later > room > 0
            if place >= limits.get(block + ", later", place + 1) or room == 0:
                group = [ask for ask in group if not ask.is_later]
            elif is_cut and self.tie == "none":
                limits[block + ", later"] = place
                group = [ask for ask in group if not ask.is_later]
            is_over = len(chosen) + len(group) > seats
            is_tied |= is_cut or is_over
            if is_over and self.tie == "none":
                limits[block] = place
                break
            chosen += group
            later_chosen += sum(ask.is_later for ask in group)
        return chosen, is_tied


# ---- The seats: sections 2 (direct) and 4


def direct_seats(rules: Json, applicants: list[Json]) -> dict[int, str]:
    """Who is admitted before all others: the first wish where a right of direct admission holds."""
    if rules["direct"] not in ("in_quota", "beside_quota"):
        return {}
    rights = {n: [w for w in a["wishes"] if w in a["direct"]] for n, a in enumerate(applicants)}
    return {number: wishes[0] for number, wishes in rights.items() if wishes}


def desks_of(rules: Json, fixed: dict[int, str]) -> dict[str, Desk]:
    desks = {}
    for name, programme in rules["programmes"].items():
        before = list(fixed.values()).count(name) if rules["direct"] == "in_quota" else 0
        if before > programme["quota"]:
            raise NoResult(f"{shown(name)}: số tuyển thẳng {before} lớn hơn chỉ tiêu.")
        desks[name] = Desk(programme, programme["quota"] - before, rules)
    return desks


def asks_of(
    rules: Json, applicants: list[Json], desks: dict[str, Desk]
) -> list[list[tuple[str, Ask]]]:
    """For each applicant what they ask, the wish they want least first."""
    order, keys = Order(rules, applicants), defaultdict(list)
    counting = [wishes_that_count(a, rules) for a in applicants]
    for number, applicant in enumerate(applicants):
        for name in counting[number]:
            keys[name].append((order.key(applicant, name, counting[number]), number))
    asks: list[dict[str, Ask]] = [{} for _ in applicants]
    for name, found in keys.items():
        found.sort()
        for place, (_, equals) in enumerate(groupby(found, key=lambda pair: pair[0])):
            for _, number in equals:
                asks[number][name] = desks[name].ask(applicants[number], number, place, name)
    return [[(name, asks[n][name]) for name in reversed(counting[n])] for n in range(len(asks))]


def allocate(rules: Json, applicants: list[Json]) -> tuple[dict[str, str], list[str]]:
    """The seats, name → programme; and the programmes where the order of asking counts."""
    fixed = direct_seats(rules, applicants)
    desks = desks_of(rules, fixed)
    to_ask = asks_of(rules, applicants, desks)
    refused = {number for number in range(len(applicants)) if number not in fixed}
    while refused:
        new = defaultdict(list)
        for number in refused:
            if to_ask[number]:
                name, ask = to_ask[number].pop()
                new[name].append(ask)
        refused = {number for name in new for number in desks[name].hear(new[name])}
    tied = sorted(shown(name) for name, desk in desks.items() if desk.is_crowded)
    if rules["tie"] == "broken" and tied:
        raise NoResult(f"bằng nhau ở chỗ cuối mà tiêu chí không tách được: {', '.join(tied)}.")
    held = {number: name for name, desk in desks.items() for number in desk.held}
    seats = {applicants[n]["name"]: name for n, name in {**fixed, **held}.items()}
    return seats, sorted(shown(name) for name, desk in desks.items() if desk.depends_on_order)


# ---- Lots and root hash: sections 5 and 7


def lot_of(lots: Json, name: str) -> int:
    drawn = f"{lots['draw']}|{name}".encode()
    return int.from_bytes(hmac.new(lots["secret"].encode(), drawn, "sha256").digest()[:8], "big")


def row_bytes(row: Json) -> bytes:
    return json.dumps(row, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def leaf(row: Json) -> bytes:
    return hashlib.sha256(b"\0" + row_bytes(row)).digest()


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def root_of(published: Json) -> str:
    """The root hash of the file as it is published, its seats as they are claimed."""
    seats = published["seats"]
    head = {word: published.get(word) for word in ("format", "rules", "lots")}
    hashes = [leaf({**head, "count": len(published["applicants"])})]
    hashes += [
        leaf({"applicant": a, "seat": seats.get(a["name"])}) for a in published["applicants"]
    ]
    while len(hashes) > 1:
        paired = [node(hashes[i], hashes[i + 1]) for i in range(0, len(hashes) - 1, 2)]
        hashes = paired + hashes[len(paired) * 2 :]
    return hashes[0].hex()


# ---- The report


def check_lots(found: Json) -> list[str]:
    """Disagreements about the lots; from here on the recomputed lots count."""
    lots, wrong = found["lots"], []
    if lots is None:
        return []
    if hashlib.sha256(lots["secret"].encode()).hexdigest() != lots["commitment"]:
        wrong.append("Bốc thăm: bí mật không khớp với cam kết đã công bố trước.")
    for applicant in found["applicants"]:
        lot = lot_of(lots, applicant["name"])
        if lot != applicant["lot"]:
            name = shown(applicant["name"])
            wrong.append(f"{name}: số bốc thăm công bố {applicant['lot']}, tính lại {lot}.")
        applicant["lot"] = lot
    return wrong


def check_seats(found: Json) -> tuple[list[str], list[str]]:
    """Disagreements about the seats, and what a reader should know."""
    published = found["seats"]
    try:
        seats, by_order = allocate(found["rules"], found["applicants"])
    except NoResult as error:
        return [f"Theo quy tắc, đợt này không có kết quả: {error}"], []
    wrong = []
    for name in sorted({*seats, *published}):
        was, now = published.get(name), seats.get(name)
        if was != now:
            was, now = shown(was or "không trúng tuyển"), shown(now or "không trúng tuyển")
            wrong.append(f"{shown(name)}: công bố {was}; tính lại {now}.")
    known = {a["name"] for a in found["applicants"]}
    wrong += [
        f"{shown(n)}: có chỗ nhưng không có hồ sơ." for n in sorted(published) if n not in known
    ]
    notes = [f"Lưu ý: ở {name}, kết quả có thể phụ thuộc thứ tự xét (mục 4)." for name in by_order]
    return wrong, notes


def check_round(path: str) -> tuple[list[str], list[str]]:
    """What was checked, and the disagreements."""
    published = read_json(path)
    found = read_round(published)
    programmes, lots = found["rules"]["programmes"], found["lots"]
    quotas = sum(programme["quota"] for programme in programmes.values())
    said = [
        f"Đã đọc {len(found['applicants'])} thí sinh, {len(programmes)} chương trình, "
        f"{quotas} chỉ tiêu, {len(found['seats'])} chỗ đã công bố."
    ]
    if lots is None:
        said.append("Bốc thăm: không công bố bí mật, số bốc thăm được tin như trong tệp.")
    else:
        said.append(
            f"Bốc thăm: kết quả quay “{shown(lots['draw'])}”, cam kết {shown(lots['commitment'])}."
        )
    wrong = check_lots(found)
    seats, notes = check_seats(found)
    root = root_of(published)
    if root != found["root"]:
        seats.append(f"Mã băm gốc: công bố {found['root']}, tính lại {root}.")
    return [*said, *notes, f"Mã băm gốc tính lại: {root}"], wrong + seats


def check_family(path: str, printed: str) -> tuple[list[str], list[str]]:
    """One row under the root that the decision prints."""
    check(SINGLE["hash"][0](printed.lower()), "ROOT: phải là 64 chữ số hex như trong quyết định.")
    found = shaped(read_json(path), FAMILY, "Tệp")
    row, place, width = found["row"], found["number"], found["count"]
    check(place < width, "Tệp: number phải nhỏ hơn count.")
    shaped(row, {"applicant": APPLICANT, "seat?": "text"} if place else FIRST, "Tệp, row")
    value, sides = leaf(row), []
    for step in found["path"]:
        other = bytes.fromhex(step["hash"])
        value = node(other, value) if step["side"] == "left" else node(value, other)
    while width > 1:
        if place % 2 or place + 1 < width:
            sides.append("left" if place % 2 else "right")
        place, width = place // 2, (width + 1) // 2
    wrong = []
    if sides != [step["side"] for step in found["path"]]:
        wrong.append("Đường băm không phải đường của dòng số này.")
    if not value.hex() == found["root"] == printed.lower():
        wrong.append(f"Mã băm gốc: trong tệp {found['root']}, tính lại {value.hex()}.")
    said = [f"Dòng số {found['number']} trong {found['count']} dòng:", shown_row(row)]
    return said, wrong


def shown_row(row: Json) -> str:
    """The row as it was counted, every letter printable."""
    return "".join(c if c.isprintable() else "?" for c in row_bytes(row).decode())


def main(arguments: list[str]) -> int:
    """Check what the arguments name; the exit status. Whoever calls this keeps their own way of
    counting.
    """
    exact = decimal.Context(prec=100, traps=[decimal.Inexact, decimal.InvalidOperation])
    with decimal.localcontext(exact):
        return checked(arguments)


def checked(arguments: list[str]) -> int:
    """The same, where no figure is rounded."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        if len(arguments) == 3 and arguments[0] == "--family":
            said, wrong = check_family(arguments[1], arguments[2])
        else:
            usage = "Cách dùng: verify_allocation.py round.json, hoặc --family file.json ROOT."
            check(len(arguments) == 1 and arguments[0] != "--family", usage)
            said, wrong = check_round(arguments[0])
    except Unreadable as error:
        sys.stdout.write(f"KHÔNG ĐỌC ĐƯỢC. {error}\n")
        return 2
    end = f"KHÔNG KHỚP: {len(wrong)} điều." if wrong else "KHỚP: tính lại đúng như công bố."
    sys.stdout.write("\n".join([*said, *wrong, end]) + "\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
