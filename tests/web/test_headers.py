"""Every page of the resolver, and Django's administration, scored as MDN's HTTP Observatory does
(I1).

The rules are those of https://developer.mozilla.org/en-US/observatory/docs/tests_and_scoring,
written anew: 100 points to begin with, less for what is missing; A+ needs 100 and no failed test.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from organisations.models import User
from portal.urls import urlpatterns
from tests.portal.test_permission_matrix import Case, address, place  # noqa: F401 - a fixture

PRODUCTION = {
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "LANGUAGE_COOKIE_SECURE": True,
    "SESSION_COOKIE_NAME": "__Host-sessionid",
    "CSRF_COOKIE_NAME": "__Host-csrftoken",
    "LANGUAGE_COOKIE_NAME": "__Host-language",
    "KNOWN_BROWSER_COOKIE_NAME": "__Host-known",
    "SECURE_SSL_REDIRECT": True,
    "SECURE_HSTS_SECONDS": 31_536_000,
}
FRAMED = ("file", "document_pdf", "preview", "control_slip")  # papers beside the application


@pytest.fixture
def production(settings: Any) -> Any:
    """What config/settings.py sets on a public site (tests/config/test_production.py reads it
    there).
    """
    for name, value in PRODUCTION.items():
        setattr(settings, name, value)
    return settings


def test_the_settings_above_are_those_of_a_public_site() -> None:
    code = (
        "import json, config.settings as s; print(json.dumps({n: getattr(s, n) for n in"
        f" {sorted(PRODUCTION)!r}}}))"
    )
    environment = {
        **os.environ,
        "PRODUCTION": "1",
        "SECRET_KEY": "x" * 60,
        "ALLOWED_HOSTS": "motcua.example",
    }
    told = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert json.loads(told.stdout) == PRODUCTION


def policy_of(answer: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for directive in answer.headers.get("Content-Security-Policy", "").split(";"):
        name, *sources = directive.split()
        found[name] = sources
    return found


def faults_of(answer: Any) -> Iterator[str]:
    """What the Observatory would fail."""
    policy = policy_of(answer)
    if policy.get("default-src") != ["'none'"]:
        yield "default-src is not 'none'"
    everything = " ".join(
        " ".join(sources) for name, sources in policy.items() if name != "style-src"
    )
    for unsafe in ("'unsafe-inline'", "'unsafe-eval'", "http:", "https:", "*"):
        if unsafe in everything.split():
            yield f"the policy has {unsafe}"
    if "sandbox" not in policy and "form-action" in policy and policy.get("base-uri") != ["'none'"]:
        yield "base-uri is open"
    if not answer.headers.get("Strict-Transport-Security", "").startswith("max-age=31536000"):
        yield "no HSTS of a year"
    if answer.headers.get("X-Content-Type-Options") != "nosniff":
        yield "no nosniff"
    if answer.headers.get("Referrer-Policy") not in ("same-origin", "no-referrer"):
        yield "the address is told to other sites"
    if answer.headers.get("Cross-Origin-Opener-Policy") != "same-origin":
        yield "no Cross-Origin-Opener-Policy"
    if answer.headers.get("Cross-Origin-Resource-Policy") != "same-origin":
        yield "no Cross-Origin-Resource-Policy"
    if "camera=()" not in answer.headers.get("Permissions-Policy", ""):
        yield "no Permissions-Policy"
    if "Access-Control-Allow-Origin" in answer.headers:
        yield "open to scripts of other sites"
    for name, cookie in answer.cookies.items():
        safe = (
            cookie["secure"]
            and cookie["samesite"]
            and cookie["path"] == "/"
            and not cookie["domain"]
        )
        if not (name.startswith("__Host-") and safe and cookie["httponly"]):
            yield f"cookie {name} is not __Host-, Secure, HttpOnly, SameSite"
    if re.search(
        rb"<(script|style)\b(?![^>]*\ssrc=)[^>]*>\s*[^<\s]|<[^>]*\s(on\w+|style)=|javascript:",
        body(answer),
    ):
        yield "something inline that the policy would block"


def framing_of(answer: Any) -> tuple[list[str] | None, str | None]:
    return policy_of(answer).get("frame-ancestors"), answer.headers.get("X-Frame-Options")


def body(answer: Any) -> bytes:
    html = answer.headers.get("Content-Type", "").startswith("text/html")
    return answer.content if html else b""


def asked(client: Client, path: str) -> Any:
    return client.get(path, secure=True, headers={"Host": "localhost"})


def test_every_page_has_every_header(place: Any, production: Any) -> None:  # noqa: F811
    wrong, pages = [], 0
    for name in (None, "the citizen", "receptionist", "superuser"):
        client = Client()
        if name:
            client.force_login(place.people[name])
        case: Case = place.cases["own office"]
        paths = {
            pattern.name: address(pattern, case, pattern.callback.declared.of)
            for pattern in urlpatterns
        }
        for view, path in {**paths, "none": "/khong-co/", "static": "/favicon.ico"}.items():
            answer = asked(client, path)
            pages += 1
            wrong += [f"{name} {path} {answer.status_code}: {fault}" for fault in faults_of(answer)]
            ours = answer.status_code in (200, 409, 422) and view in FRAMED
            allowed = (["'self'"], "SAMEORIGIN") if ours else (["'none'"], "DENY")
            if framing_of(answer) != allowed:
                wrong.append(f"{name} {path} {answer.status_code}: framed by {framing_of(answer)}")
    assert not wrong, "\n".join(wrong[:40])
    assert pages > 150


@pytest.mark.django_db
def test_the_administration_too(production: Any) -> None:
    client = Client()
    client.force_login(
        User.objects.create_superuser("goc", "g@example.vn", "x" * 20, full_name="G")
    )
    wrong = []
    for model in admin.site._registry:
        base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        for path in (reverse("admin:index"), reverse(f"{base}_changelist"), reverse(f"{base}_add")):
            answer = asked(client, path)
            wrong += [f"{path} {answer.status_code}: {fault}" for fault in faults_of(answer)]
            if framing_of(answer) != (["'none'"], "DENY"):
                wrong.append(f"{path}: framed by {framing_of(answer)}")
    assert not wrong, "\n".join(sorted(set(wrong))[:40])


@pytest.mark.django_db
def test_an_unencrypted_visit_is_led_to_tls(production: Any) -> None:
    answer = Client().get("/", headers={"Host": "localhost"})
    assert (answer.status_code, answer.url) == (301, "https://localhost/")
