"""Addresses of an admissions round: for everybody, and for the family that applied."""

from portal.admissions.own import own_proof, own_round
from portal.admissions.rounds import public_round, public_rounds, round_data, round_verifier
from portal.http.access import ANYONE, OWN_DOSSIER, READ, SIGNED_IN, route

_ROUND = "tuyen-sinh/<slug:slug>/"
_OWN = "ho-so/<str:code>/ket-qua-tuyen-sinh/"
routes = [
    route("tuyen-sinh/", public_rounds, "public_rounds", ANYONE, READ),
    route(_ROUND, public_round, "public_round", ANYONE, READ),
    route(f"{_ROUND}round.json", round_data, "round_data", ANYONE, READ),
    route(f"{_ROUND}verify_allocation.py", round_verifier, "round_verifier", ANYONE, READ),
    route(_OWN, own_round, "own_round", SIGNED_IN, READ, OWN_DOSSIER),
    route(f"{_OWN}chung-minh.json", own_proof, "own_proof", SIGNED_IN, READ, OWN_DOSSIER),
]
