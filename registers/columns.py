"""Which column of a file holds what: the header row is found by the names that offices give their
columns.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from registers.headers import COUNTERS, HEADER_WITHIN, Columns, Header

__all__ = [
    "COLUMNS",
    "COUNTERS",
    "HEADER_WITHIN",
    "REQUIRED",
    "Header",
    "demand_required",
    "header",
    "label",
]

#: Field → (its name in messages, the headers it goes by: folded, parted by semicolons).
COLUMNS: dict[str, tuple[Promise, str]] = {
    "book_number": (
        gettext_lazy("số vào sổ"),
        (
            "so vao so; so vao so goc; so vao so cap bang; so vao so cap van bang; so vao so goc"
            " cap bang; vao so; so dang ky; so vs"
        ),
    ),
    "serial": (
        gettext_lazy("số hiệu"),
        "so hieu; so hieu bang; so hieu van bang; so hieu vb; sohieu; seri; so seri",
    ),
    "holder_name": (
        gettext_lazy("họ và tên"),
        (
            "ho va ten; ho ten; ho va ten hoc sinh; ho ten hoc sinh; ho va ten nguoi hoc; ho va ten"
            " nguoi duoc cap bang; ho, ten"
        ),
    ),
    "birth_date": (
        gettext_lazy("ngày sinh"),
        (
            "ngay sinh; ngay thang nam sinh; ngay, thang, nam sinh; sinh ngay; ngay/thang/nam sinh;"
            " nam sinh; ns"
        ),
    ),
    "birth_place": (
        gettext_lazy("nơi sinh"),
        "noi sinh; que quan; noi sinh (ghi theo giay khai sinh)",
    ),
    "sex": (gettext_lazy("giới tính"), "gioi tinh; gt; nam/nu; phai; gioi"),
    "ethnicity": (gettext_lazy("dân tộc"), "dan toc; dt"),
    "school": (
        gettext_lazy("trường"),
        (
            "truong; hoc sinh truong; truong hoc; ten truong; truong thpt; hoc tai truong; don vi;"
            " co so giao duc"
        ),
    ),
    "level": (
        gettext_lazy("loại văn bằng"),
        "loai bang; loai van bang; cap hoc; ten van bang; bang tot nghiep",
    ),
    "graduation_year": (
        gettext_lazy("năm tốt nghiệp"),
        "nam tot nghiep; nam tn; nam thi; khoa thi; khoa thi nam",
    ),
    "grade": (
        gettext_lazy("xếp loại"),
        "xep loai; xep loai tot nghiep; loai tot nghiep; xep loai tn",
    ),
    "decision": (
        gettext_lazy("quyết định"),
        (
            "quyet dinh; so quyet dinh; quyet dinh cong nhan; quyet dinh tot nghiep; so qd; qd cong"
            " nhan; quyet dinh cong nhan tot nghiep"
        ),
    ),
    "decision_date": (
        gettext_lazy("ngày quyết định"),
        "ngay quyet dinh; ngay qd; ngay ky quyet dinh; ngay cap",
    ),
    "issued_by": (
        gettext_lazy("cơ quan cấp"),
        "co quan cap; noi cap; don vi cap; co quan cap bang; noi cap bang; co quan cap van bang",
    ),
    "signer": (gettext_lazy("người ký"), "nguoi ky; nguoi ky bang; thu truong ky"),
    "state": (gettext_lazy("tình trạng"), "tinh trang; trang thai"),
    "note": (gettext_lazy("ghi chú"), "ghi chu; chu thich; ghi chu so goc"),
}
REQUIRED = ("book_number", "holder_name", "birth_date", "level", "graduation_year", "issued_by")
_DIPLOMAS = Columns(COLUMNS, REQUIRED, told_by="holder_name")
label, header, demand_required = _DIPLOMAS.label, _DIPLOMAS.header, _DIPLOMAS.demand_required
