"""Who decides, from the words of a sheet: an authority of this site, or the school or commune the
applicant names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from foundation.text import fold
from workflows.sheets.reading import Said, Sheet

#: Field of the form that names the authority where there are many of its kind.
FIELD = "deciding_office"
#: Words of a sheet → the kind of authority, of which a site has many.
KINDS = (
    (
        re.compile(
            r"\b(hieu truong|co so giao duc|nha truong|truong (trung hoc|mam non|tieu hoc))"
        ),
        "SCHOOL",
    ),
    (re.compile(r"\b(ubnd|uy ban nhan dan) (cap xa|xa|phuong)"), "COMMUNE"),
)
LABELS = {
    "SCHOOL": {"vi": "Trường giải quyết hồ sơ", "en": "The school that decides"},
    "COMMUNE": {"vi": "Xã, phường giải quyết hồ sơ", "en": "The commune that decides"},
}


@dataclass(frozen=True)
class Decider:
    """`place` is a slug or `answer:<field>`; `field` the question that then stands in the form;
    `doubt` to check.
    """

    place: str
    doubt: str
    said: Said | None
    field: dict[str, Any] | None = None


def decider(sheet: Sheet, authorities: Mapping[str, str]) -> Decider | None:
    """The authority a sheet names; where it names none, the one its prose speaks of. None when it
    says nothing.
    """
    said = next(
        (each for each in (sheet.fact("Cơ quan có thẩm quyền"), sheet.office) if each), None
    )
    if said is not None:
        slug = _guess(said.text, authorities)
        if slug:
            text = f"'{said.text}' decides; the authority '{slug}' of this site was taken for it"
            return Decider(slug, text, said)
        return _of_many(said, f"'{said.text}' decides")
    for line in sheet.steps:
        found = _of_many(line, "the sheet names no authority; its prose speaks of one of many")
        if found is not None:
            return found
    return None


def _of_many(said: Said, why: str) -> Decider | None:
    kind = next((kind for pattern, kind in KINDS if pattern.search(fold(said.text))), None)
    if kind is None:
        return None
    field = {
        "id": FIELD,
        "kind": "authority",
        "label": LABELS[kind],
        "among": [kind],
        "required": True,
    }
    return Decider(
        f"answer:{FIELD}",
        f"{why}; the applicant names the {kind.lower()} in '{FIELD}'",
        said,
        field,
    )


def _guess(said: str, authorities: Mapping[str, str]) -> str:
    """The one authority whose name begins with one of the names said; "" when none or several
    do.
    """
    for part in said.split(","):
        head = re.sub(r"^(giam doc|chu tich|hieu truong)\s+", "", fold(part))
        # another province's office: ours has the same name
        head = re.sub(r"\s+(thanh pho|tinh)\s+.*$", "", head)
        head = head.replace("ubnd", "uy ban nhan dan").removesuffix(" cap xa")
        fitting = [
            slug for slug, name in authorities.items() if head and fold(name).startswith(head)
        ]
        if len(fitting) == 1:
            return fitting[0]
    return ""
