"""An act over a set: one locked read, rows that are collected and written together, refusals that
fall out alone.

Outside of a batch `add` and `change` write at once, so an act says the same whether it is done once
or a thousand times.
"""

from workflows.sets.batch import Batch, current
from workflows.sets.collecting import add, add_all, change, together
from workflows.sets.single import is_overtaken, writing_once
from workflows.sets.statements import Overtaken

__all__ = [
    "Batch",
    "Overtaken",
    "add",
    "add_all",
    "change",
    "current",
    "is_overtaken",
    "together",
    "writing_once",
]
