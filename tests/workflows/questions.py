"""What parents, pupils and schools type into the search of the front page, and the procedure they
mean.
"""

#: As somebody types it → slugs of the procedures that answer it; the first found must be one of
#: them.
QUESTIONS: tuple[tuple[str, str], ...] = (
    ("chuyển trường cho con", "school-transfer"),
    ("chuyen truong", "school-transfer"),
    ("con tôi muốn chuyển sang trường khác thì làm thế nào", "school-transfer"),
    ("thủ tục chuyển trường cấp 3", "school-transfer"),
    ("chuyen nha nen doi truong cho chau", "school-transfer"),
    ("xin cho con học trường gần nhà", "school-transfer"),
    ("con từ Nhật về muốn xin học tiếp ở Việt Nam", "school-transfer"),
    ("nghỉ học một năm giờ muốn đi học lại", "school-transfer"),
    ("rut hoc ba", "school-transfer"),
    ("change school", "school-transfer"),
    ("2.002855", "school-transfer"),
    ("mat bang", "diploma-copy"),
    ("bang bi mat", "diploma-copy"),
    ("bị mất bằng tốt nghiệp cấp 3", "diploma-copy"),
    ("xin lai bang tot nghiep", "diploma-copy"),
    ("làm lại bằng cấp ba bị mất", "diploma-copy"),
    ("em làm mất bằng THPT xin lại ở đâu", "diploma-copy"),
    ("bản sao bằng tốt nghiệp", "diploma-copy"),
    ("sao y bang tot nghiep cap 2", "diploma-copy"),
    ("trích lục sổ gốc", "diploma-copy"),
    ("bằng bị rách", "diploma-copy"),
    ("bằng tốt nghiệp bị cháy", "diploma-copy"),
    ("lost my diploma", "diploma-copy"),
    ("3000465", "diploma-copy"),
    ("mã 3.000465.H15", "diploma-copy"),
    ("3 000 465", "diploma-copy"),
    ("sai ten tren bang", "diploma-correction diploma-reissue"),
    ("tên trên bằng bị sai", "diploma-correction diploma-reissue"),
    ("sửa ngày sinh trên bằng tốt nghiệp", "diploma-correction"),
    ("đổi họ tên xong muốn sửa bằng", "diploma-correction"),
    ("bằng không khớp với căn cước", "diploma-correction"),
    ("cải chính hộ tịch thì bằng tốt nghiệp làm sao", "diploma-correction"),
    ("điều chỉnh văn bằng", "diploma-correction"),
    ("trường viết sai tên con tôi trên bằng", "diploma-reissue"),
    ("bang in sai xin cap lai", "diploma-reissue"),
    ("đổi bằng mới", "diploma-reissue"),
    ("cấp lại văn bằng", "diploma-reissue"),
    ("công nhận bằng nước ngoài", "foreign-diploma"),
    ("bằng cấp 3 ở Mỹ có dùng được ở Việt Nam không", "foreign-diploma"),
    ("du học về cần công nhận bằng", "foreign-diploma"),
    ("tuong duong bang nuoc ngoai", "foreign-diploma"),
    ("xin mở trường cấp 3 tư thục", "school-licence"),
    ("giấy phép mở trường", "school-licence"),
    ("1012953", "school-licence"),
    ("trường muốn mở thêm lớp", "school-licence-change"),
    ("1.012953.h15", "school-licence-change"),
    ("thu hoi giay phep truong", "school-licence-change"),
    ("trường đạt chuẩn quốc gia", "national-standard-secondary national-standard-preschool"),
    ("kiem dinh chat luong truong", "national-standard-secondary"),
    ("đánh giá ngoài trường THCS", "national-standard-secondary"),
    ("mầm non chuẩn quốc gia", "national-standard-preschool"),
    ("mau giao dat chuan", "national-standard-preschool"),
)

#: Misspelt, or about something this office does not do: what lies nearest, and the page says that
#: nothing fits.
NEAREST: tuple[tuple[str, str], ...] = (
    ("chuyen truog", "school-transfer"),
    ("bang tot nhiep", "diploma-copy diploma-correction foreign-diploma"),
    ("3000456", "diploma-copy diploma-correction"),
)
