"""What anybody pastes is cleaned at the door, for every page; passwords and what a partner signed
are not touched.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import get_resolver, reverse

from organisations.models import User
from portal.http.cleaned_input import CleansTypedText

PASTED = "\u202d12\u00a0Lê\uffff Dua\u0302\u0309n\u200b\u202c"
MEANT = "12 Lê Duẩn"


def through_the_door(request: HttpRequest, **view: Any) -> HttpRequest:
    CleansTypedText(lambda _request: HttpResponse()).process_view(
        request, SimpleNamespace(**view), (), {}
    )
    return request


def test_texts_of_forms_and_addresses_are_legible() -> None:
    request = through_the_door(
        RequestFactory().post(f"/?q={PASTED}", {"detail": PASTED, "many": [PASTED, "b"]})
    )
    assert request.GET["q"] == MEANT
    assert request.POST["detail"] == MEANT
    assert request.POST.getlist("many") == [MEANT, "b"]


@pytest.mark.parametrize("name", ["password", "password1", "old_password", "new_password2"])
def test_passwords_stay_as_typed(name: str) -> None:
    assert through_the_door(RequestFactory().post("/", {name: PASTED})).POST[name] == PASTED


def test_signed_parameters_stay_as_sent() -> None:
    assert through_the_door(
        RequestFactory().get("/", {"vnp_OrderInfo": PASTED}), as_sent=True
    ).GET.dict() == {"vnp_OrderInfo": PASTED}


def test_only_what_is_signed_and_a_file_read_in_memory_pass_the_door() -> None:
    patterns = get_resolver("portal.urls").url_patterns
    assert {one.name for one in patterns if getattr(one.callback, "as_sent", False)} == {
        "payment_notice",
        "payment_return",
        "bank_simulator",
        # has its own handler of uploads, which reading the form before would take away
        "verify_file",
    }


def test_the_door_stands_behind_the_one_that_reads_the_form_for_csrf() -> None:
    csrf = settings.MIDDLEWARE.index("django.middleware.csrf.CsrfViewMiddleware")
    assert settings.MIDDLEWARE[csrf + 1] == "portal.http.cleaned_input.CleansTypedText"


@pytest.mark.django_db
def test_a_password_with_odd_blanks_signs_in() -> None:
    odd = "mật\u00a0khẩu rất  dài\u200b 1"
    User.objects.create_user("huong", password=odd)
    answer = Client().post(
        reverse("portal:sign_in"), {"username": "\u200bhuong\u00a0", "password": odd}
    )
    assert answer.status_code == 302
