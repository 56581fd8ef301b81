"""The definition language of procedure.yaml: what it may say, how it is read, what is told when it
cannot be read.
"""

from workflows.definition.base import Part, Text
from workflows.definition.findings import DefinitionFaults, Finding
from workflows.definition.law import (
    Applicant,
    Case,
    Channel,
    Extension,
    LegalBasis,
    Paper,
    Phase,
    TimeLimit,
)
from workflows.definition.loading import canonical, from_canonical, load, read_text, understand
from workflows.definition.outcomes import Outcome
from workflows.definition.schema import schema_text
from workflows.definition.source import Source
from workflows.definition.step_kinds import (
    AnyStep,
    Asked,
    ByRule,
    Consult,
    Council,
    End,
    Gate,
    Issue,
    Pay,
    Reply,
    Step,
    Wait,
    of_every_kind,
)
from workflows.definition.whole import Definition, IssuedDocument

__all__ = [
    "AnyStep",
    "Applicant",
    "Asked",
    "ByRule",
    "Case",
    "Channel",
    "Consult",
    "Council",
    "Definition",
    "DefinitionFaults",
    "End",
    "Extension",
    "Finding",
    "Gate",
    "Issue",
    "IssuedDocument",
    "LegalBasis",
    "Outcome",
    "Paper",
    "Part",
    "Pay",
    "Phase",
    "Reply",
    "Source",
    "Step",
    "Text",
    "TimeLimit",
    "Wait",
    "canonical",
    "from_canonical",
    "load",
    "of_every_kind",
    "read_text",
    "schema_text",
    "understand",
]
