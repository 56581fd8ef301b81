"""The slips of Circular 03/2025/TT-VPCP between the office and the applicant: their form numbers
and their facts.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

_DOSSIER = frozenset(
    {
        "form",
        "dossier_code",
        "applicant_name",
        "applicant_address",
        "applicant_phone",
        "applicant_email",
        "content",
    }
)

RECEIPT = "slips/receipt"  # Giấy tiếp nhận hồ sơ và hẹn trả kết quả
SUPPLEMENT = "slips/supplement"  # Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ
REFUSAL = "slips/refusal"  # Phiếu từ chối tiếp nhận giải quyết hồ sơ
APOLOGY = "slips/apology"  # Phiếu xin lỗi và đề nghị gia hạn thời gian giải quyết
STOP_NOTICE = "slips/stop_notice"  # Thông báo dừng giải quyết hồ sơ
CONTROL = "slips/control"  # Phiếu kiểm soát quá trình giải quyết hồ sơ
PAYMENT_RECEIPT = "slips/payment_receipt"  # Biên lai thu phí, lệ phí: no form of the circular
LOGBOOK = "logbook"  # Sổ theo dõi hồ sơ: a screen and a workbook, no Word template

#: The numbers of the forms in the set in force; a site may state others (`SlipForm`): older texts
#: number otherwise.
NUMBERS = {
    RECEIPT: "01",
    SUPPLEMENT: "02",
    REFUSAL: "03",
    APOLOGY: "04",
    STOP_NOTICE: "05",
    CONTROL: "06",
    LOGBOOK: "07",
}
TITLES = {
    RECEIPT: _("Giấy tiếp nhận hồ sơ và hẹn trả kết quả"),
    SUPPLEMENT: _("Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"),
    REFUSAL: _("Phiếu từ chối tiếp nhận giải quyết hồ sơ"),
    APOLOGY: _("Phiếu xin lỗi và đề nghị gia hạn thời gian giải quyết"),
    STOP_NOTICE: _("Thông báo dừng giải quyết hồ sơ"),
    CONTROL: _("Phiếu kiểm soát quá trình giải quyết hồ sơ"),
    LOGBOOK: _("Sổ theo dõi hồ sơ"),
}


def title(name: str) -> str:
    """What the slip is called; the name itself for a template that is none."""
    return str({**TITLES, PAYMENT_RECEIPT: _("Biên lai thu phí, lệ phí")}.get(name, name))


FACTS: dict[str, frozenset[str]] = {
    RECEIPT: (
        _DOSSIER
        | {
            "applicant_identity",
            "papers",
            "sets",
            "limit_text",
            "received_at_text",
            "due_at_text",
            "delivery_text",
        }
    ),
    SUPPLEMENT: (
        _DOSSIER | {"items", "remark", "reason", "answer_by_text", "contact_name", "contact_phone"}
    ),
    REFUSAL: _DOSSIER | {"reason"},
    APOLOGY: (
        _DOSSIER
        | {"applicant_identity", "received_at_text", "promised_text", "reason", "new_due_text"}
    ),
    STOP_NOTICE: _DOSSIER | {"applicant_identity", "received_at_text", "reason", "stopped_at_text"},
    CONTROL: (
        frozenset(
            {
                "form",
                "dossier_code",
                "content",
                "handles",
                "assists",
                "received_at_text",
                "due_at_text",
            }
        )
        | {"numbers", "gave", "took", "moments", "results", "notes"}
    ),
    PAYMENT_RECEIPT: frozenset(
        {"form", "dossier_code", "applicant_name", "applicant_address", "content"}
        | {"amount_text", "amount_words", "paid_on", "way", "number"}
    ),
}

#: Facts of a slip that its public check shows: what somebody would change on it, and nothing about
#: a person.
CHECKED: dict[str, dict[str, dict[str, str]]] = {
    RECEIPT: {
        "received_at_text": {"vi": "Tiếp nhận lúc", "en": "Received"},
        "due_at_text": {"vi": "Hẹn trả kết quả", "en": "Result due"},
    },
    APOLOGY: {"new_due_text": {"vi": "Hẹn lại", "en": "New day"}},
    STOP_NOTICE: {"stopped_at_text": {"vi": "Dừng giải quyết từ", "en": "Stopped"}},
    PAYMENT_RECEIPT: {
        "amount_text": {"vi": "Số tiền", "en": "Amount"},
        "paid_on": {"vi": "Ngày nộp", "en": "Paid on"},
    },
}
