"""Which program makes which committed Word file."""

from __future__ import annotations

from collections.abc import Callable

from documents.layout import (
    diploma_copy,
    diploma_correction,
    diploma_reissue,
    foreign_diploma,
    national_standard,
    revocation,
    school_admission,
    school_licence,
    school_licence_change,
    school_transfer,
    slips,
)

_DIPLOMA_COPY = "workflows/procedures/diploma-copy/templates"
_DIPLOMA_CORRECTION = "workflows/procedures/diploma-correction/templates"
_PRESCHOOL = "workflows/procedures/national-standard-preschool/templates"
_SECONDARY = "workflows/procedures/national-standard-secondary/templates"
_DIPLOMA_REISSUE = "workflows/procedures/diploma-reissue/templates"
_SCHOOL_LICENCE = "workflows/procedures/school-licence/templates"
_LICENCE_CHANGE = "workflows/procedures/school-licence-change/templates"
_SCHOOL_TRANSFER = "workflows/procedures/school-transfer/templates"
_FOREIGN_DIPLOMA = "workflows/procedures/foreign-diploma/templates"
_ADMISSIONS = tuple(
    f"workflows/procedures/{slug}/templates"
    for slug in (
        "boarding-school-admission",
        "grade-1-admission",
        "grade-10-admission",
        "grade-6-admission",
        "preschool-admission",
    )
)
_NOTICES = {"workflows/procedures/preschool-admission/templates": school_admission.first_notice}

LAYOUTS: dict[str, Callable[[], bytes]] = {  # by path below the project's folder
    "documents/slips/receipt.docx": slips.receipt,
    "documents/slips/supplement.docx": slips.supplement,
    "documents/slips/refusal.docx": slips.refusal,
    "documents/slips/apology.docx": slips.apology,
    "documents/slips/stop_notice.docx": slips.stop_notice,
    "documents/slips/control.docx": slips.control,
    "documents/slips/payment_receipt.docx": slips.payment_receipt,
    "documents/decisions/revocation.docx": revocation.revocation,
    f"{_DIPLOMA_COPY}/copy.docx": diploma_copy.copy,
    f"{_DIPLOMA_COPY}/refusal_letter.docx": diploma_copy.refusal_letter,
    f"{_DIPLOMA_CORRECTION}/decision.docx": diploma_correction.correction,
    f"{_DIPLOMA_CORRECTION}/refusal_letter.docx": diploma_correction.refusal_letter,
    f"{_DIPLOMA_REISSUE}/decision.docx": diploma_reissue.reissue,
    f"{_DIPLOMA_REISSUE}/refusal_letter.docx": diploma_reissue.refusal_letter,
    f"{_PRESCHOOL}/certificate.docx": national_standard.certificate,
    f"{_PRESCHOOL}/refusal_letter.docx": national_standard.refusal_letter,
    f"{_SECONDARY}/certificate.docx": national_standard.certificate,
    f"{_SECONDARY}/refusal_letter.docx": national_standard.refusal_letter,
    f"{_SCHOOL_LICENCE}/decision.docx": school_licence.decision,
    f"{_SCHOOL_LICENCE}/refusal_letter.docx": school_licence.refusal_letter,
    f"{_LICENCE_CHANGE}/decision.docx": school_licence_change.decision,
    f"{_LICENCE_CHANGE}/refusal_letter.docx": school_licence_change.refusal_letter,
    f"{_SCHOOL_TRANSFER}/admission.docx": school_transfer.admission,
    f"{_SCHOOL_TRANSFER}/refusal_notice.docx": school_transfer.refusal_notice,
    f"{_FOREIGN_DIPLOMA}/recognition.docx": foreign_diploma.recognition,
    f"{_FOREIGN_DIPLOMA}/refusal_notice.docx": foreign_diploma.refusal_notice,
    **{
        f"{folder}/{name}.docx": made
        for folder in _ADMISSIONS
        for name, made in (
            ("admission_notice", _NOTICES.get(folder, school_admission.notice)),
            ("not_admitted", school_admission.not_admitted),
            ("ineligible", school_admission.ineligible),
        )
    },
}
