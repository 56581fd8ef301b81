"""What the portal's templates may call."""

from __future__ import annotations

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of our sprite; without `label` it is decoration and hidden from screen readers."""
    address = f"{static('portal/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>', label, address
        )
    return format_html('<svg class="icon" aria-hidden="true" focusable="false"><use href="{}"></use></svg>', address)
