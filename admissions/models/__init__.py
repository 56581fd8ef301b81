"""What a round keeps: plan, journal, applications, marks, runs and seats."""

from admissions.models.applications import Application
from admissions.models.rounds import Lots, PlanVersion, Round, RoundEntry
from admissions.models.runs import AllocationRun, Placement
from admissions.models.scores import Score, ScoreImport, ScoreRow

__all__ = [
    "AllocationRun",
    "Application",
    "Lots",
    "Placement",
    "PlanVersion",
    "Round",
    "RoundEntry",
    "Score",
    "ScoreImport",
    "ScoreRow",
]
