"""The acts: every change to a dossier comes through here, and nothing else moves its status.

Each act has the same beats: lock the dossier, answer a repeat with what was done, check state and
right, move, write one journal entry, and after commit let the others hear. An act that is refused
raises one of `workflows.errors`, whose text a page shows as it is, and writes nothing.
"""

from workflows.actions.advising import give_opinion
from workflows.actions.amending import amend
from workflows.actions.applicant import submit, submit_at_counter, supply, withdraw
from workflows.actions.bringing_back import bring_back
from workflows.actions.council import appoint_council, close_council, keep_votes, set_visit, vote
from workflows.actions.deciding import decide, decide_together
from workflows.actions.ending_mandates import end_mandate
from workflows.actions.ex_officio import open_ex_officio
from workflows.actions.filing_alone import submit_without_account
from workflows.actions.grant_days import grant_day_has_come
from workflows.actions.handing_over import hand_over, is_movable, reorganise
from workflows.actions.issuing import issued
from workflows.actions.legal_hold import hold, release_hold
from workflows.actions.paying import exempt, keep_payment, receive_payment, refund
from workflows.actions.promised_time import apologise, extend, stop
from workflows.actions.queue import claim, give_back, reassign, release
from workflows.actions.replying import reply
from workflows.actions.revoking import revoke
from workflows.actions.supplementing import allow_again
from workflows.actions.timeouts import time_is_up
from workflows.actions.versions import migrate, migrate_back

__all__ = [
    "allow_again",
    "amend",
    "apologise",
    "appoint_council",
    "bring_back",
    "claim",
    "close_council",
    "decide",
    "decide_together",
    "end_mandate",
    "exempt",
    "extend",
    "give_back",
    "give_opinion",
    "grant_day_has_come",
    "hand_over",
    "hold",
    "is_movable",
    "issued",
    "keep_payment",
    "keep_votes",
    "migrate",
    "migrate_back",
    "open_ex_officio",
    "reassign",
    "receive_payment",
    "refund",
    "release",
    "release_hold",
    "reorganise",
    "reply",
    "revoke",
    "set_visit",
    "stop",
    "submit",
    "submit_at_counter",
    "submit_without_account",
    "supply",
    "time_is_up",
    "vote",
    "withdraw",
]
