"""From a sheet to a draft of procedure.yaml: what the sheet says, the generic way of the office,
and every doubt.
"""

from __future__ import annotations

import copy
import datetime as dt
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from foundation.text import fold
from workflows.checker.hours import OFFICE_HOURS
from workflows.sheets import amounts, cases, prose
from workflows.sheets.deciders import Decider, decider
from workflows.sheets.papers import papers_of
from workflows.sheets.reading import ChannelRow, Said, Sheet

_SKELETON = Path(__file__).with_name("skeleton.yaml")
CHANNELS = {"truc tuyen": "ONLINE", "truc tiep": "DIRECT", "dich vu buu chinh": "POSTAL"}
AUDIENCES = {
    "cong dan viet nam": "CITIZEN",
    "nguoi viet nam dinh cu o nuoc ngoai": "OVERSEAS_VIETNAMESE",
    "nguoi nuoc ngoai": "FOREIGNER",
    "doanh nghiep": "BUSINESS",
    "doanh nghiep co von dau tu nuoc ngoai": "FOREIGN_BUSINESS",
    "hop tac xa": "COOPERATIVE",
    "can bo, cong chuc, vien chuc": "OFFICIAL",
}
#: Which part of the limit each step may take: signing and sealing are short, the rest is for the
#: examination.
SHARES = {"examine": 0.6, "sign": 0.15, "sign_refusal": 0.15, "seal": 0.05, "seal_refusal": 0.05}
NO_AUTHORITY = "chua-ro-co-quan"
NOTICE_LENGTH = 2000


@dataclass(frozen=True)
class Doubt:
    """What the sheet does not say, or says in words only; `line` of the sheet, 0 where it is
    silent.
    """

    line: int
    text: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.text}" if self.line else f"not in the sheet: {self.text}"


@dataclass
class Draft:
    """The draft as plain data, with its doubts."""

    data: dict[str, Any]
    doubts: list[Doubt] = field(default_factory=list)

    def doubt(self, text: str, said: Said | None = None) -> None:
        """Note something a person must settle; the same thing is noted once."""
        noted = Doubt(said.line if said is not None else 0, text)
        if noted not in self.doubts:
            self.doubts.append(noted)

    def text(self) -> str:
        """The draft as YAML, its doubts as remarks on top."""
        remarks = "".join(f"# - {doubt}\n" for doubt in self.doubts)
        head = "# A draft made from a sheet of the national portal. To settle before publishing:\n"
        return f"{head}{remarks}{self.body()}"

    def body(self) -> str:
        """The same without the doubts."""
        yaml = YAML()
        yaml.width = 120
        yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
        written = io.StringIO()
        yaml.dump(self.data, written)
        return written.getvalue()


def draft(
    sheet: Sheet, authorities: Mapping[str, str], today: dt.date, decides: Decider | None = None
) -> Draft:
    """Make the draft. `authorities`: slug → name of those this site knows, from which the deciding
    one is guessed where `decides` does not name it.
    """
    made = Draft({})
    skeleton = copy.deepcopy(YAML(typ="safe").load(_SKELETON))
    found = decides or decider(sheet, authorities)
    code = sheet.fact("Mã thủ tục")
    made.data |= {
        "code": code.text or "0.000000",
        "slug": f"tthc-{code.text.replace('.', '-')}" if code else "tthc-moi",
        "valid_from": today.isoformat(),
        "title": {"vi": sheet.title.text},
        "field": sheet.fact("Lĩnh vực").text or "Chưa phân loại",
        "audience": _audience(sheet, made),
        "authority": _authority(found, made),
        "result": _result(sheet, made),
        "legal_basis": _legal_basis(sheet, today, made),
    }
    made.data |= _channels(sheet, made)
    _add_cases(sheet, skeleton, made)
    _add_papers(sheet, skeleton, made)
    _add_to_request(sheet, found, skeleton, made)
    made.data |= skeleton
    _set_hours(made)
    _say_what_is_generic(sheet, made)
    return made


