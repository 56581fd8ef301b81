"""Zalo notices (ZNS) by the site's official account: `ZALO_…` of the environment, as for SMS
(docs/deploy.md).

Zalo takes no free text: `ZALO_TEMPLATES` says which template, approved by it, tells which act; `*`
tells all others. An act without one is told another way. Source: developers.zalo.me, "Gửi thông báo
ZNS" (fields, codes).
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from foundation import environment, short_texts
from foundation.setting_faults import Fault
from notifications import wording
from notifications.channels.sms import site, where
from notifications.channels.through_gateway import ThroughGateway
from notifications.models import Message
from workflows.models import Entry

EVERY = "*"
LONGEST = 100  # characters of one parameter of a template


class Zalo(ThroughGateway):
    """Reaches whoever stated a Vietnamese mobile number; that it has no Zalo, Zalo says."""

    name, label = "ZALO", _("Zalo")
    more_values = frozenset({"template", "code", "what", "link"})

    def carries(self, entry: Entry | None) -> bool:
        """Whether a template tells this act."""
        return bool(_template(entry.act if entry else EVERY))

    def values_of(self, message: Message) -> dict[str, str]:
        """Which template, and what stands in it: the code of the dossier, what happened, where to
        look.
        """
        return _values(message.entry.act, message.dossier.code, message.news, where(message))

    def values_of_test(self, code: str) -> dict[str, str]:
        """The template of all acts, or the first one, with the code as what happened."""
        act = EVERY if _template(EVERY) else next(iter(_templates()), EVERY)
        return _values(act, "THU-NGHIEM", f"Mã thử {code}")

    def faults(self) -> Iterator[Fault]:
        """What a site must not start with; templates that cannot be read too."""
        yield from super().faults()
        if self.fingerprint() and not _templates():
            line = "ZALO_TEMPLATES is no JSON object of templates by act. Mend: docs/deploy.md"
            vi = "ZALO_TEMPLATES không phải đối tượng JSON ghi mẫu theo việc."
            yield Fault(line, vi, "xem ZALO_TEMPLATES trong docs/deploy.md")


def _values(act: str, code: str, what: str, link: str = wording.FOLLOWED) -> dict[str, str]:
    said = short_texts.cut(what, LONGEST)
    return {
        "template": _template(act), "code": code, "what": said, "link": f"{site()}{link}",
        "text": f"{code}: {said}",
    }  # fmt: skip


def _template(act: str) -> str:
    known = _templates()
    return known.get(act) or known.get(EVERY, "")


def _templates() -> dict[str, str]:
    """By act; none where the setting cannot be read."""
    try:
        said = json.loads(environment.text("ZALO_TEMPLATES", "{}"))
    except ValueError:
        return {}
    return {str(act): str(name) for act, name in said.items()} if isinstance(said, dict) else {}
