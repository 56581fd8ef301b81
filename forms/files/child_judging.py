"""Run by `foundation.child_process`: what a stranger's file really is, by parsing all of it.

Its arguments are the kinds that are wanted ("pdf", "image"). Its answer is a line of JSON, either
{"content_type", "pages"} or {"refused": why}; behind it the JPEG by which a picture is shown that
browsers do not show. Imports nothing of Django: the child has no settings and begins in a tenth of
a second.
"""

import json
import sys
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).parents[2]))

from forms.files import pdf_judging, picture_judging
from forms.files.refused import Refused


def answer(content: bytes, wanted: list[str]) -> bytes:
    """The judgement as `child_process.run` gives it."""
    jpeg = b""
    try:
        judgement, jpeg = judge(content, frozenset(wanted))
    except Refused as refused:
        judgement = {"refused": refused.args[0]}
    return json.dumps(judgement).encode() + b"\n" + jpeg


def judge(content: bytes, types: frozenset[str]) -> tuple[dict[str, Any], bytes]:
    """The answer, and the JPEG to show it by (b"" where the file itself is shown); raises
    Refused.
    """
    if "image" in types and picture_judging.is_picture(content):
        return picture_judging.judge_picture(content)
    if "pdf" in types and (start := pdf_judging.header_of(content)) >= 0:
        if not pdf_judging.is_pdf(content):
            raise Refused("pdf_behind" if start else "kind")
        return {"content_type": "application/pdf", "pages": pdf_judging.judge_pdf(content)}, b""
    raise Refused("kind")
