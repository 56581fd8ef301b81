"""Addresses of the citizen who is signed in."""

from portal.access import SIGNED_IN, route
from portal.citizen.apply import apply, draft, draft_check, drop_draft
from portal.citizen.dossiers import dossier, my_dossiers, submitted
from portal.citizen.files import document_pdf, file
from portal.citizen.inbox import inbox
from portal.citizen.supplement import supplement, supplement_section
from portal.citizen.withdraw import withdraw

routes = [
    route("thu-tuc/<slug:slug>/nop/", apply, "apply", SIGNED_IN),
    route("nhap/<uuid:pk>/kiem-tra/", draft_check, "draft_check", SIGNED_IN),
    route("nhap/<uuid:pk>/xoa/", drop_draft, "drop_draft", SIGNED_IN),
    route("nhap/<uuid:pk>/<slug:section>/", draft, "draft", SIGNED_IN),
    route("ho-so/", my_dossiers, "my_dossiers", SIGNED_IN),
    route("ho-so/<str:code>/", dossier, "dossier", SIGNED_IN),
    route("ho-so/<str:code>/da-nop/", submitted, "submitted", SIGNED_IN),
    route("ho-so/<str:code>/bo-sung/", supplement, "supplement", SIGNED_IN),
    route("ho-so/<str:code>/bo-sung/<slug:section>/", supplement_section, "supplement_section", SIGNED_IN),
    route("ho-so/<str:code>/rut/", withdraw, "withdraw", SIGNED_IN),
    route("tep/<uuid:pk>/", file, "file", SIGNED_IN),
    route("van-ban/<str:code>/", document_pdf, "document_pdf", SIGNED_IN),
    route("thong-bao/", inbox, "inbox", SIGNED_IN),
]
