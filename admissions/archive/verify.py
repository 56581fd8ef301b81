"""Is this archive what was sealed, and does it compute to what it says?

    python verify.py                 in the folder of the unpacked archive
    python verify.py DIGEST          the same, DIGEST being that of MANIFEST.sha256 as decided

Needs Python 3.9 or newer and nothing else. Three things are looked at: every file against
MANIFEST.sha256 and no file too many; lots, seats and root hash (by verify_allocation.py, beside
this file); the figures of figures.json, counted again from round.json. Exit status: 0 all agrees; 1
something does not, and is named; 2 a file cannot be read.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

MANIFEST = "MANIFEST.sha256"
LINE = re.compile(r"([0-9a-f]{64})  ([A-Za-z0-9._-]+)")


def manifest_faults(folder: Path, decided: str) -> list[str]:
    """Files that are not as they were, are missing, or are too many."""
    content = (folder / MANIFEST).read_bytes()
    wrong = []
    digest = hashlib.sha256(content).hexdigest()
    if decided and decided.lower() != digest:
        wrong.append(f"{MANIFEST}: mã băm là {digest}, quyết định ghi {decided}.")
    named = {}
    for line in content.decode("utf-8").splitlines():
        found = LINE.fullmatch(line)
        if found is None:
            wrong.append(f"{MANIFEST}: dòng không đọc được: {line[:80]}")
        else:
            named[found[2]] = found[1]
    here = {path.name for path in folder.iterdir() if path.name != "__pycache__"}
    wrong += [f"Thiếu tệp {name}." for name in sorted(set(named) - here)]
    wrong += [f"Tệp thừa: {name}." for name in sorted(here - set(named) - {MANIFEST})]
    for name in sorted(set(named) & here):
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != named[name]:
            wrong.append(f"{name}: nội dung khác lúc lưu.")
    return wrong


def counted(people: list[dict[str, Any]], seats: dict[str, str]) -> dict[str, int]:
    """Applications, seats, seats of the first wish."""
    inside = [one for one in people if one["name"] in seats]
    return {
        "applied": len(people),
        "admitted": len(inside),
        "first_wish": sum(seats[one["name"]] == one["wishes"][0] for one in inside),
    }


def programme_counted(name: str, said: dict[str, Any]) -> dict[str, Any]:
    """The same of one programme, with its cut-off."""
    seats, people = said["seats"], said["applicants"]
    inside = [one for one in people if seats.get(one["name"]) == name]
    scores = [score_of(one, name) for one in inside if name not in one["direct"]]
    known = [one for one in scores if one is not None]
    return {
        "quota": said["rules"]["programmes"][name]["quota"],
        "asked_first": sum(one["wishes"][:1] == [name] for one in people),
        "admitted": len(inside),
        "from_first_wish": sum(one["wishes"][0] == name for one in inside),
        "cut_off": min(known, key=Decimal) if known else "",
    }


def score_of(one: dict[str, Any], programme: str) -> str | None:
    """As it is written in the file."""
    score = {**one["facts"], **one["facts_at"].get(programme, {})}.get("score")
    return None if score is None else str(score)


def figure_faults(said: dict[str, Any], told: dict[str, Any]) -> list[str]:
    """Figures that are not what round.json counts to."""
    wrong = []
    if counted(said["applicants"], said["seats"]) != told["whole"]:
        wrong.append("figures.json: tổng của cả đợt không khớp.")
    names = sorted(said["rules"]["programmes"])
    if names != sorted(told["programmes"]):
        wrong.append("figures.json: các chương trình không khớp.")
    for name in names:
        if programme_counted(name, said) != told["programmes"].get(name):
            wrong.append(f"figures.json: số của {name} không khớp.")
    for fact, part in ((told["ward_fact"], "wards"), (told["group_fact"], "groups")):
        groups: dict[str, list[dict[str, Any]]] = {}
        for one in said["applicants"]:
            groups.setdefault(str(one["facts"].get(fact, "")), []).append(one)
        again = {name: counted(people, said["seats"]) for name, people in groups.items()}
        if again != told[part]:
            wrong.append(f"figures.json: {part} không khớp.")
    if said["root"] != told["root"]:
        wrong.append("figures.json: mã băm gốc không khớp.")
    return wrong


def main(arguments: list[str]) -> int:
    """Look at all three; the exit status."""
    folder = Path(__file__).resolve().parent
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    try:
        wrong = manifest_faults(folder, arguments[0] if arguments else "")
        said = json.loads((folder / "round.json").read_text(encoding="utf-8"))
        told = json.loads((folder / "figures.json").read_text(encoding="utf-8"))
        wrong += figure_faults(said, told)
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        sys.stdout.write(f"KHÔNG ĐỌC ĐƯỢC: {type(error).__name__} {error}\n")
        return 2
    command = [sys.executable, "-I", "-B", str(folder / "verify_allocation.py")]
    run = subprocess.run(  # noqa: S603 - the program beside this one
        [*command, str(folder / "round.json")], capture_output=True, check=False
    )
    sys.stdout.write(run.stdout.decode("utf-8", "replace"))
    if run.returncode:
        wrong.append("Chỗ học tính lại không khớp (xem trên).")
    end = "HỒ SƠ LƯU KHÔNG KHỚP." if wrong else "HỒ SƠ LƯU KHỚP."
    sys.stdout.write("\n".join([*wrong, end]) + "\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
