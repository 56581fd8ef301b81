"""What the engine keeps: definitions, dossiers, work, the journal, the clock and what is owed after
commit.
"""

from workflows.models.bulk import BulkRun, BulkTask
from workflows.models.council import Council, CouncilMember
from workflows.models.dossier import Dossier, DossierCounter, DossierDocument, DossierFile
from workflows.models.fee import DossierFee
from workflows.models.handing import HandOver
from workflows.models.invitation import Invitation, InvitationRefusal
from workflows.models.keeping import PaperKeeping, ThingLeftOut
from workflows.models.procedure import (
    DEFINITION_TEXT,
    Draft,
    Procedure,
    ProcedureVersion,
    ReleaseSeen,
)
from workflows.models.record import MOVES, Anchor, ClockEvent, Effect, Entry, Heartbeat
from workflows.models.represented import Represented
from workflows.models.signature import Signature
from workflows.models.versions import MovedDossier, VersionMove, VersionPath
from workflows.models.work import BROUGHT_BACK, CONSULT, TOGETHER, Opinion, Timer, Turn, WorkItem

__all__ = [
    "BROUGHT_BACK",
    "CONSULT",
    "DEFINITION_TEXT",
    "MOVES",
    "TOGETHER",
    "Anchor",
    "BulkRun",
    "BulkTask",
    "ClockEvent",
    "Council",
    "CouncilMember",
    "Dossier",
    "DossierCounter",
    "DossierDocument",
    "DossierFee",
    "DossierFile",
    "Draft",
    "Effect",
    "Entry",
    "HandOver",
    "Heartbeat",
    "Invitation",
    "InvitationRefusal",
    "MovedDossier",
    "Opinion",
    "PaperKeeping",
    "Procedure",
    "ProcedureVersion",
    "ReleaseSeen",
    "Represented",
    "Signature",
    "ThingLeftOut",
    "Timer",
    "Turn",
    "VersionMove",
    "VersionPath",
    "WorkItem",
]
