"""Run by `foundation.child_process` of the site: `documents.word_templates.trial` on a Word file
that was uploaded.

Argument: the facts that the paper states, as JSON. The database is not asked.
"""

import json

from documents.word_templates import trial


def answer(content: bytes, arguments: list[str]) -> bytes:
    """The fault as JSON, "" when there is none."""
    (stated,) = arguments
    return json.dumps(trial.fault_of(content, json.loads(stated))).encode()