def _audience(sheet: Sheet, made: Draft) -> list[str]:
    said = sheet.fact("Đối tượng thực hiện")
    words = [fold(word) for word in re.sub(r"\([^)]*\)", "", said.text).split(", ")]
    if "can bo" in words:  # the one name with commas in it
        words.append("can bo, cong chuc, vien chuc")
    found = [
        AUDIENCES.get(word) or ("ORGANISATION" if word.startswith("to chuc") else "")
        for word in words
    ]
    known = [audience for audience in dict.fromkeys(found) if audience]
    if not known:
        made.doubt("who may apply; citizens stand in", said)
    return known or ["CITIZEN"]


def _authority(found: Decider | None, made: Draft) -> dict[str, Any]:
    if found is None:
        made.doubt(f"which authority decides; '{NO_AUTHORITY}' stands in")
        return {"decides": NO_AUTHORITY, "receives": [NO_AUTHORITY]}
    if found.doubt:
        made.doubt(found.doubt, found.said)
    return {"decides": found.place, "receives": [found.place]}


def _result(sheet: Sheet, made: Draft) -> dict[str, Any]:
    if not sheet.result:
        made.doubt("what the applicant gets; the procedure's own name stands in")
    if not sheet.result_code:
        made.doubt("the national code of the result", sheet.result if sheet.result else None)
    return {"code": sheet.result_code, "name": {"vi": sheet.result.text or sheet.title.text}}


def _legal_basis(sheet: Sheet, today: dt.date, made: Draft) -> list[dict[str, Any]]:
    decision = sheet.fact("Số quyết định")
    texts = [
        *sheet.legal,
        *(
            [(Said("Quyết định công bố thủ tục hành chính", decision.line), decision.text)]
            if decision
            else []
        ),
    ]
    if not texts:
        made.doubt("the legal basis")
    basis = []
    for title, number in texts or [(Said("Chưa rõ căn cứ pháp lý", 0), "-")]:
        year = re.search(r"/(\d{4})/", number)
        in_force = f"{year[1]}-01-01" if year else today.isoformat()
        made.doubt(f"when {number} came into force; {in_force} stands in", title)
        basis.append({"number": number, "title": title.text[:1000], "in_force": in_force})
    return basis


def _channels(sheet: Sheet, made: Draft) -> dict[str, Any]:
    """The ways to file, and the limit they share; a way with another limit states it itself."""
    channels: list[dict[str, Any]] = []
    common: list[dict[str, Any]] = []
    for row in sheet.channels:
        kind = CHANNELS.get(fold(row.name.text))
        if kind is None:
            made.doubt(f"{row.name.text!r} is no known way to file and was left out", row.name)
            continue
        limit = _limit(row, made)
        common = common or limit
        own = {"time_limit": {"phases": limit}} if limit and limit != common else {}
        channels.append({"kind": kind, "fee": _fee(row.fee, made), **own})
    if not channels:
        made.doubt("by which ways one may file; at the counter stands in")
    if not common:
        made.doubt("the time limit; five working days stand in")
    whole: dict[str, Any] = {
        "phases": common or [{"id": "decide", "amount": 5, "unit": "WORKING_DAY"}]
    }
    if extension := cases.extension_of(sheet.channels, common):
        whole["extension"] = extension
        made.doubt("the longer limit was taken for the one extension", sheet.channels[0].remarks)
    return {"channels": channels or [{"kind": "DIRECT", "fee": 0}], "time_limit": whole}


