"""Run by `foundation.child_process` of the site: `workflows.procedure.definition_check` on what
somebody is writing.

Argument: the work ("read" or "examine"). The database is not asked: what it knows comes along.
"""

import base64
import json
from typing import Any

from workflows.definition import Definition, DefinitionFaults
from workflows.procedure import definition_check
from workflows.procedure.definition_check_apart import findings_as_data


def answer(content: bytes, arguments: list[str]) -> bytes:
    """What was found, as JSON."""
    (work,) = arguments
    return json.dumps(WORK[work](json.loads(content))).encode()


def read(given: dict[str, Any]) -> dict[str, Any]:
    """The data and where each part of it stands, or why it cannot be read."""
    try:
        source = definition_check.read(given["text"], given["file"])
    except DefinitionFaults as faults:
        return {"findings": findings_as_data(faults.findings)}
    places = [[path, line, column] for path, (line, column) in source.places.items()]
    lent = [[path, block, question] for path, (block, question) in source.lent.items()]
    return {"findings": [], "data": source.data, "places": places, "lent": lent}


def examine(given: dict[str, Any]) -> dict[str, Any]:
    """What is wrong or doubtful."""
    definition = Definition.model_validate(given["definition"])
    word_files = {name: base64.b64decode(docx) for name, docx in given["word_files"].items()}
    found = definition_check.examine(definition, word_files, given["roles"], given["authorities"])
    return {"findings": findings_as_data(found)}


WORK = {"read": read, "examine": examine}
