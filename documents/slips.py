"""The slips of Circular 03/2025/TT-VPCP between the office and the applicant, and the facts they state."""

from __future__ import annotations

_DOSSIER = frozenset(
    {"dossier_code", "applicant_name", "applicant_address", "applicant_phone", "applicant_email", "content"}
)

RECEIPT = "slips/receipt"  # form 01, Giấy tiếp nhận hồ sơ và hẹn trả kết quả
SUPPLEMENT = "slips/supplement"  # form 02, Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ
REFUSAL = "slips/refusal"  # form 03, Phiếu từ chối tiếp nhận giải quyết hồ sơ

FACTS: dict[str, frozenset[str]] = {
    RECEIPT: _DOSSIER
    | {"applicant_identity", "papers", "sets", "limit_text", "received_at_text", "due_at_text", "delivery_text"},
    SUPPLEMENT: _DOSSIER | {"items", "reason", "contact_name", "contact_phone"},
    REFUSAL: _DOSSIER | {"reason"},
}
