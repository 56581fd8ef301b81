"""The officers' addresses."""

from __future__ import annotations

from portal.http.access import (
    ASKED,
    FEE,
    FORM,
    HEADED,
    HEADED_COVER,
    OFFICE_DOCUMENT,
    OFFICE_DOSSIER,
    OFFICE_TASK,
    OFFICER,
    OWN_BOOK,
    OWN_COUNTER,
    OWN_FEES,
    OWN_FIGURES,
    OWN_OFFICE,
    OWN_QUEUE,
    OWN_RUN,
    PRESS,
    QUESTION,
    READ,
    route,
)
from portal.office.admissions.urls import routes as admissions
from portal.office.bulk.choosing import many
from portal.office.bulk.progress import bulk_run, bulk_stop
from portal.office.council.page import council
from portal.office.dossier.calendar import office_due_calendar, visit_calendar
from portal.office.dossier.control_slip import control_slip
from portal.office.dossier.page import (
    allow_again,
    apologise,
    dossier,
    exempt,
    extend,
    hand_over,
    stop,
)
from portal.office.dossier.revocation import revoke
from portal.office.fees.acts import cashier_fee, cashier_refund, cashier_row
from portal.office.fees.cashier import cashier, cashier_import
from portal.office.intake.appointments import appointments, opening_hours
from portal.office.intake.counter import counter
from portal.office.intake.ex_officio import ex_officio
from portal.office.opinion.answer import opinion
from portal.office.opinion.questions import consultation, consulted
from portal.office.people.absence import absence, end_cover
from portal.office.people.rights import granting
from portal.office.queue.acts import claim, reassign, release, take_next
from portal.office.queue.assigning import giving
from portal.office.queue.desk import desk, queue
from portal.office.queue.search import search, withdrawals
from portal.office.registers.paper_entry import (
    paper_confirm,
    paper_correct,
    paper_licence,
    paper_new,
)
from portal.office.registers.paper_licences import (
    paper_import,
    paper_licences,
    paper_run,
    paper_sample,
)
from portal.office.reports.logbook import logbook
from portal.office.reports.statistics import statistics, statistics_file
from portal.office.task.decide import work
from portal.office.task.preview import preview
from portal.office.thread.acts import answer, note
from portal.office.thread.asked import asked, office_question
from portal.office.thread.ratings import ratings

