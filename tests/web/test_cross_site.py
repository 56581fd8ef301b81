"""No other site's page may press a button here (I2): every unsafe address, every way to ask it from
elsewhere.
"""

from __future__ import annotations

import itertools
import os
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from organisations.models import User
from portal.http.access import READ
from portal.urls import urlpatterns
from tests.portal.test_permission_matrix import address, place, quiet  # noqa: F401 - fixtures

LONG = os.environ.get("FAULTS") == "long"
VISITORS = ("the citizen", "receptionist", "superuser")
#: Without a token by design: they change nothing for the visitor, and their pages send `Origin:
#: null`.
WITHOUT_TOKEN = {"follow", "verify", "verify_code", "verify_file", "set_language"}
#: Drawn before there is a token; another site is refused as everywhere.
WITHOUT_TOKEN |= {"waiting_line"}
#: Programs call these, by a signature of their own.
WITHOUT_TOKEN |= {"demo_gateway", "delivery_report"}
NO_TOKEN = [{}, {"data": {"csrfmiddlewaretoken": "a" * 64}}, {"data": {"csrfmiddlewaretoken": ""}}]
ELSEWHERE: list[dict[str, Any]] = [
    {"headers": {"Origin": "https://ke-gian.example"}},
    {"headers": {"Origin": "http://localhost.ke-gian.example"}},
    {"headers": {"Origin": "https://localhost:444"}},
    {"headers": {"Sec-Fetch-Site": "cross-site"}},
    {"headers": {"Sec-Fetch-Site": "same-site"}},
    {"headers": {"Sec-Fetch-Site": "cross-site", "Origin": "null"}},
    {"headers": {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}},
]


def addresses(found: Any) -> list[tuple[str, str]]:
    case = found.cases["own office"]
    ours = [
        (str(pattern.name), address(pattern, case, pattern.callback.declared.of))
        for pattern in urlpatterns
        if set(pattern.callback.declared.methods) - set(READ)
    ]
    theirs = [
        ("admin", reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"))
        for model in admin.site._registry
        for page in ("add", "changelist")
    ]
    return [
        *ours,
        *theirs,
        ("admin", reverse("admin:logout")),
        ("admin", reverse("admin:password_change")),
    ]


def visitor(who: User) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(who)
    return client


def with_own_token(client: Client) -> str:
    """The token that the visitor's own page would send."""
    client.get(reverse("portal:sign_in"))
    page = client.get(reverse("portal:home")).text
    return page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]


def test_every_unsafe_address_refuses_other_sites(place: Any) -> None:  # noqa: F811
    """In `make test` each way meets each address once, from one visitor after the other."""
    let_through, tries, turns = [], 0, itertools.cycle(VISITORS)
    clients = {name: visitor(place.people[name]) for name in VISITORS}
    tokens = {name: with_own_token(client) for name, client in clients.items()}
    for view, path in addresses(place):
        for way in (*ELSEWHERE, *(() if view in WITHOUT_TOKEN else NO_TOKEN)):
            for name in VISITORS if LONG else (next(turns),):
                own = {"csrfmiddlewaretoken": tokens[name]} if way in ELSEWHERE else {}
                data, headers = way.get("data", own), way.get("headers")
                answer = clients[name].post(path, data, headers=headers)
                tries += 1
                if answer.status_code != 403:
                    let_through.append(f"{name} {path} {way}: {answer.status_code}")
    assert not let_through, "\n".join(let_through[:30])
    assert tries > 1000


def test_the_token_of_another_visitor_is_refused(place: Any) -> None:  # noqa: F811
    stolen = with_own_token(visitor(place.people["another citizen"]))
    client = visitor(place.people["the citizen"])
    with_own_token(client)
    answer = client.post(reverse("portal:sign_out"), {"csrfmiddlewaretoken": stolen})
    assert answer.status_code == 403
    assert client.get(reverse("portal:my_dossiers")).status_code == 200


@pytest.mark.parametrize(
    "headers", [{}, {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}]
)
def test_our_own_page_is_heard(place: Any, headers: dict[str, str]) -> None:  # noqa: F811
    client = visitor(place.people["the citizen"])
    token = with_own_token(client)
    answer = client.post(
        reverse("portal:sign_out"), {"csrfmiddlewaretoken": token}, headers=headers
    )
    assert (answer.status_code, answer.url) == (302, "/")


def test_what_needs_no_token_is_only_what_is_named_here() -> None:
    exempt = {
        pattern.name for pattern in urlpatterns if getattr(pattern.callback, "csrf_exempt", False)
    }
    assert exempt <= WITHOUT_TOKEN | {"document", "submitted"}
    unsafe = {p.name for p in urlpatterns if set(p.callback.declared.methods) - set(READ)}
    assert exempt & unsafe <= WITHOUT_TOKEN


def test_a_trusted_origin_of_the_settings_is_ours(place: Any, settings: Any) -> None:  # noqa: F811
    settings.CSRF_TRUSTED_ORIGINS = ["https://dichvucong.example"]
    client = Client()
    headers = {"Origin": "https://dichvucong.example", "Sec-Fetch-Site": "cross-site"}
    assert (
        client.post(reverse("portal:set_language"), {"language": "en"}, headers=headers).status_code
        == 302
    )
