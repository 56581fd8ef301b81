"""What stands beside a definition that is being written is Vietnamese, also where a library found
the fault.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from workflows.procedure.inspection import from_text, inspect

TEXT = Path(settings.BASE_DIR, "workflows/procedures/diploma-copy/procedure.yaml").read_text()
ENGLISH = re.compile(
    r"\b(while|parsing|scanning|expected|but|found|Input|should|valid|error|token|mismatched|extraneous|or|here|not)\b"
)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("written", "instead", "says"),
    [
        ("audience: [", "audience: {", "thiếu dấu phẩy hoặc dấu }"),
        ("audience: [", "audience: [{", "thiếu dấu phẩy hoặc dấu }"),
        ("steps:", "steps: [", "thiếu giá trị trước '-'"),
        ("code:", "code", "dấu hai chấm"),
        ('code: "', 'code: "a: "', "khối phía trên"),
        ('code: "3.000465"', "code: a: b", "dấu hai chấm"),
        ('code: "3.000465"', 'code: "3.000465', "dấu nháy"),
        ('code: "3.000465"', "code: *ma", "bí danh *ma"),
        ("title:\n", "title:\n\t", "phím Tab"),
        ("title:\n", "title: - x\n", "gạch đầu dòng"),
        ("title:\n", "---\ntitle:\n", "dòng ---"),
        ('code: "', 'code: "\\q', "\\q"),
        ("legal_basis:\n", "legal_basis: 5\nmore:\n", "phải là danh sách"),
        ("time_limit:", "time_limit: abc\nmore:", "khóa: giá trị"),
        ("title:\n", "title: 5\nmore:\n", "khóa: giá trị"),
        ("- {kind: ONLINE", "- {kind: {a: 1}", "'DIRECT', 'POSTAL'"),
        ("- {kind: ONLINE,", "- {", "kind"),
        ('when: relation == "owner"', "when: 'relation == \"owner'", "không đọc được"),
        ('when: relation == "owner"', "when: 'relation =='", "chưa viết hết"),
        ('when: relation == "owner"', "when: '1 + 1 ]'", "thừa ]"),
        ('when: relation == "owner"', "when: '(1 == 1'", "thiếu )"),
    ],
)
def test_a_fault_that_a_library_found_is_told_in_vietnamese(
    written: str, instead: str, says: str
) -> None:
    assert written in TEXT
    found = inspect(from_text(TEXT.replace(written, instead, 1))).findings
    said = [sentence for one in found for sentence in (one.message_vi, one.mend_vi)]
    assert any(says in sentence for sentence in said), said
    assert not [sentence for sentence in said if ENGLISH.search(sentence)]
