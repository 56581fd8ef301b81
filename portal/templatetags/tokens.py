"""What every form of the site carries, wherever it stands (one of the templates' `builtins`)."""

from __future__ import annotations

from django import template
from django.http import HttpRequest
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.http.held_form import OWNER, visitor_mark

register = template.Library()


@register.simple_tag(takes_context=True)
def csrf_token(context: template.Context) -> SafeString:
    """Django's token, and whose page it is: what is typed there is given back to nobody else
    (`http.held_form`).
    """
    token = SafeString(CsrfTokenNode().render(context))
    request = context.get("request")
    mark = visitor_mark(request) if isinstance(request, HttpRequest) else ""
    return (
        format_html('{}<input type="hidden" name="{}" value="{}">', token, OWNER, mark)
        if mark
        else token
    )
