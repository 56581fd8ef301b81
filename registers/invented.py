"""Names, places and bodies for an invented register of the province: Kinh, Ê Đê, M'nông, Tày;
former districts too.

Schools and bodies are real names as they were then (domain facts of the province before and after 1
July 2025); every person is made up by chance.
"""

from __future__ import annotations

from random import Random

KINH_FAMILIES = {
    "Nguyễn": 38,
    "Trần": 12,
    "Lê": 11,
    "Phạm": 7,
    "Hoàng": 5,
    "Huỳnh": 4,
    "Phan": 4,
    "Vũ": 3,
    "Võ": 3,
    "Đặng": 3,
    "Bùi": 2,
    "Đỗ": 2,
    "Hồ": 2,
    "Ngô": 2,
    "Dương": 1,
    "Lý": 1,
}
TAY_FAMILIES = {"Nông": 4, "Hoàng": 3, "Triệu": 2, "Lương": 2, "Bế": 1, "Lục": 1}
MIDDLE = {
    "F": ("Thị", "Thị", "Thị Thu", "Thị Thanh", "Ngọc", "Thị Hồng", "Thùy", "Thuỳ", "Kim"),
    "M": ("Văn", "Văn", "Văn", "Đức", "Hữu", "Quốc", "Minh", "Xuân", "Công"),
}
GIVEN = {
    "F": (
        "Hương",
        "Hường",
        "Lan",
        "Hoa",
        "Hòa",
        "Hoà",
        "Mai",
        "Thủy",
        "Thuỷ",
        "Nga",
        "Linh",
        "Trang",
        "Ánh",
        "Duyên",
        "Yến",
        "Quỳnh",
    ),
    "M": (
        "Minh",
        "Nam",
        "Hùng",
        "Dũng",
        "Tuấn",
        "Hải",
        "Sơn",
        "Đạt",
        "Bảo",
        "Khoa",
        "Hòa",
        "Hoà",
        "Thắng",
        "Quý",
        "Toàn",
        "Ước",
    ),
}
EDE_GIVEN = {
    "F": (
        "Hen",
        "Bluin",
        "Yer",
        "Linh",
        "Ngọc",
        "Duyên",
        "Rơm",
        "Blač",
        "Wuê",
        "Lim",
        "Mrai",
        "Nuê",
    ),
    "M": (
        "Thu",
        "Bhiăng",
        "Wih",
        "Djhŭn",
        "Krang",
        "Bình",
        "Sơn",
        "Khôn",
        "Phôn",
        "Nguyên",
        "Lôc",
        "Tlam",
    ),
}
EDE_CLANS = (
    "Niê",
    "Êban",
    "Mlô",
    "Ayŭn",
    "Byă",
    "Kbuôr",
    "Êñuôl",
    "Niê Kđăm",
    "Ktla",
    "Hđơk",
    "Bkrông",
    "Niê Siêng",
)
MNONG_GIVEN = {
    "F": ("Blang", "Dua", "Mai", "Trinh", "Jri"),
    "M": ("Krứ", "Glơi", "Minh", "Ndơ", "Sung"),
}
MNONG_CLANS = ("Bdap", "Buôn Krông", "Ndu", "Liêng Hot", "Rlưk", "Triêk", "Pang Ting", "Rya")
PEOPLES = {"Kinh": 70, "Ê Đê": 17, "M'nông": 5, "Tày": 8}

#: Former district → its upper secondary schools; districts ended on 1 July 2025.
DAK_LAK = {
    "thành phố Buôn Ma Thuột": (
        "Trường THPT Buôn Ma Thuột",
        "Trường THPT Chu Văn An",
        "Trường THPT Hồng Đức",
    ),
    "thị xã Buôn Hồ": ("Trường THPT Buôn Hồ", "Trường THPT Hai Bà Trưng"),
    "huyện Krông Pắc": ("Trường THPT Krông Pắc", "Trường THPT Lê Hồng Phong"),
    "huyện Ea Kar": ("Trường THPT Ngô Gia Tự", "Trường THPT Trần Quốc Toản"),
    "huyện Cư M'gar": ("Trường THPT Cư M'gar", "Trường THPT Lê Hữu Trác"),
    "huyện Ea H'leo": ("Trường THPT Ea H'leo", "Trường THPT Phan Chu Trinh"),
    "huyện Lắk": ("Trường THPT Lắk",),
    "huyện M'Đrắk": ("Trường THPT Nguyễn Tất Thành",),
}
PHU_YEN = {
    "thành phố Tuy Hòa": ("Trường THPT Nguyễn Huệ", "Trường THPT Ngô Gia Tự"),
    "huyện Tuy An": ("Trường THPT Trần Phú", "Trường THPT Lê Thành Phương"),
    "thị xã Sông Cầu": ("Trường THPT Phan Đình Phùng",),
    "huyện Sông Hinh": ("Trường THPT Nguyễn Du",),
}
PROVINCES = {"Đắk Lắk": DAK_LAK, "Phú Yên": PHU_YEN}
LOWER_SCHOOLS = (
    "Trường THCS Nguyễn Du",
    "Trường THCS Lê Lợi",
    "Trường THCS Trưng Vương",
    "Trường PTCS Lê Quý Đôn",
)
CENTRE = "Trung tâm Giáo dục thường xuyên"
SIGNERS = ("Phan Văn Hồng", "Trần Thị Bích", "Lê Hữu Thành", "Nguyễn Đình Quang", "Võ Ngọc Sanh")
GRADES = {"Trung bình": 50, "Khá": 35, "Giỏi": 15}
LEVELS = {"THPT": 70, "THCS": 20, "BTTHPT": 10}


def weighted(random: Random, weights: dict[str, int]) -> str:
    """One of the keys, by weight."""
    return random.choices(list(weights), list(weights.values()))[0]


def name(random: Random, people: str, sex: str) -> str:
    """A full name as that people writes names: "H'" and "Y" begin, and the clan ends, an Ê Đê or
    M'nông name.
    """
    if people == "Ê Đê":
        return f"{_mark(sex)}{random.choice(EDE_GIVEN[sex])} {random.choice(EDE_CLANS)}"
    if people == "M'nông":
        return f"{_mark(sex)}{random.choice(MNONG_GIVEN[sex])} {random.choice(MNONG_CLANS)}"
    families = TAY_FAMILIES if people == "Tày" else KINH_FAMILIES
    return f"{weighted(random, families)} {random.choice(MIDDLE[sex])} {random.choice(GIVEN[sex])}"


def _mark(sex: str) -> str:
    return "H'" if sex == "F" else "Y "


def issuer(level: str, district: str, province: str) -> str:
    """Who signed it then: the district's office for lower secondary, the department for all
    else.
    """
    if level == "THCS":
        return f"Phòng Giáo dục và Đào tạo {district}, tỉnh {province}"
    return f"Sở Giáo dục và Đào tạo {province}"
