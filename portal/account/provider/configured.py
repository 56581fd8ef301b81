"""Which identity providers this site has (settings.IDENTITY_PROVIDERS)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from organisations.accounts.assurance import LEVELS

PARTS = frozenset({"name", "birth_date", "sex", "identity", "phone", "province", "ward", "street"})


@dataclass(frozen=True)
class Provider:
    """One provider, as the site's settings describe it."""

    slug: str  # in addresses
    name: str  # on buttons
    issuer: str
    client_id: str
    client_secret: str  # "" of a public client, which PKCE alone proves
    scopes: str
    levels: Mapping[str, str]  # what it says (`acr`) → the portal's level
    least: str  # nobody comes in below it; "" where any level does
    claims: Mapping[str, str]  # part of a person → its claim, "a.b" inside another one

    @property
    def origin(self) -> str:
        """Where the form of the sign-in page leads."""
        return origin_of(self.issuer)

    def level_of(self, said: object) -> str:
        """The portal's level for what the provider said; "" of nothing and of unknown words."""
        return self.levels.get(said, "") if isinstance(said, str) else ""

    def words_for(self, level: str) -> list[str]:
        """What the provider calls this level and those above it, the lowest first (acr_values)."""
        wanted = LEVELS[LEVELS.index(level) :] if level in LEVELS else ()
        return [said for each in wanted for said, ours in self.levels.items() if ours == each]


def every() -> list[Provider]:
    """Those that the settings describe well enough to be offered."""
    found = (Provider(slug=slug, **said) for slug, said in settings.IDENTITY_PROVIDERS.items())
    return [one for one in found if not any(faults(one))]


def named(slug: str) -> Provider | None:
    """The offered provider of this name."""
    return next((one for one in every() if one.slug == slug), None)


def may_be_called(address: object) -> bool:
    """https, with a host; plain http on a demo or while developing only."""
    if not isinstance(address, str):
        return False
    parts = urlsplit(address)
    schemes = ("https", "http") if settings.DEMO or settings.DEBUG else ("https",)
    return parts.scheme in schemes and bool(parts.hostname)


def origin_of(address: str) -> str:
    """Scheme, host and port."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def faults(provider: Provider) -> Iterator[tuple[str, str]]:
    """What is wrong with its settings: the end of the variable's name, and a sentence in Vietnamese
    for the administrator.
    """
    if not may_be_called(provider.issuer):
        yield "ISSUER", "Địa chỉ của bên cấp tài khoản định danh phải là https."
    if not provider.client_id:
        yield "CLIENT_ID", "Thiếu mã của trang này ở bên cấp tài khoản định danh."
    if "openid" not in provider.scopes.split():
        yield "SCOPES", "Phạm vi yêu cầu phải có openid."
    levels = f"Các mức là {', '.join(LEVELS)}."
    if set(provider.levels.values()) - set(LEVELS):
        yield "LEVELS", levels
    if provider.least and provider.least not in LEVELS:
        yield "LEAST", levels
    if set(provider.claims) - PARTS:
        yield "CLAIMS", f"Các phần là {', '.join(sorted(PARTS))}."
