"""Addresses of a school's self-assessment."""

from portal.assessment.approval import approve, file_application, reopen, report
from portal.assessment.council import council, drop_member
from portal.assessment.criterion import criterion
from portal.assessment.evidence import add_evidence, drop_evidence, evidence_file
from portal.assessment.listing import assessment, assessments
from portal.http.access import FORM, OFFICER, OWN_SCHOOL, PRESS, READ, route

routes = [
    route("tu-danh-gia/", assessments, "assessments", OFFICER, FORM),
    route("tu-danh-gia/<int:assessment>/", assessment, "assessment", OFFICER, READ, OWN_SCHOOL),
    route("tu-danh-gia/<int:assessment>/hoi-dong/", council, "council", OFFICER, FORM, OWN_SCHOOL),
    route(
        "tu-danh-gia/<int:assessment>/hoi-dong/bo/",
        drop_member,
        "drop_member",
        OFFICER,
        PRESS,
        OWN_SCHOOL,
    ),
    route(
        "tu-danh-gia/<int:assessment>/phe-duyet/",
        approve,
        "approve_assessment",
        OFFICER,
        PRESS,
        OWN_SCHOOL,
    ),
    route(
        "tu-danh-gia/<int:assessment>/mo-lai/",
        reopen,
        "reopen_assessment",
        OFFICER,
        PRESS,
        OWN_SCHOOL,
    ),
    route(
        "tu-danh-gia/<int:assessment>/bao-cao/",
        report,
        "assessment_report",
        OFFICER,
        READ,
        OWN_SCHOOL,
    ),
    route(
        "tu-danh-gia/<int:assessment>/nop/",
        file_application,
        "apply_with_report",
        OFFICER,
        PRESS,
        OWN_SCHOOL,
    ),
    route(
        "tu-danh-gia/<int:assessment>/<str:criterion>/",
        criterion,
        "criterion",
        OFFICER,
        FORM,
        OWN_SCHOOL,
    ),
    route(
        "tu-danh-gia/<int:assessment>/<str:criterion>/them-minh-chung/",
        add_evidence,
        "add_evidence",
        OFFICER,
        PRESS,
        OWN_SCHOOL,
    ),
    route(
        "tu-danh-gia/<int:assessment>/<str:criterion>/bo-minh-chung/",
        drop_evidence,
        "drop_evidence",
        OFFICER,
        PRESS,
        OWN_SCHOOL,
    ),
    route(
        "tu-danh-gia/<int:assessment>/<str:criterion>/minh-chung/<int:number>/",
        evidence_file,
        "evidence_file",
        OFFICER,
        READ,
        OWN_SCHOOL,
    ),
]