routes = [
    *admissions,
    route("mot-cua/", desk, "desk", OFFICER, READ),
    route(
        "mot-cua/hang-cho/<slug:authority>/<slug:role>/", queue, "queue", OFFICER, READ, OWN_QUEUE
    ),
    route(
        "mot-cua/hang-cho/<slug:authority>/<slug:role>/nhan/",
        take_next,
        "take_next",
        OFFICER,
        PRESS,
        OWN_QUEUE,
    ),
    route(
        "mot-cua/hang-cho/<slug:authority>/<slug:role>/nhieu/",
        many,
        "many",
        OFFICER,
        FORM,
        OWN_QUEUE,
    ),
    route("mot-cua/nhieu/<int:pk>/", bulk_run, "bulk_run", OFFICER, READ, OWN_RUN),
    route("mot-cua/nhieu/<int:pk>/dung/", bulk_stop, "bulk_stop", OFFICER, PRESS, OWN_RUN),
    route("mot-cua/tim/", search, "office_search", OFFICER, FORM),
    route("mot-cua/lich-hen/", appointments, "office_appointments", OFFICER, FORM, OWN_COUNTER),
    route("mot-cua/lich-hen/gio/", opening_hours, "opening_hours", OFFICER, FORM, HEADED),
    route("mot-cua/danh-gia/", ratings, "ratings", OFFICER, FORM, HEADED),
    route("mot-cua/tin-nhan/", asked, "asked", OFFICER, READ),
    route("mot-cua/cau-hoi/<int:pk>/", office_question, "office_question", OFFICER, FORM, ASKED),
    route("mot-cua/ho-so/<str:code>/nhan/", answer, "answer", OFFICER, PRESS, OFFICE_DOSSIER),
    route("mot-cua/ho-so/<str:code>/ghi-chu/", note, "note", OFFICER, PRESS, OFFICE_DOSSIER),
    route("mot-cua/xin-rut/", withdrawals, "withdrawals", OFFICER, READ),
    route("mot-cua/tu-mo/", ex_officio, "ex_officio", OFFICER, FORM, OWN_OFFICE),
    route("mot-cua/so-theo-doi/", logbook, "logbook", OFFICER, FORM),
    route("mot-cua/tai-quay/", counter, "counter", OFFICER, FORM, OWN_COUNTER),
    route("mot-cua/y-kien/", consulted, "consulted", OFFICER, READ),
    route("mot-cua/y-kien/<int:pk>/", consultation, "consultation", OFFICER, READ, QUESTION),
    route("mot-cua/ke-toan/", cashier, "cashier", OFFICER, READ, OWN_FEES),
    route(
        "mot-cua/ke-toan/nhap-sao-ke/", cashier_import, "cashier_import", OFFICER, PRESS, OWN_FEES
    ),
    route("mot-cua/ke-toan/phi/<str:code>/", cashier_fee, "cashier_fee", OFFICER, FORM, FEE),
    route("mot-cua/ke-toan/sao-ke/<int:pk>/", cashier_row, "cashier_row", OFFICER, PRESS, FEE),
    route(
        "mot-cua/ke-toan/hoan-tra/<int:pk>/", cashier_refund, "cashier_refund", OFFICER, PRESS, FEE
    ),
    route("mot-cua/giay-phep/", paper_licences, "paper_licences", OFFICER, READ, OWN_BOOK),
    route("mot-cua/giay-phep/nhap-tep/", paper_import, "paper_import", OFFICER, PRESS, OWN_BOOK),
    route("mot-cua/giay-phep/tep-mau/", paper_sample, "paper_sample", OFFICER, READ, OWN_BOOK),
    route("mot-cua/giay-phep/nhap/", paper_new, "paper_new", OFFICER, FORM, OWN_BOOK),
    route("mot-cua/giay-phep/lan-nhap/<int:pk>/", paper_run, "paper_run", OFFICER, READ, OWN_BOOK),
    route("mot-cua/giay-phep/<int:pk>/", paper_licence, "paper_licence", OFFICER, READ, OWN_BOOK),
    route(
        "mot-cua/giay-phep/<int:pk>/dinh-chinh/",
        paper_correct,
        "paper_correct",
        OFFICER,
        FORM,
        OWN_BOOK,
    ),
    route(
        "mot-cua/giay-phep/<int:pk>/doi-chieu/",
        paper_confirm,
        "paper_confirm",
        OFFICER,
        PRESS,
        OWN_BOOK,
    ),
    route("mot-cua/thong-ke/", statistics, "statistics", OFFICER, READ, OWN_FIGURES),
    route(
        "mot-cua/thong-ke/tai-ve/", statistics_file, "statistics_file", OFFICER, PRESS, OWN_FIGURES
    ),
    route("mot-cua/phan-cong/", giving, "giving", OFFICER, READ, HEADED),
    route("mot-cua/cap-quyen/", granting, "granting", OFFICER, FORM, HEADED),
    route("mot-cua/lam-thay/", absence, "absence", OFFICER, FORM, HEADED),
    route(
        "mot-cua/lam-thay/<int:pk>/cham-dut/", end_cover, "end_cover", OFFICER, PRESS, HEADED_COVER
    ),
    route("mot-cua/viec/<int:pk>/", work, "work", OFFICER, FORM, OFFICE_TASK),
    route("mot-cua/viec/<int:pk>/xem-truoc/", preview, "preview", OFFICER, FORM, OFFICE_TASK),
    route("mot-cua/viec/<int:pk>/nhan/", claim, "claim", OFFICER, PRESS, OFFICE_TASK),
    route("mot-cua/viec/<int:pk>/tra/", release, "release", OFFICER, PRESS, OFFICE_TASK),
    route("mot-cua/viec/<int:pk>/giao/", reassign, "reassign", OFFICER, PRESS, OFFICE_TASK),
    route("mot-cua/viec/<int:pk>/y-kien/", opinion, "opinion", OFFICER, PRESS, OFFICE_TASK),
    route("mot-cua/viec/<int:pk>/hoi-dong/", council, "task_council", OFFICER, FORM, OFFICE_TASK),
    route(
        "mot-cua/viec/<int:pk>/hoi-dong/lich.ics",
        visit_calendar,
        "visit_calendar",
        OFFICER,
        READ,
        OFFICE_TASK,
    ),
    route("mot-cua/ho-so/<str:code>/", dossier, "office_dossier", OFFICER, READ, OFFICE_DOSSIER),
    route(
        "mot-cua/ho-so/<str:code>/han.ics",
        office_due_calendar,
        "office_due_calendar",
        OFFICER,
        READ,
        OFFICE_DOSSIER,
    ),
    route("mot-cua/ho-so/<str:code>/gia-han/", extend, "extend", OFFICER, PRESS, OFFICE_DOSSIER),
    route(
        "mot-cua/ho-so/<str:code>/xin-loi/", apologise, "apologise", OFFICER, PRESS, OFFICE_DOSSIER
    ),
    route(
        "mot-cua/ho-so/<str:code>/bo-sung-them/",
        allow_again,
        "allow_again",
        OFFICER,
        PRESS,
        OFFICE_DOSSIER,
    ),
    route(
        "mot-cua/ho-so/<str:code>/chuyen/", hand_over, "hand_over", OFFICER, PRESS, OFFICE_DOSSIER
    ),
    route(
        "mot-cua/ho-so/<str:code>/phieu-kiem-soat/",
        control_slip,
        "control_slip",
        OFFICER,
        READ,
        OFFICE_DOSSIER,
    ),
    route("mot-cua/ho-so/<str:code>/mien-phi/", exempt, "exempt", OFFICER, PRESS, OFFICE_DOSSIER),
    route("mot-cua/ho-so/<str:code>/dung/", stop, "stop", OFFICER, PRESS, OFFICE_DOSSIER),
    route("mot-cua/van-ban/<str:code>/thu-hoi/", revoke, "revoke", OFFICER, FORM, OFFICE_DOCUMENT),
]
