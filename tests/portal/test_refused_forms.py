"""A form that was refused opens at what was wrong: on a phone that lies below the fold, and without
JavaScript too.
"""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client


def test_every_summary_of_errors_takes_the_focus() -> None:
    found = {
        path.name: re.findall(r'<div class="error-summary"[^>]*>', path.read_text())
        for app in ("portal", "forms")
        for path in Path(settings.BASE_DIR, app, "templates").rglob("*.html")
    }
    assert sum(map(len, found.values())) > 15
    assert not {name for name, tags in found.items() for tag in tags if " autofocus" not in tag}


def test_what_is_too_much_to_read_is_answered_in_a_sentence() -> None:
    too_many = settings.DATA_UPLOAD_MAX_NUMBER_FILES + 1
    files = [SimpleUploadedFile(f"{number}.pdf", b"%PDF-") for number in range(too_many)]
    answer = Client().post("/tra-cuu/", {"papers": files})
    assert (
        answer.status_code == 400
        and "quá nhiều tệp" in answer.text
        and "Bad Request" not in answer.text
    )
