"""Writes the archive: the same round is the same bytes, so that its digest can stand in a
decision.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from admissions.publication import verify_allocation
from admissions.reporting.figures import as_data, figures
from admissions.reporting.hidden import HEAD, LICENCE, open_data

MANIFEST = "MANIFEST.sha256"
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that ZIP knows: the day of packing is none of it
READ_ME = """\
{title}

Giải nén rồi chạy: python verify.py (Python 3.9 trở lên, không cần gì khác).

round.json            quy tắc, hồ sơ (mã giả danh), chỗ học, bốc thăm, mã băm gốc
verify_allocation.py  tính lại chỗ học từ round.json
figures.json          số liệu của đợt, đếm từ round.json
open_data.csv         số liệu công khai (số nhỏ được che), giấy phép {licence}
plan.json             kế hoạch đã công bố và phép thử mà kế hoạch dựa vào
{manifest}       mã băm SHA-256 của từng tệp; mã băm của chính tệp này ghi trong quyết định
"""


@dataclass(frozen=True)
class Archived:
    """The file, and what a decision prints: SHA-256 of its manifest."""

    content: bytes
    digest: str


def archive(
    title: str,
    said: Mapping[str, Any],
    plan: Mapping[str, Any],
    ward: str = "ward",
    group: str = "priority",
) -> Archived:
    """`said`: the object of `round.json`; `plan`: what was published before, as JSON says it."""
    found = figures(said, ward, group)
    told = {**as_data(found), "ward_fact": ward, "group_fact": group}
    files = {
        "README.txt": READ_ME.format(title=title, licence=LICENCE, manifest=MANIFEST).encode(),
        "figures.json": _json(told),
        "open_data.csv": _csv([HEAD, *(row.cells for row in open_data(found))]),
        "plan.json": _json(plan),
        "round.json": _json(said),
        "verify.py": Path(__file__).with_name("verify.py").read_bytes(),
        "verify_allocation.py": Path(verify_allocation.__file__).read_bytes(),
    }
    manifest = "".join(
        f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in files.items()
    ).encode()
    return Archived(_zip({**files, MANIFEST: manifest}), hashlib.sha256(manifest).hexdigest())


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def _csv(rows: list[tuple[str, ...]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode("utf-8-sig")  # spreadsheets ask for the mark


def _zip(files: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(entry, content)
    return packed.getvalue()
