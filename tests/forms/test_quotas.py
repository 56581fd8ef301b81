"""Nobody fills the store: files and bytes a person and day are counted, other people are not
touched by it.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from forms.files.uploads import UploadRefused, store
from forms.models import StoredFile
from tests.forms.corpus import picture
from tests.people import World, make_world, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: Any) -> World:
    return make_world()


def send(uploader: Any) -> StoredFile:
    return store(SimpleUploadedFile("a.png", picture("PNG")), uploader, ("image",), 1_000_000)


def test_the_files_of_a_day_are_counted_for_each_person(world: World, settings: Any) -> None:
    settings.UPLOADS_A_DAY = 3
    for _one in range(3):
        send(world.huong)
    with pytest.raises(UploadRefused, match="quá nhiều tệp"):
        send(world.huong)
    assert StoredFile.objects.count() == 3
    send(person("khac", "Người Khác"))
    StoredFile.objects.update(uploaded_at=timezone.now() - dt.timedelta(hours=25))
    send(world.huong)


def test_the_bytes_of_a_day_are_counted(world: World, settings: Any) -> None:
    settings.UPLOAD_BYTES_A_DAY = len(picture("PNG")) + 1
    send(world.huong)
    send(world.huong)
    with pytest.raises(UploadRefused, match="quá nhiều tệp"):
        send(world.huong)


def test_an_officer_who_scans_for_others_may_send_ten_times_as_many(
    world: World, settings: Any
) -> None:
    settings.UPLOADS_A_DAY = 1
    for _one in range(10):
        send(world.lan)
    with pytest.raises(UploadRefused, match="quá nhiều tệp"):
        send(world.lan)
