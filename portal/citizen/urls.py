"""Addresses of the citizen who is signed in."""

from portal.citizen.amend import amend
from portal.citizen.apply import apply, draft, draft_check, drop_draft
from portal.citizen.apply_again import apply_again
from portal.citizen.appointments import appointment_calendar, book, cancel, my_appointments
from portal.citizen.co_signer import co_signer
from portal.citizen.dossiers import dossier, due_calendar, my_dossiers, submitted
from portal.citizen.file_alone import file_alone, file_code, filed_alone
from portal.citizen.inbox import inbox
from portal.citizen.invited import invited, invited_document, invited_file
from portal.citizen.pay import pay
from portal.citizen.questions import ask, my_questions, question
from portal.citizen.rating import rate
from portal.citizen.readers import readers
from portal.citizen.reply import reply
from portal.citizen.stranger import take_over
from portal.citizen.supplement import supplement, supplement_section
from portal.citizen.thread import link_question, thread
from portal.citizen.withdraw import withdraw
from portal.http.access import (
    ANYONE,
    FORM,
    OWN_APPOINTMENT,
    OWN_DOSSIER,
    OWN_DRAFT,
    OWN_QUESTION,
    PAPER,
    PRESS,
    READ,
    SIGNED_IN,
    WRITER,
    route,
)
from portal.shared.dossier_files import document_pdf, file

routes = [
    route("thu-tuc/<slug:slug>/nop/", apply, "apply", ANYONE, FORM),
    route("nhap/<uuid:pk>/kiem-tra/", draft_check, "draft_check", WRITER, FORM, OWN_DRAFT),
    route("nhap/<uuid:pk>/gui-ma/", file_code, "file_code", WRITER, PRESS, OWN_DRAFT),
    route("nhap/<uuid:pk>/nop/", file_alone, "file_alone", WRITER, FORM, OWN_DRAFT),
    route("nhap/<uuid:pk>/da-nop/", filed_alone, "filed_alone", WRITER, READ, OWN_DRAFT),
    route("nhap/<uuid:pk>/nhan/", take_over, "take_over", SIGNED_IN, FORM, OWN_DRAFT),
    route("nhap/<uuid:pk>/nguoi-thu-hai/", co_signer, "co_signer", SIGNED_IN, PRESS, OWN_DRAFT),
    route("moi/<slug:link>/", invited, "invited", ANYONE, FORM),
    route("moi/<slug:link>/tep/<uuid:pk>/", invited_file, "invited_file", ANYONE, READ),
    route(
        "moi/<slug:link>/van-ban/<str:code>/", invited_document, "invited_document", ANYONE, READ
    ),
    route("nhap/<uuid:pk>/xoa/", drop_draft, "drop_draft", WRITER, FORM, OWN_DRAFT),
    route("nhap/<uuid:pk>/<slug:section>/", draft, "draft", WRITER, FORM, OWN_DRAFT),
    route("ho-so/", my_dossiers, "my_dossiers", SIGNED_IN, READ),
    route("ho-so/<str:code>/", dossier, "dossier", SIGNED_IN, READ, OWN_DOSSIER),
    route(
        "ho-so/<str:code>/hen-tra.ics", due_calendar, "due_calendar", SIGNED_IN, READ, OWN_DOSSIER
    ),
    route("ho-so/<str:code>/da-nop/", submitted, "submitted", SIGNED_IN, READ, OWN_DOSSIER),
    route("ho-so/<str:code>/bo-sung/", supplement, "supplement", SIGNED_IN, FORM, OWN_DOSSIER),
    route(
        "ho-so/<str:code>/bo-sung/<slug:section>/",
        supplement_section,
        "supplement_section",
        SIGNED_IN,
        FORM,
        OWN_DOSSIER,
    ),
    route("ho-so/<str:code>/tu-sua/", amend, "amend", SIGNED_IN, FORM, OWN_DOSSIER),
    route("ho-so/<str:code>/nop-lai/", apply_again, "apply_again", SIGNED_IN, PRESS, OWN_DOSSIER),
    route("ho-so/<str:code>/tra-loi/", reply, "reply", SIGNED_IN, FORM, OWN_DOSSIER),
    route("ho-so/<str:code>/nop-phi/", pay, "pay", SIGNED_IN, FORM, OWN_DOSSIER),
    route("ho-so/<str:code>/trao-doi/", thread, "thread", SIGNED_IN, FORM, OWN_DOSSIER),
    route(
        "ho-so/<str:code>/gan-cau-hoi/",
        link_question,
        "link_question",
        SIGNED_IN,
        PRESS,
        OWN_DOSSIER,
    ),
    route("thu-tuc/<slug:slug>/hoi/", ask, "ask", SIGNED_IN, FORM),
    route("lich-hen/", my_appointments, "my_appointments", SIGNED_IN, READ),
    route("lich-hen/co-quan/<slug:authority>/", book, "book", SIGNED_IN, FORM),
    route(
        "lich-hen/<int:pk>/huy/", cancel, "cancel_appointment", SIGNED_IN, PRESS, OWN_APPOINTMENT
    ),
    route(
        "lich-hen/<int:pk>/hen.ics",
        appointment_calendar,
        "appointment_calendar",
        SIGNED_IN,
        READ,
        OWN_APPOINTMENT,
    ),
    route("cau-hoi/", my_questions, "my_questions", SIGNED_IN, READ),
    route("cau-hoi/<int:pk>/", question, "question", SIGNED_IN, FORM, OWN_QUESTION),
    route("ho-so/<str:code>/danh-gia/", rate, "rate", SIGNED_IN, FORM, OWN_DOSSIER),
    route("ho-so/<str:code>/nguoi-xem/", readers, "readers", SIGNED_IN, FORM, OWN_DOSSIER),
    route("ho-so/<str:code>/rut/", withdraw, "withdraw", SIGNED_IN, FORM, OWN_DOSSIER),
    route("tep/<uuid:pk>/", file, "file", SIGNED_IN, READ, PAPER),
    route("van-ban/<str:code>/", document_pdf, "document_pdf", SIGNED_IN, READ, PAPER),
    route("thong-bao/", inbox, "inbox", SIGNED_IN, READ),
]
