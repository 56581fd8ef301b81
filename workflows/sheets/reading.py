"""Reads a procedure's sheet (Markdown) as the national portal publishes it, with the line of
everything it says.

Two shapes exist: sections with tables, and an older one whose tables were flattened into running
text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from foundation.text import clean_text, fold

NOTHING = frozenset({"", "khong co thong tin", "khong co", "n/a", "khong"})
_HEADING = re.compile(r"^(#{1,2})\s+(.+)$")
_FACT = re.compile(r"^\*\s+\*\*(.+?):\*\*\s*(.*)$")
_RESULT = re.compile(r"^\*\s+(.+?)(?:\s*\(Mã:\s*`?([\w.]+)`?\))?\s*$")
_FLAT_PAPER = re.compile(r"(.+?)Bản chính:\s*(\d+)\s*-\s*Bản sao:\s*(\d+)", re.DOTALL)
_FLAT_HEAD = re.compile(r"^.*?Tên giấy tờ\s+Mẫu đơn, tờ khai\s+Số lượng\s*", re.DOTALL)
_FLAT_CHANNEL = re.compile(r"(Trực tiếp|Trực tuyến|Dịch vụ bưu chính)\s+(?=\d+\s+\w)")
_FLAT_TIME = re.compile(r"^(\d+\s+(?:ngày làm việc|ngày|giờ|tháng))\s*", re.IGNORECASE)
_LEGAL_NUMBER = re.compile(r"\d+(?:\.\d+)?/\d{4}/[A-ZĐ][\w\-]*")


@dataclass(frozen=True)
class Said:
    """A piece of the sheet and the line it stands in (from 1)."""

    text: str
    line: int

    def __bool__(self) -> bool:
        return fold(self.text).strip(" .") not in NOTHING


@dataclass(frozen=True)
class ChannelRow:
    """A way to file: its name, time, fee and remarks, as written."""

    name: Said
    time: Said
    fee: Said
    remarks: Said


@dataclass(frozen=True)
class PaperRow:
    """A paper with its counts."""

    name: Said
    originals: int
    copies: int
    form: str = ""


@dataclass
class Sheet:
    """What a sheet says, nothing added."""

    title: Said
    facts: dict[str, Said] = field(default_factory=dict)
    channels: list[ChannelRow] = field(default_factory=list)
    papers: list[PaperRow] = field(default_factory=list)
    legal: list[tuple[Said, str]] = field(default_factory=list)  # (title, number)
    result: Said = Said("", 0)
    result_code: str = ""
    office: Said = Said("", 0)
    steps: list[Said] = field(default_factory=list)
    conditions: list[Said] = field(default_factory=list)

    def fact(self, name: str) -> Said:
        """One of the general facts; empty when the sheet does not say it."""
        return self.facts.get(name, Said("", 0))


def read(text: str) -> Sheet:
    """The sheet a Markdown text holds. Raises ValueError when it has no title or no section."""
    parts = _sections(text)
    titles = [said for said in parts.pop("", []) if _HEADING.match(said.text)]
    if not titles or not parts:
        raise ValueError(
            "this is no sheet of the national portal: a title (#) and sections (##) are expected"
        )
    sheet = Sheet(Said(clean_text(titles[0].text.lstrip("#")), titles[0].line))
    sheet.facts = dict(_facts(parts.get("Thông tin chung", [])))
    sheet.channels = _channels(parts.get("Cách thức thực hiện", []))
    sheet.papers = _papers(parts.get("Thành phần hồ sơ", []))
    sheet.legal = _legal(parts.get("Căn cứ pháp lý", [])) or _mentioned(parts)
    sheet.office = next(iter(parts.get("Cơ quan thực hiện", [])), Said("", 0))
    sheet.steps = parts.get("Trình tự thực hiện", [])
    sheet.conditions = [said for said in parts.get("Yêu cầu, điều kiện thực hiện", []) if said]
    for said in parts.get("Kết quả xử lý", []):
        found = _RESULT.match(said.text)
        if found and said:
            sheet.result, sheet.result_code = Said(found[1], said.line), found[2] or ""
            break
    return sheet


def _sections(text: str) -> dict[str, list[Said]]:
    """Heading → its lines that are not empty; "" is what stands before the first section."""
    parts: dict[str, list[Said]] = {"": []}
    current = ""
    for number, line in enumerate(text.splitlines(), 1):
        heading = _HEADING.match(line)
        if heading and heading[1] == "##":
            current = clean_text(heading[2])
            parts[current] = []
        elif line.strip():
            parts[current].append(Said(clean_text(line), number))
    return parts


def _facts(lines: Iterable[Said]) -> Iterator[tuple[str, Said]]:
    for said in lines:
        if found := _FACT.match(said.text):
            yield clean_text(found[1]), Said(clean_text(found[2]), said.line)


def _rows(lines: Iterable[Said], width: int) -> list[list[Said]]:
    """Rows of a Markdown table below its head."""
    rows = [
        [
            Said(clean_text(cell.replace("<br>", "\n")), said.line)
            for cell in said.text.strip("|").split(" | ")
        ]
        for said in lines
        if said.text.startswith("|")
    ]
    return [row for row in rows[1:] if len(row) >= width and not set(row[0].text) <= set("-: ")]


def _channels(lines: list[Said]) -> list[ChannelRow]:
    rows = [ChannelRow(*row[:4]) for row in _rows(lines, 4)]
    return rows or [row for said in lines for row in _flat_channels(said)]


def _flat_channels(said: Said) -> Iterator[ChannelRow]:
    pieces = _FLAT_CHANNEL.split(said.text)
    for name, rest in zip(pieces[1::2], pieces[2::2], strict=True):
        time = _FLAT_TIME.match(rest)
        if time:
            fee = " ".join(re.findall(r"Phí:\s*[\d.]*\s*Đồng", rest))
            remarks = re.sub(r"Phí:\s*[\d.]*\s*Đồng(Xem chi tiết)?", "", rest[time.end() :]).strip()
            yield ChannelRow(*(Said(text, said.line) for text in (name, time[1], fee, remarks)))


def _papers(lines: list[Said]) -> list[PaperRow]:
    rows = [
        PaperRow(
            row[0],
            int(row[1].text),
            int(row[2].text),
            row[3].text if len(row) > 3 and row[3] else "",
        )
        for row in _rows(lines, 3)
        if row[1].text.isdigit() and row[2].text.isdigit()
    ]
    return rows or [row for said in lines for row in _flat_papers(said)]


def _flat_papers(said: Said) -> Iterator[PaperRow]:
    for name, originals, copies in _FLAT_PAPER.findall(_FLAT_HEAD.sub("", said.text)):
        yield PaperRow(Said(clean_text(name), said.line), int(originals), int(copies))


def _legal(lines: list[Said]) -> list[tuple[Said, str]]:
    found = []
    for row in _rows(lines, 2):
        number = _LEGAL_NUMBER.search(row[1].text) or _LEGAL_NUMBER.search(row[0].text)
        found.append((row[0], number[0] if number else row[1].text))
    return found


def _mentioned(parts: dict[str, list[Said]]) -> list[tuple[Said, str]]:
    """Legal texts named in the prose, where the sheet has no list of them."""
    found: dict[str, Said] = {}
    for said in (said for lines in parts.values() for said in lines):
        for number in _LEGAL_NUMBER.findall(said.text):
            found.setdefault(number, said)
    return [(Said(number, said.line), number) for number, said in found.items()]
