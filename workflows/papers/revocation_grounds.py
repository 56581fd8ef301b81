"""On what grounds a document is revoked: data, one entry a ground of the law.

TT 21/2019/TT-BGDĐT Điều 25 lists those of diplomas; that TT 10/2026/TT-BGDĐT keeps the list is not
confirmed.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DIPLOMAS = "khoản 1 Điều 25 Quy chế ban hành kèm theo Thông tư số 21/2019/TT-BGDĐT"
DOCUMENTS = "Nghị định số 30/2020/NĐ-CP về công tác văn thư"


@dataclass(frozen=True)
class Ground:
    """One ground. `of_diploma`: it takes the diploma in the register too; others concern the one
    document alone.
    """

    slug: str
    title: Promise
    law: str
    of_diploma: bool = True


GROUNDS: tuple[Ground, ...] = (
    Ground(
        "fraud",
        _("Gian lận trong tuyển sinh, học tập, thi cử hoặc khi làm hồ sơ để được cấp"),
        DIPLOMAS,
    ),
    Ground("unqualified", _("Cấp cho người không đủ điều kiện"), DIPLOMAS),
    Ground("wrong_authority", _("Do người không có thẩm quyền cấp"), DIPLOMAS),
    Ground("altered", _("Bị tẩy xóa, sửa chữa"), DIPLOMAS),
    Ground("lent", _("Để cho người khác sử dụng"), DIPLOMAS),
    Ground("agency_error", _("Do lỗi của cơ quan cấp văn bằng"), DIPLOMAS),
    Ground(
        "issued_wrongly",
        _("Văn bản cấp nhầm người, nhầm nội dung hoặc cấp trùng"),
        DOCUMENTS,
        of_diploma=False,
    ),
)
BY_SLUG = {ground.slug: ground for ground in GROUNDS}
