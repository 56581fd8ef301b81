"""What the portal's templates may call."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from organisations.models import Authority, Role
from portal import reading
from portal.reading import in_language, name_in_language
from portal.standing import TONES
from workflows.lifecycle import Status

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of our sprite; without `label` it is decoration and hidden from screen readers."""
    address = f"{static('portal/icons.svg')}#{name}"
    if label:
        return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>', label, address)
    return format_html('<svg class="icon" aria-hidden="true" focusable="false"><use href="{}"></use></svg>', address)


@register.filter
def said(text: Mapping[str, str] | str | None) -> str:
    """A text of a definition in the reader's language."""
    return in_language(text)


@register.filter
def named(thing: Authority | Role) -> str:
    """The name of an authority or a role in the reader's language."""
    return name_in_language(thing)


@register.filter
def tone(status: int) -> str:
    """The class of a status tag: tag-work, tag-good, tag-warn, tag-bad, or nothing."""
    found = TONES.get(Status(status), "")
    return f"tag-{found}" if found else ""


@register.filter
def dong(amount: int) -> str:
    """An amount of money: 250.000 đồng, as the language of the page writes numbers."""
    return reading.dong(amount)
