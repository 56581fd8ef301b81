"""Faults of writing, in words: found while the text is read, before its meaning is looked at."""

from __future__ import annotations

from workflows.definition.findings import Rules, fault

WRITING = Rules(
    {
        "empty": fault(
            "The file is empty.",
            "Begin with the shipped diploma-copy/procedure.yaml as an example.",
            "Tệp không có nội dung.",
            "Hãy bắt đầu từ mẫu diploma-copy/procedure.yaml.",
        ),
        "yaml": fault(
            "This is not valid YAML: {problem}.",
            "Look at the indentation, the quotes and the brackets here and in the line above.",
            "Không đúng cú pháp YAML: {problem_vi}.",
            "Hãy xem lại thụt đầu dòng, dấu nháy và dấu ngoặc ở dòng này và dòng trên.",
        ),
        "too_big": fault(
            "The file unfolds into too many or too deeply nested parts.",
            "Write the parts out instead of repeating them by aliases (*name).",
            "Tệp mở ra quá nhiều hoặc quá sâu.",
            "Hãy viết rõ từng phần, không lặp lại bằng bí danh (*tên).",
        ),
        "duplicate_key": fault(
            "'{key}' is written twice in the same place; it is first written in line {first}.",
            "Keep one of the two.",
            "'{key}' được viết hai lần; lần đầu ở dòng {first}.",
            "Hãy giữ lại một.",
        ),
        "unknown_key": fault(
            "'{key}' is not a word of the language here.",
            "{hint}",
            "Không có khóa '{key}' ở vị trí này.",
            "{hint_vi}",
        ),
        "comma": fault(
            "'{key}' was cut off by a comma inside an unquoted text.",
            'Put the whole text between quotes: {{vi: "one, two"}}.',
            "'{key}' bị tách ra vì dấu phẩy trong đoạn chữ không có dấu nháy.",
            'Hãy đặt cả đoạn trong dấu nháy: {{vi: "một, hai"}}.',
        ),
        "missing": fault(
            "'{key}' is missing.",
            "Add '{key}:' to this part.",
            "Thiếu '{key}'.",
            "Hãy thêm '{key}:' vào phần này.",
        ),
        "not_text": fault(
            "'{key}' must be text, but {value} is read as {kind}.",
            'Put it between quotes: "{value}".',
            "'{key}' phải là chữ, nhưng {value} được hiểu là {kind_vi}.",
            'Hãy đặt trong dấu nháy: "{value}".',
        ),
        "pattern": fault(
            "'{value}' is not a valid {key}.",
            "It must look like {pattern}.",
            "'{value}' không hợp lệ cho {key}.",
            "Giá trị phải theo dạng {pattern}.",
        ),
        "choice": fault(
            "'{value}' is not one of the values that {key} may have.",
            "{hint}",
            "'{value}' không phải là giá trị của {key}.",
            "{hint_vi}",
        ),
        "date": fault(
            "'{value}' is not a date.",
            "Write year-month-day, for example 2026-03-01.",
            "'{value}' không phải là ngày.",
            "Hãy viết năm-tháng-ngày, ví dụ 2026-03-01.",
        ),
        "time": fault(
            "'{value}' is not a time of day.",
            'Write hours and minutes between quotes, for example "15:00".',
            "'{value}' không phải là giờ.",
            'Hãy viết giờ và phút trong dấu nháy, ví dụ "15:00".',
        ),
        "number": fault(
            "'{value}' is not a number that {key} can have: {detail}.",
            "Write a number within the bounds, without unit and without dots between thousands.",
            "'{value}' không phải là số hợp lệ cho {key}.",
            "Hãy viết một số trong giới hạn, không kèm đơn vị, không chấm hàng nghìn.",
        ),
        "list_empty": fault(
            "'{key}' needs at least one entry.",
            "Add an entry that begins with '- '.",
            "'{key}' cần ít nhất một mục.",
            "Hãy thêm một mục bắt đầu bằng '- '.",
        ),
        "shape": fault(
            "'{key}' has the wrong shape: {detail}.",
            "Compare with the same part of diploma-copy/procedure.yaml.",
            "'{key}' không đúng dạng: {detail_vi}.",
            "Hãy so với phần tương ứng của diploma-copy/procedure.yaml.",
        ),
        "value": fault(
            "'{key}' cannot be so: {detail}.",
            "Change it so that the sentence before is no longer true.",
            "'{key}' chưa hợp lệ: {detail}.",
            "Hãy sửa theo câu trên.",
        ),
    }
)
