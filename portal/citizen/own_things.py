"""What the person gave before, offered on the pages of their form: a button at each question that
takes papers, and the address filled in.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from forms.binding import BoundSection
from forms.field_kinds import AttachmentField
from forms.field_view import Offer
from foundation.languages import in_language
from organisations.models import User
from portal.http.access import SignedIn
from workflows.applicant import own_things, reuse
from workflows.applicant.own_things import OwnThing
from workflows.definition import Definition
from workflows.errors import ActRefused
from workflows.models import Draft

BUTTON = "reuse"


def take_chosen(request: SignedIn, draft: Draft) -> str:
    """Attach what a button of the page names; the sentence that refuses it, or "". The rest of what
    the page sent is kept as ever.
    """
    chosen = request.POST.get(BUTTON, "")
    if not chosen or not isinstance(request.user, User):
        return ""
    field, _blank, key = chosen.partition(" ")
    try:
        reuse.add(draft, request.user, field, key)
    except ActRefused as refused:
        return str(refused)
    return ""


def offer_on(bound: BoundSection, person: object, draft: Draft) -> None:
    """Put at each question that takes papers what the person could give again."""
    asked = [view for view in bound.fields if isinstance(view.field, AttachmentField)]
    if not asked or not isinstance(person, User) or not reuse.is_own(draft, person):
        return
    things = own_things.things_of(person)
    for view in asked:
        if isinstance(view.field, AttachmentField) and len(view.kept) < view.field.max_count:
            found = reuse.offered(draft, view.field, things)
            view.offers = [_offer(view.field.id, one) for one in found]


def known_address(definition: Definition, person: User) -> tuple[dict[str, Any], str]:
    """The first answer about where they live, and a sentence that says from where it is; both empty
    for none.
    """
    found = own_things.address_for(definition, person)
    if found is None:
        return {}, ""
    name, value, code = found
    words = _("Địa chỉ được điền theo hồ sơ %(code)s. Hãy xem lại nếu bạn đã chuyển chỗ ở.")
    return {name: value}, words % {"code": code}


def say(request: HttpRequest, sentence: str) -> None:
    """On the page that comes next."""
    if sentence:
        messages.info(request, sentence)


def _offer(field: str, thing: OwnThing) -> Offer:
    title = thing.dossier.version.procedure
    named = in_language({"vi": title.title, "en": title.title_en})
    value = f"{field} {thing.key}"
    return Offer(value, thing.name, f"{thing.asked_as}, {named}", thing.dossier.code)
