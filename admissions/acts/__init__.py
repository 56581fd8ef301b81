"""The acts on a round: each asks the right again, takes the lock, moves by the table, writes one
entry. `str(error)` of a refusal is the sentence that a page shows.
"""

from admissions.acts.moves import approve, bind, move, withdraw
from admissions.acts.preparing import commit_lots, make_round, open_lots, publish_plan, write_plan
from admissions.acts.scoring import count_sheet, drop_sheet, read_sheet
from admissions.acts.seating import order_run, pass_on
from admissions.acts.trying import try_plan

__all__ = [
    "approve",
    "bind",
    "commit_lots",
    "count_sheet",
    "drop_sheet",
    "make_round",
    "move",
    "open_lots",
    "order_run",
    "pass_on",
    "publish_plan",
    "read_sheet",
    "try_plan",
    "withdraw",
    "write_plan",
]
