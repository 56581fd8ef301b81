"""SMS by the site's provider: `SMS_…` of the environment (docs/deploy.md). A demo has a telephone
of its own.

A text may be read by whoever holds the telephone: it says which dossier, what happened and where to
look, no name and no reason.
"""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forms.errors import Refused
from forms.phones import mobile
from foundation import environment, short_texts
from foundation.setting_faults import Fault
from foundation.web_calls import CallFailed
from notifications import wording
from notifications.channels.through_gateway import NotProved, ThroughGateway
from notifications.day_counts import LimitSpent
from notifications.gateways import Gateway, NotTaken
from notifications.models import Message
from workflows.journal import act_kinds
from workflows.journal.act_kinds import Told

log = logging.getLogger(__name__)

LONGEST_LINKS = {"ask_rating": "/danh-gia/1234567-0123456789abcdef"}
LONGEST_CODE, LONGEST_VALUE = "H15.50.12.001-261123-12345", "17 giờ 00, ngày 24/11/2026"
TEST_TEXT = "Mã thử kênh tin nhắn của {site}: {code}"


class NotSent(Exception):
    """The text did not leave: no gateway, none that answered, a number it does not reach, or too
    many for a day.
    """


class Sms(ThroughGateway):
    """Reaches whoever stated a Vietnamese mobile number, or has one in their account."""

    name, label = "SMS", gettext_lazy("Tin nhắn SMS")

    def gateway(self) -> Gateway | None:
        """As the environment describes it; a demo that names none has its own telephone."""
        if settings.DEMO and not environment.text("SMS_URL"):
            return demo_gateway()
        return super().gateway()

    def is_offered(self) -> bool:
        """The demo's own telephone needs no test."""
        return is_demo_telephone() or super().is_offered()

    def values_of(self, message: Message) -> dict[str, str]:
        """The code of the dossier, what happened, where to look."""
        said = f"{message.dossier.code}: {message.news}."
        rest = f" {site()}{where(message)}"
        if short_texts.fits(spelled(said) + rest):
            return {"text": spelled(said) + rest}
        return {"text": short_texts.shortened(short_texts.without_diacritics(said), rest)}

    def faults(self) -> Iterator[Fault]:
        """What a site must not start with; texts of its own that one segment cannot hold too."""
        yield from super().faults()
        if self.fingerprint() and (long := long_texts()):
            line = f"texts about {', '.join(long)} do not fit into one segment with this SITE_URL"
            vi = f"Tin nhắn về {', '.join(long)} dài quá một tin với SITE_URL này."
            yield Fault(f"SMS: {line}. Mend: shorter subjects", vi, "rút ngắn tiêu đề thư")

    def values_of_test(self, code: str) -> dict[str, str]:
        """A sentence with the code."""
        return {"text": spelled(TEST_TEXT.format(site=site(), code=code))}


SMS = Sms()


def is_offered() -> bool:
    """Whether this site can send a text now."""
    return SMS.is_offered()


def send_now(number: str, text: str) -> None:
    """Send a short text, such as a code, while its page waits; it is neither kept nor tried again.

    `number` as people type it. Not inside a transaction: the call takes seconds. Raises Refused for
    what is no Vietnamese mobile number, ValueError for a text that takes more than one segment,
    NotSent.
    """
    kept, said = mobile(number), spelled(text)
    if kept is None:
        raise Refused(_("Nhập số điện thoại di động Việt Nam, ví dụ 0905 123 456."))
    if not short_texts.fits(said):
        raise ValueError("a text of more than one segment")
    if not SMS.is_offered():
        raise NotSent("no gateway")
    try:
        SMS.hand_over(kept, {"id": f"now-{secrets.token_hex(8)}", "text": said})
    except (CallFailed, NotTaken, NotProved, LimitSpent) as error:
        why = SMS.failure(error)
        log.warning("text not sent: %s %s", type(error).__name__, why.code)
        raise NotSent(type(error).__name__) from None  # the number stays out of every trace


def long_texts() -> list[str]:
    """Acts whose text takes more than a segment, with the longest that stands in its places."""
    told = [kind.name for kind in act_kinds.declared() if kind.told is Told.APPLICANT]
    return [name for name in told if not short_texts.fits(_longest(name))]


def _longest(act: str) -> str:
    """The subject of the act's letter with both ends of each condition in it."""
    lines = (wording.LETTERS / f"{act}.txt").read_text().strip().splitlines()
    words = re.sub(r"{{.*?}}", LONGEST_VALUE, re.sub(r"{%.*?%}", "", lines[0]))
    link = LONGEST_LINKS.get(act, wording.FOLLOWED)
    return short_texts.without_diacritics(f"{LONGEST_CODE}: {words}. {site()}{link}")


def spelled(text: str) -> str:
    """As the site wants it: without diacritics unless SMS_DIACRITICS=1."""
    return (
        text if environment.flag("SMS_DIACRITICS", False) else short_texts.without_diacritics(text)
    )


def where(message: Message) -> str:
    """Where on this site a text leads."""
    return wording.short_address(message.entry) if message.entry_id else wording.FOLLOWED


def site() -> str:
    """The site's name as it is typed."""
    return urlsplit(settings.SITE_URL).netloc


def is_demo_telephone() -> bool:
    """Whether texts go to the demo's own telephone."""
    return bool(settings.DEMO) and not environment.text("SMS_URL")


def demo_secret() -> str:
    """With which the demo's telephone and its gateway know each other."""
    return environment.kept_secret(settings.VAR / "keys" / "sms_demo_secret")


def demo_gateway() -> Gateway:
    """The telephone of the demo: a page of this site, called over HTTP as any provider's."""
    return Gateway(
        address=f"{settings.SITE_URL}/dung-thu/dien-thoai/nhan/",
        method="POST",
        headers={"X-Signature": "{signature}"},
        body={"to": "{to}", "text": "{text}", "id": "{id}", "callback": "{callback}"},
        as_form=False,
        secret=demo_secret(),
        secret_file="",
        sender="MOTCUA",
        signed="{id}|{to}|{text}",
        signed_base64=False,
        status=200,
        path="code",
        value="100",
        dead_values=frozenset({"no-such-number"}),
        id_path="id",
        number_form="84",
        seconds=10.0,
    )
