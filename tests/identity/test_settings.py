"""What an administrator writes about a provider, and what is wrong with it."""

from __future__ import annotations

from typing import Any

import pytest

from config import identity_providers, production
from organisations.accounts.assurance import LEVELS, at_least
from portal.account.provider import configured
from tests.identity.offered import offer

WRONG = [
    ({"issuer": "http://vneid.example"}, "OIDC_VNEID_ISSUER"),
    ({"issuer": ""}, "OIDC_VNEID_ISSUER"),
    ({"client_id": ""}, "OIDC_VNEID_CLIENT_ID"),
    ({"scopes": "profile"}, "OIDC_VNEID_SCOPES"),
    ({"levels": {"1": "one"}}, "OIDC_VNEID_LEVELS"),
    ({"least": "2"}, "OIDC_VNEID_LEAST"),
    ({"claims": {"shoe": "size"}}, "OIDC_VNEID_CLAIMS"),
]


@pytest.mark.parametrize(("said", "variable"), WRONG)
def test_what_is_wrong_is_said_and_nothing_offered(
    settings: Any, said: dict[str, Any], variable: str
) -> None:
    settings.DEMO = False
    offer(settings)
    assert list(production._provider_faults()) == [] and len(configured.every()) == 1
    settings.IDENTITY_PROVIDERS["vneid"] |= said
    assert [str(one).partition(":")[0] for one in production._provider_faults()] == [variable]
    assert configured.every() == []


def test_two_providers_are_described_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OIDC_PROVIDERS", "vneid, hue-sso")
    monkeypatch.setenv("OIDC_HUE_SSO_ISSUER", "https://sso.hue.example")
    monkeypatch.setenv("OIDC_HUE_SSO_LEVELS", "gold=level-2")
    found = identity_providers.described()
    assert list(found) == ["vneid", "hue-sso"] and found["vneid"]["issuer"] == ""
    assert found["hue-sso"]["levels"] == {"gold": "level-2"}
    monkeypatch.setenv("OIDC_HUE_SSO_LEVELS", "gold")
    with pytest.raises(ValueError, match="gold"):
        identity_providers.described()


def test_levels_have_an_order_and_unknown_ones_none() -> None:
    assert [[at_least(had, needed) for needed in LEVELS] for had in ("", *LEVELS)] == [
        [False, False],
        [True, False],
        [True, True],
    ]
    assert at_least("", "") and at_least("odd", "")
    assert not at_least("level-2", "odd") and not at_least("odd", "odd")
    assert not at_least("level-10", "level-1")
