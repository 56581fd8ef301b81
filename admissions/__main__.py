"""`python -m admissions PLAN.json APPLICANTS.csv FOLDER [--secret S --draw D]`: a round on files.

PLAN.json: the rules (docs/admissions.md, 2). APPLICANTS.csv: `name`, `wishes` (ids with > between
them), `direct` (ids), `lot`, and a column for each fact, `fact@programme` for one that holds there
alone; yes/no facts are "true" and "false". Writes round.json, reasons.csv and families/.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from pathlib import Path

from pydantic import ValidationError

from admissions import lots
from admissions.allocation.allocating import Result, allocate, pairs_passed_over
from admissions.allocation.claims import Applicant, CannotRun, Value
from admissions.allocation.explaining import explain
from admissions.plan.checks import check
from admissions.plan.rules import Rules
from admissions.publication.published import Lots, family_files, published

NOT_FACTS = frozenset({"name", "wishes", "direct", "lot"})
TRUTH = {"true": True, "false": False}


def main(arguments: list[str]) -> int:
    """0: done; 1: the plan or these applications have no result; 2: a file cannot be read."""
    given = _options().parse_args(arguments)
    try:
        rules = Rules.model_validate_json(given.plan.read_bytes())
        rows = _rows(given.applicants)
    except (OSError, ValueError, ValidationError, csv.Error) as wrong:
        sys.stderr.write(f"Không đọc được: {wrong}\n")
        return 2
    opened = Lots(lots.commitment(given.secret), given.secret, given.draw) if given.secret else None
    try:
        applicants = [_applicant(row, opened) for row in rows]
        if not _is_sound(rules, applicants):
            return 1
        result = allocate(applicants, rules)
    except CannotRun as why:
        sys.stderr.write(f"{why}\n")
        return 1
    _write(given.folder, rules, applicants, opened, result)
    return 0


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="python -m admissions")
    options.add_argument("plan", type=Path)
    options.add_argument("applicants", type=Path)
    options.add_argument("folder", type=Path)
    options.add_argument("--secret", default="")
    options.add_argument("--draw", default="")
    return options


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines, strict=True))


def _applicant(row: dict[str, str], opened: Lots | None) -> Applicant:
    facts: dict[str, Value] = {}
    facts_at: dict[str, dict[str, Value]] = {}
    for column, text in row.items():
        if column in NOT_FACTS or text in ("", None):
            continue
        fact, _at, programme = column.partition("@")
        (facts_at.setdefault(programme, {}) if programme else facts)[fact] = TRUTH.get(text, text)
    name = row.get("name", "")
    number = row.get("lot") or "0"
    if not name or not number.isdecimal():
        raise CannotRun(f"Dòng “{name}” thiếu mã hoặc có số bốc thăm sai.")
    return Applicant(
        name,
        _split(row.get("wishes")),
        facts,
        facts_at,
        lot=lots.lot(opened.secret, opened.draw, name) if opened else int(number),
        direct=frozenset(_split(row.get("direct"))),
    )


def _split(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (text or "").split(">") if part.strip())


def _is_sound(rules: Rules, applicants: list[Applicant]) -> bool:
    known = {
        fact
        for one in applicants
        for facts in (one.facts, *one.facts_at.values())
        for fact in facts
    }
    findings = check(rules, known)
    for finding in findings:
        sys.stderr.write(f"{'Lỗi' if finding.is_fault else 'Lưu ý'}: {finding.message}\n")
    return not any(finding.is_fault for finding in findings)


def _write(
    folder: Path, rules: Rules, applicants: list[Applicant], opened: Lots | None, result: Result
) -> None:
    said = published(applicants, rules, opened, result.seats)
    families = folder / "families"
    families.mkdir(parents=True, exist_ok=True)
    (folder / "round.json").write_text(json.dumps(said, ensure_ascii=False, indent=1), "utf-8")
    for name, file in family_files(said).items():
        text = json.dumps(file, ensure_ascii=False, indent=1)
        (families / f"{name}.json").write_text(text, encoding="utf-8")
    with (folder / "reasons.csv").open("w", encoding="utf-8-sig", newline="") as lines:
        table = csv.writer(lines)
        table.writerow(["name", "rank", "programme", "why", "criterion", "own", "enough", "place"])
        for name in sorted(one.name for one in applicants):
            for reason in explain(result, rules, name):
                shown = (reason.criterion, reason.own, reason.enough, reason.place or "")
                table.writerow([name, reason.rank, reason.programme, reason.why, *shown])
    taken, passed = len(result.seats), len(pairs_passed_over(result))
    sys.stdout.write(f"{len(applicants)} hồ sơ, {taken} được nhận, {passed} cặp bị ảnh hưởng.\n")
    sys.stdout.write(f"{said['root']}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
