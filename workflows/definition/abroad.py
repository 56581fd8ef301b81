"""An audience with people abroad makes the form take their telephones, passports, addresses and
birth years.
"""

from __future__ import annotations

from typing import Any, get_args

from forms.field_kinds import KINDS

ABROAD = frozenset({"OVERSEAS_VIETNAMESE", "FOREIGNER"})
#: Kinds of fields that people abroad answer in another way.
_KINDS = frozenset(
    get_args(kind.model_fields["kind"].annotation)[0]
    for kind in KINDS
    if "abroad" in kind.model_fields
)


def offered_abroad(data: Any) -> Any:
    """The definition as it was written, with `abroad: true` where the audience asks for it and
    nothing was said.

    Published texts are read by it as well, so that dossiers and drafts on them take what their
    audience has.
    """
    audience = data.get("audience") if isinstance(data, dict) else None
    if not isinstance(audience, list) or not ABROAD & {
        one for one in audience if isinstance(one, str)
    }:
        return data
    return data | {part: _told(data[part]) for part in ("form", "steps") if part in data}


def _told(part: Any) -> Any:
    if isinstance(part, list):
        return [_told(each) for each in part]
    if not isinstance(part, dict):
        return part
    kind = part.get("kind")
    told = {"abroad": True} if isinstance(kind, str) and kind in _KINDS else {}
    return told | {key: _told(value) for key, value in part.items()}
