"""Whether the site's identity providers do what its procedures need, for `manage.py doctor`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from organisations.accounts.assurance import NAMES
from portal.account.provider import configured, discovery
from workflows.definition import Definition


def complaints(definitions: Iterable[Definition]) -> Iterator[tuple[str, str]]:
    """What is wrong and how to mend it, in Vietnamese. Asks each provider."""
    offered = configured.every()
    for provider in offered:
        try:
            keys = discovery.asked(discovery.metadata_of(provider).jwks).get("keys")
        except discovery.ProviderAway as away:
            says = f"{provider.name} không trả lời ở {provider.issuer} ({away})."
            yield says, "xem mạng từ máy chủ tới địa chỉ đó, và OIDC_…_ISSUER"
            continue
        if not keys:
            yield f"{provider.name} không công bố khóa ký nào.", "hỏi bên cấp tài khoản định danh"
    for definition in definitions:
        level = definition.assurance
        if level and not any(one.words_for(level) for one in offered):
            says = f"Thủ tục {definition.slug} cần {NAMES[level]} mà không bên nào cấp được."
            yield says, "ghi OIDC_PROVIDERS và OIDC_…_LEVELS, hoặc bỏ assurance khỏi thủ tục"
