"""From a sheet to a draft of procedure.yaml: what the sheet says, the generic way of the office, and every doubt."""

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

from organisations.text import fold
from workflows.checker.hours import OFFICE_HOURS
from workflows.sheets import amounts
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
#: Which part of the limit each step may take: signing and sealing are short, the rest is for the examination.
SHARES = {"examine": 0.6, "sign": 0.15, "sign_refusal": 0.15, "seal": 0.05, "seal_refusal": 0.05}
NO_AUTHORITY = "chua-ro-co-quan"


@dataclass(frozen=True)
class Doubt:
    """What the sheet does not say, or says in words only; `line` of the sheet, 0 where it is silent."""

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
        yaml = YAML()
        yaml.width = 120
        yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
        written = io.StringIO()
        yaml.dump(self.data, written)
        remarks = "".join(f"# - {doubt}\n" for doubt in self.doubts)
        head = "# A draft made from a sheet of the national portal. To settle before publishing:\n"
        return f"{head}{remarks}{written.getvalue()}"


def draft(sheet: Sheet, authorities: Mapping[str, str], today: dt.date) -> Draft:
    """Make the draft. `authorities`: slug → name of those this site knows, from which the deciding one is guessed."""
    made = Draft({})
    skeleton = copy.deepcopy(YAML(typ="safe").load(_SKELETON))
    code = sheet.fact("Mã thủ tục")
    made.data |= {
        "code": code.text or "0.000000",
        "slug": f"tthc-{code.text.replace('.', '-')}" if code else "tthc-moi",
        "valid_from": today.isoformat(),
        "title": {"vi": sheet.title.text},
        "field": sheet.fact("Lĩnh vực").text or "Chưa phân loại",
        "audience": _audience(sheet, made),
        "authority": _authority(sheet, authorities, made),
        "result": _result(sheet, made),
        "legal_basis": _legal_basis(sheet, today, made),
    }
    made.data |= _channels(sheet, made)
    _add_papers(sheet, skeleton, made)
    made.data |= skeleton
    _set_hours(made)
    _say_what_is_generic(sheet, made)
    return made


def _audience(sheet: Sheet, made: Draft) -> list[str]:
    said = sheet.fact("Đối tượng thực hiện")
    words = [fold(word) for word in re.sub(r"\([^)]*\)", "", said.text).split(", ")]
    if "can bo" in words:  # the one name with commas in it
        words.append("can bo, cong chuc, vien chuc")
    found = [AUDIENCES.get(word) or ("ORGANISATION" if word.startswith("to chuc") else "") for word in words]
    known = [audience for audience in dict.fromkeys(found) if audience]
    if not known:
        made.doubt("who may apply; citizens stand in", said)
    return known or ["CITIZEN"]


def _authority(sheet: Sheet, authorities: Mapping[str, str], made: Draft) -> dict[str, Any]:
    said = next((each for each in (sheet.fact("Cơ quan có thẩm quyền"), sheet.office) if each), None)
    slug = _guess(said.text, authorities) if said else ""
    if said and slug:
        made.doubt(f"'{said.text}' decides; the authority '{slug}' of this site was taken for it", said)
    else:
        what = f"'{said.text}' fits no authority of this site" if said else "which authority decides"
        made.doubt(f"{what}; '{NO_AUTHORITY}' stands in", said)
    return {"decides": slug or NO_AUTHORITY, "receives": [slug or NO_AUTHORITY]}


def _guess(said: str, authorities: Mapping[str, str]) -> str:
    """The one authority whose name begins with one of the names said; "" when none or several do."""
    heads = [re.sub(r"^(giam doc|chu tich|hieu truong)\s+", "", fold(part)) for part in said.split(",")]
    for head in heads:
        head = head.replace("ubnd", "uy ban nhan dan").removesuffix(" cap xa")
        fitting = [slug for slug, name in authorities.items() if head and fold(name).startswith(head)]
        if len(fitting) == 1:
            return fitting[0]
    return ""


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
        *([(Said("Quyết định công bố thủ tục hành chính", decision.line), decision.text)] if decision else []),
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
    return {
        "channels": channels or [{"kind": "DIRECT", "fee": 0}],
        "time_limit": {"phases": common or [{"id": "decide", "amount": 5, "unit": "WORKING_DAY"}]},
    }


def _limit(row: ChannelRow, made: Draft) -> list[dict[str, Any]]:
    """The phases in the time's own cell; "same day" and mixed limits stand in the remarks only."""
    remarks = amounts.phases(row.remarks.text)
    same_day = bool(remarks) and remarks[0]["unit"] == "SAME_DAY"
    limit = remarks if same_day else amounts.phases(row.time.text) or remarks
    if not same_day and len(amounts.limits_named(f"{row.time.text} {row.remarks.text}")) > len(limit):
        made.doubt(f"the time depends on more than the channel: {row.remarks.text[:200]!r}", row.remarks)
    return limit


def _fee(said: Said, made: Draft) -> int:
    found = amounts.fees(said.text)
    if len(found) > 1:
        made.doubt(f"several fees, only the first was taken: {said.text!r}", said)
    if not found:
        made.doubt("the fee; none stands in", said)
    return found[0] if found else 0


def _add_papers(sheet: Sheet, skeleton: dict[str, Any], made: Draft) -> None:
    """One case with every paper, and an upload for each; what a paper says of its own case stays in words."""
    found = papers_of(sheet.papers)
    for doubt in found.doubts:
        made.doubt(*doubt)
    made.data["cases"] = [{"id": "all", "title": {"vi": "Mọi trường hợp", "en": "Everybody"}, "papers": found.papers}]
    if found.fields:
        title = {"vi": "Giấy tờ kèm theo", "en": "Papers"}
        skeleton["form"]["sections"].append({"id": "papers", "title": title, "fields": found.fields})


def _set_hours(made: Draft) -> None:
    """Share the limit of the shortest channel out among the steps, in half hours."""
    limits = [made.data["time_limit"], *(each["time_limit"] for each in made.data["channels"] if "time_limit" in each)]
    whole = min(sum(phase["amount"] * OFFICE_HOURS[phase["unit"]] for phase in limit["phases"]) for limit in limits)
    for step in made.data["steps"]:
        if step["id"] in SHARES:
            step["hours"] = max(0.5, int(whole * SHARES[step["id"]] * 2) / 2)


def _say_what_is_generic(sheet: Sheet, made: Draft) -> None:
    if sheet.steps:
        last = sheet.steps[-1].line
        made.doubt(
            f"the steps are told in prose (to line {last}); the generic way of an office stands in", sheet.steps[0]
        )
    made.doubt("the Word template of the result (templates/result.docx)")
    made.doubt("the questions of the form beyond the applicant and the papers")
    made.doubt("the English names")
