"""What a provider, or whoever plays one, says and is not believed (issue 16)."""

from __future__ import annotations

import hashlib
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from typing import Any

import jwt
import pytest
from django.core.cache import cache
from django.test import Client

from organisations.models import User
from organisations.provider_models import ProviderAccount
from tests.identity.forger import ANSWER, START, Forger, by_public_key, key, unsigned
from tests.people import World

pytestmark = pytest.mark.django_db

NEW = "/dang-ky/bang-dinh-danh/"
NOW = int(time.time())


def is_in(client: Client) -> bool:
    return client.get("/tai-khoan/").status_code == 200


def signed_by(name: str, kid: str, algorithm: str = "RS256") -> Callable[[Any], str]:
    return lambda claims: jwt.encode(claims, key(name), algorithm=algorithm, headers={"kid": kid})


def test_what_is_asked_has_state_nonce_and_a_challenge(forger: Forger) -> None:
    client = Client()
    asked = forger.asks(client)
    assert asked["code_challenge_method"] == "S256" and asked["response_type"] == "code"
    assert asked["redirect_uri"] == f"http://testserver{ANSWER}"
    assert asked["acr_values"] == "1 2" and "prompt" not in asked
    assert len({asked["state"], asked["nonce"], asked["code_challenge"]}) == 3
    again = forger.asks(client)
    assert not {again["state"], again["nonce"]} & {asked["state"], asked["nonce"]}
    forger.answers(client, again)
    sent = forger.posted[-1]
    digest = hashlib.sha256(sent["code_verifier"].encode()).digest()
    assert urlsafe_b64encode(digest).rstrip(b"=").decode() == again["code_challenge"]
    basic = [one["Authorization"] for one in forger.headers if "Authorization" in one]
    assert basic[0].startswith("Basic ") and "client_secret" not in sent


def test_an_honest_one_is_believed(forger: Forger) -> None:
    client = Client()
    assert forger.comes(client).url == NEW
    assert client.post(NEW).status_code == 302 and is_in(client)


