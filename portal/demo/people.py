"""The people of the demo: who they are, what role they hold where, and what one tries as each."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from organisations import roles

CENTRE, DEPARTMENT = "ttpvhcc-daklak", "sgddt-daklak"


@dataclass(frozen=True)
class Persona:
    """One demo person. Names, numbers and addresses are invented."""

    username: str
    full_name: str
    title: Promise
    story: Promise
    birth_date: dt.date
    identity_number: str
    phone: str
    position: str = ""
    role: str = ""
    authority: str = ""
    place: Promise | str = ""

    @property
    def email(self) -> str:
        return f"{self.username}@motcua.example"


PEOPLE = (
    Persona(
        "phuhuynh",
        "H'Lan Niê",
        _("Phụ huynh"),
        _("Xin bản sao bằng tốt nghiệp cho con đang học xa; có một hồ sơ cần bổ sung."),
        dt.date(1978, 9, 14),
        "066178004512",
        "0905000001",
    ),
    Persona(
        "chubang",
        "Nguyễn Thị Hường",
        _("Người có bằng"),
        _("Xin bản sao bằng tốt nghiệp THPT năm 2016 của chính mình; có bản sao đã cấp để tải về."),
        dt.date(1998, 2, 5),
        "066198001234",
        "0905000002",
    ),
    Persona(
        "tiepnhan",
        "Hoàng Thị Lan",
        _("Cán bộ tiếp nhận"),
        _("Kiểm tra hồ sơ mới: tiếp nhận, yêu cầu bổ sung hoặc từ chối."),
        dt.date(1991, 4, 20),
        "066191002001",
        "0905000003",
        position="Nhân viên tiếp nhận",
        role=roles.RECEPTIONIST,
        authority=CENTRE,
        place=_("Trung tâm Phục vụ hành chính công"),
    ),
    Persona(
        "chuyenvien",
        "Y Bình Niê",
        _("Chuyên viên"),
        _("Đối chiếu hồ sơ với sổ gốc rồi trình ký."),
        dt.date(1987, 11, 2),
        "066087003002",
        "0905000004",
        position="Chuyên viên",
        role=roles.EXPERT,
        authority=DEPARTMENT,
        place=_("Sở Giáo dục và Đào tạo"),
    ),
    Persona(
        "lanhdao",
        "Trần Văn Dũng",
        _("Lãnh đạo"),
        _("Xem kết quả đối chiếu và ký duyệt."),
        dt.date(1974, 6, 30),
        "054074001003",
        "0905000005",
        position="PHÓ GIÁM ĐỐC",
        role=roles.HEAD,
        authority=DEPARTMENT,
        place=_("Sở Giáo dục và Đào tạo"),
    ),
    Persona(
        "vanthu",
        "Lê Ngọc Ánh",
        _("Văn thư"),
        _("Cấp số, đóng dấu; văn bản được phát hành có mã QR."),
        dt.date(1993, 1, 17),
        "066193004004",
        "0905000006",
        position="Văn thư",
        role=roles.CLERK,
        authority=DEPARTMENT,
        place=_("Sở Giáo dục và Đào tạo"),
    ),
    Persona(
        "quantri",
        "Phạm Quốc Bảo",
        _("Quản trị"),
        _("Cơ quan, vai trò, lịch làm việc, mẫu văn bản, thủ tục và sổ gốc."),
        dt.date(1985, 8, 8),
        "066085005005",
        "0905000007",
        position="Quản trị hệ thống",
        role=roles.ADMINISTRATOR,
        authority=DEPARTMENT,
        place=_("Sở Giáo dục và Đào tạo"),
    ),
)
