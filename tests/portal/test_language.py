"""Vietnamese first: English only for those who choose it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_a_phone_that_says_it_reads_english_still_gets_vietnamese(client: Client) -> None:
    page = client.get(reverse("portal:home"), headers={"accept-language": "en-US,en;q=0.9"})
    assert page.headers["Content-Language"] == "vi"
    assert 'lang="vi"' in page.text


def test_english_is_a_choice_that_lasts(client: Client) -> None:
    client.post(reverse("portal:set_language"), {"language": "en", "next": "/"})
    assert 'lang="en"' in client.get(reverse("portal:home")).text
    client.cookies["django_language"] = "xx"
    assert 'lang="vi"' in client.get(reverse("portal:home")).text
