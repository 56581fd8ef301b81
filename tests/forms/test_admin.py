"""What the administrator sees of uploads, in Vietnamese: that they are there, never their names,
and no way to act.
"""

from __future__ import annotations

import pytest
from django.test import Client

from forms.models import StoredFile
from organisations.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> Client:
    client = Client()
    client.force_login(
        User.objects.create_superuser("quan-tri", "qt@example.vn", "mat-khau-rat-dai")
    )
    return client


@pytest.fixture
def stored() -> StoredFile:
    return StoredFile.objects.create(
        sha256="ab" * 32, size=1, content_type="image/png", name="Giấy khai sinh H'Hen.png"
    )


def test_uploads_are_listed_in_vietnamese_without_their_names(
    administrator: Client, stored: StoredFile
) -> None:
    pages = [f"/quan-tri/forms/storedfile/{end}" for end in ("", f"{stored.pk}/change/")]
    for address in pages:
        answer = administrator.get(address)
        assert answer.status_code == 200, address
        page = answer.content.decode()
        assert str(stored.pk) in page and "H&#x27;Hen" not in page
        for said in ("oại nội dung", "uét mã độc", "ải lên lúc"):
            assert said in page, (address, said)


def test_no_upload_is_added_changed_or_deleted_by_hand(
    administrator: Client, stored: StoredFile
) -> None:
    base = "/quan-tri/forms/storedfile/"
    assert administrator.get(f"{base}add/").status_code == 403
    assert administrator.post(f"{base}{stored.pk}/change/", {"size": "2"}).status_code == 403
    assert administrator.post(f"{base}{stored.pk}/delete/", {"post": "yes"}).status_code == 403
    assert StoredFile.objects.get().size == 1
