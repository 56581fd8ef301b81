"""Addresses of the office's pages of an admissions round."""

from portal.http.access import (
    FORM,
    OFFICE_TASK,
    OFFICER,
    OWN_ROUND,
    PRESS,
    READ,
    ROUND_APPLICANTS,
    route,
)
from portal.office.admissions.applicants import round_applicants
from portal.office.admissions.checking import round_check, round_check_one
from portal.office.admissions.marks import round_marks, round_sheet
from portal.office.admissions.plan import round_plan, round_plan_version
from portal.office.admissions.planner import round_planner
from portal.office.admissions.rounds import round_board, round_move, rounds
from portal.office.admissions.seats import round_seats

_ROUND = "mot-cua/tuyen-sinh/<slug:slug>/"
_CHECK = f"{_ROUND}kiem-tra/"
routes = [
    route("mot-cua/tuyen-sinh/", rounds, "rounds", OFFICER, FORM),
    route(_ROUND, round_board, "round", OFFICER, READ, OWN_ROUND),
    route(f"{_ROUND}viec/", round_move, "round_move", OFFICER, PRESS, OWN_ROUND),
    route(f"{_ROUND}ke-hoach/", round_plan, "round_plan", OFFICER, FORM, OWN_ROUND),
    route(
        f"{_ROUND}ke-hoach/<int:number>/",
        round_plan_version,
        "round_plan_version",
        OFFICER,
        READ,
        OWN_ROUND,
    ),
    route(f"{_ROUND}thu-phuong-an/", round_planner, "round_planner", OFFICER, FORM, OWN_ROUND),
    route(f"{_ROUND}diem/", round_marks, "round_marks", OFFICER, FORM, OWN_ROUND),
    route(f"{_ROUND}diem/<int:number>/", round_sheet, "round_sheet", OFFICER, FORM, OWN_ROUND),
    route(f"{_ROUND}xet/", round_seats, "round_seats", OFFICER, FORM, OWN_ROUND),
    route(f"{_ROUND}ho-so/", round_applicants, "round_applicants", OFFICER, READ, ROUND_APPLICANTS),
    route(_CHECK, round_check, "round_check", OFFICER, READ, ROUND_APPLICANTS),
    route(f"{_CHECK}<int:pk>/", round_check_one, "round_check_one", OFFICER, FORM, OFFICE_TASK),
]