LIES: dict[str, dict[str, Any]] = {
    "another issuer": {"iss": "https://khac.example"},
    "no issuer": {"iss": None},
    "another audience": {"aud": "another-site"},
    "no audience": {"aud": None},
    "several, not ours to use": {"aud": ["motcua", "khac"]},
    "several, another's to use": {"aud": ["motcua", "khac"], "azp": "khac"},
    "another's to use": {"azp": "khac"},
    "expired": {"exp": NOW - 3600},
    "no end": {"exp": None},
    "made long ago": {"iat": NOW - 3600},
    "not made yet": {"iat": NOW + 7200},
    "no time": {"iat": None},
    "another nonce": {"nonce": "another"},
    "no nonce": {"nonce": None},
    "nobody": {"sub": None},
    "no name": {"sub": ""},
    "a long name": {"sub": "x" * 300},
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_a_token_that_is_not_for_this_is_refused(forger: Forger, lie: dict[str, Any]) -> None:
    client = Client()
    answer = forger.comes(client, **lie)
    assert answer.status_code == 422 and "không tin được" in answer.text
    assert client.get(NEW).status_code == 410 and not is_in(client)


FORGERIES: dict[str, Callable[[Any], Any]] = {
    "none": unsigned,
    "the public key as a secret": by_public_key,
    "another key": signed_by("two", "one"),
    "a key nobody has": signed_by("two", "two"),
    "no token": lambda claims: None,
    "a word": lambda claims: "abc",
    "three words": lambda claims: "a.b.c",
    "a cut signature": lambda claims: signed_by("one", "one")(claims)[:-20],
    "a secret": lambda claims: jwt.encode(
        claims, "a-secret-of-the-tests-alone-and-longer", algorithm="HS256", headers={"kid": "one"}
    ),
}


@pytest.mark.parametrize("sign", FORGERIES.values(), ids=FORGERIES)
def test_a_token_that_was_not_signed_by_it_is_refused(forger: Forger, sign: Any) -> None:
    forger.sign = sign
    client = Client()
    answer = forger.comes(client)
    assert answer.status_code == 422 and "không tin được" in answer.text
    assert client.get(NEW).status_code == 410 and not is_in(client)


def test_a_new_key_is_asked_for_once_a_minute(forger: Forger) -> None:
    assert forger.comes(Client()).url == NEW
    forger.keys = {"two": "two"}
    forger.sign = signed_by("two", "two")
    assert forger.comes(Client()).url == NEW
    forger.sign = signed_by("two", "three")
    before = forger.calls.count("/jwks")
    for _each in range(3):
        assert forger.comes(Client()).status_code == 422
    assert forger.calls.count("/jwks") == before
    assert forger.calls.count("/.well-known/openid-configuration") == 1


def test_userinfo_of_somebody_else_says_nothing(forger: Forger) -> None:
    forger.told = {"sub": "another", "identity_number": "066198001234"}
    assert forger.comes(Client()).status_code == 422


def test_an_answer_is_taken_once_and_in_its_own_browser(forger: Forger) -> None:
    client, other = Client(), Client()
    asked = forger.asks(client)
    stolen = forger.answers(other, asked)
    assert stolen.status_code == 410 and "trình duyệt khác" in stolen.text
    assert forger.answers(client, asked).url == NEW
    assert forger.answers(client, asked).status_code == 410
    assert forger.answers(client, {"state": ""}).status_code == 410
    assert client.get(ANSWER).status_code == 410


def test_an_answer_of_another_issuer_is_refused(forger: Forger) -> None:
    """RFC 9207: mixed up with another provider's."""
    client = Client()
    assert (
        forger.answers(client, forger.asks(client), iss="https://khac.example").status_code == 422
    )
    cache.clear()
    forger.metadata = {"authorization_response_iss_parameter_supported": True}
    asked = forger.asks(client)
    assert forger.answers(client, asked).status_code == 422
    asked = forger.asks(client)
    assert forger.answers(client, asked, iss=forger.issuer).url == NEW


def test_who_turns_back_is_told_so(forger: Forger) -> None:
    client = Client()
    answer = forger.answers(client, forger.asks(client), code=None, error="access_denied")
    assert answer.url == "/dang-nhap/?next=/"
    assert "Bạn đã dừng đăng nhập bằng VNeID" in client.get(answer.url).text


@pytest.mark.parametrize(
    ("error", "status", "told"),
    [
        ("server_error", 503, "đang không trả lời"),
        ("temporarily_unavailable", 503, "đang không trả lời"),
        ("unmet_authentication_requirements", 403, "mức độ 02"),
        ("<script>", 503, "đang không trả lời"),
    ],
)
def test_what_else_is_wrong_over_there_is_told(
    forger: Forger, error: str, status: int, told: str
) -> None:
    client = Client()
    asked = forger.asks(client, level="level-2")
    answer = forger.answers(client, asked, code=None, error=error)
    assert answer.status_code == status and told in answer.text and "<script>" not in answer.text


def test_a_provider_that_is_away_is_told_so(forger: Forger) -> None:
    client = Client()
    asked = forger.asks(client)
    forger.status = 500
    answer = forger.answers(client, asked)
    assert answer.status_code == 503 and "đang không trả lời" in answer.text
    cache.clear()
    answer = client.post(START)
    assert answer.status_code == 503 and "đang không trả lời" in answer.text


def test_a_code_that_was_used_is_an_answer_not_believed(forger: Forger) -> None:
    client = Client()
    asked = forger.asks(client)
    forger.asks(Client())  # the metadata are known
    forger.status = 400
    assert forger.answers(client, asked).status_code == 422


@pytest.mark.parametrize("said", [{"issuer": "https://khac.example"}, {"jwks_uri": "ftp://x/y"}])
def test_metadata_of_somebody_else_are_none(forger: Forger, said: dict[str, str]) -> None:
    forger.metadata = said
    assert Client().post(START).status_code == 503


def test_plain_http_is_refused_outside_a_demo(forger: Forger, settings: Any) -> None:
    assert Client().get(START).status_code == 200
    settings.DEMO = False
    assert Client().get(START, secure=True).status_code == 404


def test_only_the_sign_in_pages_may_lead_there(forger: Forger) -> None:
    for page in ("/dang-nhap/", START):
        policy = Client().get(page)["Content-Security-Policy"]
        assert f"form-action 'self' {forger.issuer}" in policy
    assert forger.issuer not in Client().get("/")["Content-Security-Policy"]


def test_the_button_stands_on_the_sign_in_page(forger: Forger, settings: Any) -> None:
    assert "Đăng nhập bằng VNeID" in Client().get("/dang-nhap/").text
    settings.IDENTITY_PROVIDERS = {}
    assert "VNeID" not in Client().get("/dang-nhap/").text
    assert Client().get(START).status_code == 404


def test_where_one_goes_on_stays_on_this_site(forger: Forger) -> None:
    client = Client()
    asked = forger.asks(client, next="https://khac.example/")
    forger.answers(client, asked)
    assert client.post(NEW).url == "/"
    client = Client()
    forger.claims = {"sub": "another", "acr": "2"}
    forger.answers(client, forger.asks(client, next="/ho-so/"))
    assert client.post(NEW).url == "/ho-so/"


def test_too_many_from_one_network_are_refused(
    forger: Forger, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client()
    for _each in range(100):
        client.post(START)
    assert client.post(START).status_code == 429


def test_nothing_of_what_was_said_is_stored_in_clear(forger: Forger, world: World) -> None:
    from django.contrib.sessions.models import Session
    from django.db import connection

    client = Client()
    said = {"sub": "so-cua-nguoi", "identity_number": "066199009876", "name": "Lê Chim Yến"}
    forger.comes(client, **said)
    sessions = [str(one.get_decoded()) for one in Session.objects.all()]
    assert sessions and not any(word in one for one in sessions for word in said.values())
    client.post(NEW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM organisations_provideraccount")
        rows = repr([[bytes(x) if isinstance(x, memoryview) else x for x in row] for row in cursor])
    assert rows != "[]" and not any(word in rows for word in said.values())
    sessions = [str(one.get_decoded()) for one in Session.objects.all()]
    assert not any("token" in one or "so-cua-nguoi" in one for one in sessions)
    row = ProviderAccount.objects.get()
    assert row.facts["identity"] == "066199009876"
    assert User.objects.get(pk=row.person_id).identity_number == "066199009876"
