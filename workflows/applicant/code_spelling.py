"""The code of a dossier as people read it off a paper or a screen (TT 03/2025, TT
04/2025/TT-VPCP).
"""

from __future__ import annotations

import re

from foundation.text import clean_code

LONGEST = 40
LONGEST_TYPED = 200  # signs: somebody may copy the line it stands in
_BETWEEN = r"[\s._,/-]{0,3}"
#: {authority}-{YYMMDD}-{number}, its parts apart by whatever was typed, perhaps among other words.
_DIGIT = "[0-9OIL]"
_PARTS = re.compile(
    rf"(?<![^\W_])(H{_DIGIT}{{2}}(?:{_BETWEEN}{_DIGIT}{{2}})*?){_BETWEEN}"
    rf"({_DIGIT}{{2}}(?:[0O]{_DIGIT}|[1IL][0-2OIL])[0-3OIL]{_DIGIT}){_BETWEEN}({_DIGIT}{{4,6}})(?![^\W_])"
)
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})


def as_written(typed: str) -> str:
    """What was typed as a code is stored: "h15.50 – 261129 – 0002", "Mã hồ sơ: H15,50/261129/OOO2"
    are one.

    What does not look like a code of ours stays as it was typed, in capitals, without blanks, every
    dash a hyphen.
    """
    text = clean_code(typed[:LONGEST_TYPED]).upper()
    if len(found := _PARTS.findall(text)) == 1:
        authority, day, number = (part.translate(_LOOKALIKES) for part in found[0])
        return f"{'.'.join(re.findall('H?[0-9]{2}', authority))}-{day}-{number}"
    return "".join(text.split())[:LONGEST]
