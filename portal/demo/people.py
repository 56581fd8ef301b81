"""The people of the demo: who they are, what role they hold where, and what one tries as each."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from organisations import roles

CENTRE, DEPARTMENT = "ttpvhcc-daklak", "sgddt-daklak"
COMMUNE = "ubnd-ea-kar"
SCHOOL, OTHER_SCHOOL = "thpt-buon-ma-thuot", "thpt-ngo-gia-tu"


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
    roles: tuple[str, ...] = ()
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
        "suabang",
        "Trần Văn Minh",
        _("Người sửa thông tin trên bằng"),
        _(
            "Đăng ký lại khai sinh, được chỉnh sửa ngày sinh trên bằng; bản sao cấp trước đó báo đã"
            " được chỉnh sửa."
        ),
        dt.date(1990, 11, 21),
        "054090001212",
        "0905000015",
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
        roles=(roles.RECEPTIONIST,),
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
        roles=(roles.EXPERT,),
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
        roles=(roles.HEAD,),
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
        roles=(roles.CLERK, roles.BOOK_KEEPER),
        authority=DEPARTMENT,
        place=_("Sở Giáo dục và Đào tạo"),
    ),
    Persona(
        "vanphongtruong",
        "Nguyễn Thị Kim Oanh",
        _("Văn phòng trường học"),
        _(
            "Tiếp nhận hồ sơ chuyển trường; viết báo cáo tự đánh giá; trả lời dự thảo báo cáo đánh"
            " giá ngoài."
        ),
        dt.date(1989, 3, 12),
        "066189006006",
        "0905000008",
        position="Nhân viên văn phòng",
        roles=(roles.RECEPTIONIST, roles.EXPERT, roles.CLERK),
        authority=SCHOOL,
        place=_("Trường THPT Buôn Ma Thuột"),
    ),
    Persona(
        "hieutruong",
        "Đặng Minh Trí",
        _("Hiệu trưởng trường nơi đến"),
        _("Quyết định tiếp nhận học sinh chuyển trường; phê duyệt báo cáo tự đánh giá."),
        dt.date(1972, 10, 3),
        "066072007007",
        "0905000009",
        position="HIỆU TRƯỞNG",
        roles=(roles.HEAD,),
        authority=SCHOOL,
        place=_("Trường THPT Buôn Ma Thuột"),
    ),
    Persona(
        "hieutruongdi",
        "Vũ Thị Thanh Tâm",
        _("Hiệu trưởng trường nơi đi"),
        _("Được hỏi ý kiến: cho học sinh chuyển đi và giao học bạ."),
        dt.date(1976, 7, 22),
        "054176008008",
        "0905000010",
        position="HIỆU TRƯỞNG",
        roles=(roles.HEAD,),
        authority=OTHER_SCHOOL,
        place=_("Trường THPT Ngô Gia Tự"),
    ),
    Persona(
        "duhocsinh",
        "Y Khoa Niê",
        _("Người học ở nước ngoài về"),
        _("Xin công nhận bằng tốt nghiệp của trường ở nước ngoài; hồ sơ đang chờ nộp phí."),
        dt.date(2005, 3, 2),
        "066205009009",
        "0905000011",
    ),
    Persona(
        "thukytuyensinh",
        "Võ Thị Thu Hà",
        _("Thư ký tuyển sinh"),
        _("Lập kế hoạch, nhập điểm, xét thử một đợt tuyển sinh lớp 10."),
        dt.date(1985, 5, 9),
        "066185016016",
        "0905000020",
        position="Thư ký hội đồng tuyển sinh",
        roles=(roles.ADMISSIONS,),
        authority=DEPARTMENT,
        place=_("Sở Giáo dục và Đào tạo"),
    ),
    Persona(
        "ketoan",
        "Lê Thị Thu",
        _("Kế toán"),
        _("Ghi nhận phí đã nộp, đối chiếu sao kê ngân hàng, hoàn trả tiền."),
        dt.date(1990, 12, 9),
        "066190010010",
        "0905000012",
        position="Kế toán",
        roles=(roles.CASHIER,),
        authority=DEPARTMENT,
        place=_("Sở Giáo dục và Đào tạo"),
    ),
    Persona(
        "motcuaphuong",
        "H'Bia Mlô",
        _("Một cửa phường"),
        _("Kiểm tra hồ sơ trường đăng ký đạt chuẩn quốc gia rồi chuyển Sở."),
        dt.date(1990, 5, 6),
        "066190011011",
        "0905000013",
        position="Công chức",
        roles=(roles.RECEPTIONIST,),
        authority="ubnd-buon-ma-thuot",
        place=_("UBND phường Buôn Ma Thuột"),
    ),
    Persona(
        "truongphongqlcl",
        "Đỗ Minh Quang",
        _("Trưởng phòng Quản lý chất lượng"),
        _("Thẩm định báo cáo đánh giá ngoài trước khi trình Giám đốc ký Bằng công nhận."),
        dt.date(1979, 12, 1),
        "066079012012",
        "0905000014",
        position="TRƯỞNG PHÒNG",
        roles=(roles.DIVISION_HEAD,),
        authority=DEPARTMENT,
        place=_("Sở Giáo dục và Đào tạo"),
    ),
    Persona(
        "hieutruongmoi",
        "Nguyễn Văn Hiếu",
        _("Người đại diện trường mới"),
        _(
            "Xin phép cho trường hoạt động giáo dục; một trường đã được phép, một trường đang chờ"
            " hội đồng."
        ),
        dt.date(1975, 2, 11),
        "066075021021",
        "0905000021",
    ),
    Persona(
        "truongphong",
        "Trần Thị Minh Châu",
        _("Trưởng phòng Giáo dục trung học"),
        _("Giao việc, ký nháy quyết định; là chủ tịch hội đồng kiểm tra thực tế."),
        dt.date(1979, 5, 5),
        "066179022022",
        "0905000022",
        position="TRƯỞNG PHÒNG",
        roles=(roles.DIVISION_HEAD,),
        authority=DEPARTMENT,
        place=_("Sở Giáo dục và Đào tạo"),
    ),
    Persona(
        "chuyenvien2",
        "Bùi Thị Thảo",
        _("Chuyên viên, giữ hội đồng"),
        _(
            "Cử hội đồng, hẹn ngày, lập biên bản; tự mở hồ sơ đình chỉ, cho hoạt động trở lại, thu"
            " hồi; nhập giấy phép từ bản giấy."
        ),
        dt.date(1992, 9, 18),
        "066192023023",
        "0905000023",
        position="Chuyên viên",
        roles=(roles.EXPERT, roles.BOOK_KEEPER),
        authority=DEPARTMENT,
        place=_("Sở Giáo dục và Đào tạo"),
    ),
    Persona(
        "chutichxa",
        "H'Châu Ayun",
        _("Chủ tịch UBND xã"),
        _("Được hỏi ý kiến về trường trên địa bàn; là ủy viên hội đồng."),
        dt.date(1977, 12, 1),
        "066177024024",
        "0905000024",
        position="CHỦ TỊCH",
        roles=(roles.HEAD,),
        authority=COMMUNE,
        place=_("UBND xã Ea Kar"),
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
        roles=(roles.ADMINISTRATOR,),
        authority=DEPARTMENT,
        place=_("Sở Giáo dục và Đào tạo"),
    ),
)
