"""The purpose text of a transfer: what a payer's bank leaves of it, and what request it means.

Banks drop signs, join words and put their own around them: "MBVCB.7712.H15502611250001 nop phi.CT
tu 0071…". A purpose is therefore compared by its letters and digits; what stands before and after
it must not go on with a digit.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST = 25  # characters: field 62.08 of a VietQR (EMVCo QRCPS 1.1)


def ascii_purpose(text: str) -> str:
    """The text as every bank takes it: ASCII letters, digits and plain signs; raises ValueError
    when it is too long.
    """
    plain = unicodedata.normalize("NFKD", text.replace("đ", "d").replace("Đ", "D"))
    kept = re.sub(r"[^A-Za-z0-9 .\-]", "", plain.encode("ascii", "ignore").decode())
    if not kept or len(kept) > LONGEST:
        raise ValueError(f"a purpose has 1 to {LONGEST} characters")
    return kept


def index_of(text: str) -> str:
    """Letters and digits alone, in capitals."""
    return re.sub(r"[^A-Z0-9]", "", text.upper())


def means(text: str, index: str) -> bool:
    """True when the bank's text holds the purpose of this index, whole."""
    letters = r"[^A-Z0-9]*".join(re.escape(letter) for letter in index)
    return re.search(rf"{letters}(?!\d)", text.upper()) is not None