def _limit(row: ChannelRow, made: Draft) -> list[dict[str, Any]]:
    """The phases in the time's own cell; "same day" and mixed limits stand in the remarks only."""
    remarks = amounts.phases(row.remarks.text)
    same_day = bool(remarks) and remarks[0]["unit"] == "SAME_DAY"
    limit = remarks if same_day else amounts.phases(row.time.text) or remarks
    if same_day or cases.cases_of([row]) or cases.extension_of([row], limit):
        return limit
    if len(amounts.limits_named(f"{row.time.text} {row.remarks.text}")) > len(limit):
        made.doubt(
            f"the time depends on more than the channel: {row.remarks.text[:200]!r}", row.remarks
        )
    return limit


def _fee(said: Said, made: Draft) -> int:
    found = amounts.fees(said.text)
    if len(found) > 1:
        made.doubt(f"several fees, only the first was taken: {said.text!r}", said)
    if not found:
        made.doubt("the fee; none stands in", said)
    return found[0] if found else 0


def _add_cases(sheet: Sheet, skeleton: dict[str, Any], made: Draft) -> None:
    """The cases the sheet gives times of their own, with the question that tells them apart; else
    one for everybody.
    """
    found = cases.cases_of(sheet.channels)
    if found:
        _section(skeleton, "request")["fields"].insert(0, cases.question(found))
        made.doubt(
            "the cases were taken from the times, with a question that asks",
            sheet.channels[0].remarks,
        )
    made.data["cases"] = found or [
        {"id": "all", "title": {"vi": "Mọi trường hợp", "en": "Everybody"}}
    ]


def _add_papers(sheet: Sheet, skeleton: dict[str, Any], made: Draft) -> None:
    """Every paper in every case, and an upload for each; a paper asked only of some has a question
    before it.
    """
    found = papers_of(sheet.papers)
    for doubt in found.doubts:
        made.doubt(*doubt)
    for case in made.data["cases"]:
        case["papers"] = copy.deepcopy(found.papers)
    if found.fields:
        title = {"vi": "Giấy tờ kèm theo", "en": "Papers"}
        skeleton["form"]["sections"].append(
            {"id": "papers", "title": title, "fields": found.fields}
        )


def _add_to_request(
    sheet: Sheet, found: Decider | None, skeleton: dict[str, Any], made: Draft
) -> None:
    """What the applicant must know, and the authority where they name it."""
    fields = _section(skeleton, "request")["fields"]
    if found is not None and found.field is not None:
        fields.insert(0, found.field)
    if sheet.conditions:
        words = "\n".join(said.text for said in sheet.conditions)[:NOTICE_LENGTH]
        label = {"vi": "Yêu cầu, điều kiện", "en": "Conditions"}
        fields.insert(
            0, {"id": "conditions", "kind": "info", "label": label, "help": {"vi": words}}
        )
        made.doubt(
            "the conditions stand in the form as a notice; ask for what can be asked",
            sheet.conditions[0],
        )


def _section(skeleton: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(
        each for each in skeleton["form"]["sections"] if each.get("id") == name
    )
    return found


def _set_hours(made: Draft) -> None:
    """Share the limit of the shortest channel out among the steps, in half hours."""
    own = [*made.data["channels"], *made.data["cases"]]
    limits = [
        made.data["time_limit"],
        *(each["time_limit"] for each in own if "time_limit" in each),
    ]
    whole = min(
        sum(phase["amount"] * OFFICE_HOURS[phase["unit"]] for phase in limit["phases"])
        for limit in limits
    )
    for step in made.data["steps"]:
        if step["id"] in SHARES:
            step["hours"] = max(0.5, int(whole * SHARES[step["id"]] * 2) / 2)


def _say_what_is_generic(sheet: Sheet, made: Draft) -> None:
    if sheet.steps:
        last = sheet.steps[-1].line
        made.doubt(
            f"the steps are told in prose (to line {last}); the generic way of an office stands in",
            sheet.steps[0],
        )
    for text, said in prose.hints(sheet.steps):
        made.doubt(text, said)
    made.doubt("the Word template of the result (templates/result.docx)")
    made.doubt("the questions of the form beyond the applicant and the papers")
    made.doubt("the English names")
