"""What the portal's templates may call."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from documents.models import Document
from foundation.languages import in_language, name_in_language, reader_language
from organisations.calendar.working_time import calendar_for
from organisations.models import Authority, Role
from portal.models import Announcement
from portal.wording import definition_texts, titles
from portal.wording.office_contact import OfficeContact, contact_of
from portal.wording.status_sentence import TONES
from portal.wording.titles import document_title
from workflows.lifecycle import Status
from workflows.models import Dossier, Draft, Procedure

register = template.Library()
_CALENDAR = "portal: the general calendar"
VIETNAMESE = '<span lang="vi">{}</span>'


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of our sprite; without `label` it is decoration and hidden from screen readers."""
    address = f"{static('portal/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>',
            label,
            address,
        )
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}"></use></svg>',
        address,
    )


@register.simple_tag
def draft_address(draft: Draft) -> str:
    """Where a draft is gone on with: at the section that was open last, or at the check of all of
    it.
    """
    if draft.section:
        return reverse("portal:draft", args=[draft.pk, draft.section])
    return reverse("portal:draft_check", args=[draft.pk])


@register.simple_tag
def heading(level: int, text: str, mark: str = "") -> SafeString:
    """A heading of level 1 to 6, for a part whose place on the page differs; `mark` is the icon
    before it.
    """
    return format_html("<h{}>{}{}</h{}>", level, icon(mark) if mark else "", text, level)


@register.inclusion_tag("portal/office/parts/look.html", takes_context=True)
def look(
    context: Context, view: str, label: str, paper: object = "", opened: object = ""
) -> dict[str, Any]:
    """A way to another view of an officer's page, or to one of its papers; `opened` is what stands
    open already.
    """
    query = f"xem={view}&tep={paper}" if paper else f"xem={view}"
    is_open = bool(opened) and (paper or view) == opened
    keeps_typed = context.get("may_decide") and not context.get("same_person")
    return {
        "query": query,
        "label": label,
        "paper": paper,
        "is_open": is_open,
        "keeps_typed": keeps_typed,
    }


@register.filter
def said(text: Mapping[str, str] | str | None) -> str:
    """A text of a definition in the reader's language."""
    return in_language(text)


@register.filter
def of(things: Mapping[str, Any], name: str) -> Any:
    """What stands under the name; None for nothing."""
    return things.get(name)


@register.filter
def within(text: str) -> str:
    """Words of a definition in the middle of a sentence: without their capital."""
    return text[:1].lower() + text[1:]


@register.filter
def named(thing: Authority | Role | OfficeContact) -> str:
    """The name of an authority or a role in the reader's language."""
    return name_in_language(thing)


@register.inclusion_tag("portal/parts/office_contact.html", takes_context=True)
def office_contact(context: Context) -> dict[str, Any]:
    """The office in charge of what the page shows: `office_in_charge` of the view, else who decides
    its dossier, else the site's own office.
    """
    office = context.get("office_in_charge")
    dossier = context.get("dossier") or getattr(context.get("standing"), "dossier", None)
    key = office.pk if isinstance(office, Authority) else None
    if key is None and isinstance(dossier, Dossier):
        key = dossier.deciding_id
    return {"contact": contact_of(key)}


@register.simple_tag(takes_context=True)
def provisional(context: Context, due: dt.datetime | None) -> str:
    """What stands behind a due time in a year whose days off are not published; the calendar is
    asked once a page.
    """
    if due is None:
        return ""
    if _CALENDAR not in context.render_context:
        context.render_context[_CALENDAR] = calendar_for(None)
    why = context.render_context[_CALENDAR].provisional(due)
    return f" ({why})" if why else ""


@register.simple_tag
def other_languages() -> list[tuple[str, str]]:
    """Code and own name of each language that this site speaks, but for the page's."""
    return [(code, name) for code, name in settings.LANGUAGES if code != reader_language()]


@register.filter
def field_said(procedure: Procedure) -> SafeString:
    """The field of a procedure in the reader's language; marked as Vietnamese where it has no
    other.
    """
    if get_language() == "vi":
        return format_html("{}", procedure.field)
    return (
        format_html("{}", procedure.field_en)
        if procedure.field_en
        else format_html(VIETNAMESE, procedure.field)
    )


@register.filter
def announced(row: Announcement) -> str:
    """What an announcement says in the reader's language."""
    return name_in_language(row, column="text")


@register.filter
def called(document: Document) -> str:
    """The kind of document in the reader's language."""
    return document_title(document)


@register.filter
def granted(title: str) -> str:
    """What a licence grants, in the reader's language where it is known."""
    return titles.granted(title)


@register.filter
def tone(status: int) -> str:
    """The class of a status tag: tag-work, tag-good, tag-warn, tag-bad, or nothing."""
    found = TONES.get(Status(status), "")
    return f"tag-{found}" if found else ""


@register.filter
def dong(amount: int) -> str:
    """An amount of money: 250.000 đồng, as the language of the page writes numbers."""
    return definition_texts.dong(amount)
