"""Applications that are written before there is an account: kept for one browser, for some days.

The row names its browser by a keyed hash; the name itself is in a cookie alone (`portal.http.
writing`). Whoever signs in there takes the draft over by one press, once and whole; what nobody
took is deleted with its papers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from forms.field_kinds import AttachmentField
from forms.files.forgetting import forget
from forms.models import StoredFile
from organisations.models import User
from workflows.applicant import drafts, stated
from workflows.errors import WrongState
from workflows.models import DossierFile, Draft, ProcedureVersion
from workflows.published import definition_of

MOST = 5  # of one browser at a time
_SALT = "workflows.strangers"


def kept_for(name: str) -> str:
    """What the rows of a browser of this name carry; "" for none."""
    return salted_hmac(_SALT, name, algorithm="sha256").hexdigest() if name else ""


def of_browser(browser: str, filed: bool = False) -> QuerySet[Draft]:
    """Its drafts that have no owner, those that were `filed` too; `browser` as `kept_for` says."""
    if not browser:
        return Draft.objects.none()
    rows = Draft.objects.filter(owner=None, browser=browser)
    return rows if filed else rows.filter(dossier__isnull=True)


def begin(browser: str, version: ProcedureVersion, answers: dict[str, Any]) -> Draft:
    """A new draft of nobody. Raises TooManyDrafts."""
    if of_browser(browser).count() >= MOST:
        words = _(
            "Trình duyệt này đang giữ %(most)d hồ sơ viết dở. Hãy nộp hoặc xóa bớt, rồi bắt đầu hồ"
            " sơ mới."
        )
        raise drafts.TooManyDrafts(words % {"most": MOST})
    return Draft.objects.create(browser=browser, version=version, answers=answers)


def take_over(pk: UUID, browser: str, person: User) -> Draft:
    """The draft is the person's from now on, answers and papers; again it changes nothing.

    What an identity provider states of them takes the place of what was typed, as in a draft that
    they had begun themselves. Raises WrongState where it is another's or gone, TooManyDrafts.
    """
    with transaction.atomic():
        rows = Draft.objects.select_for_update(of=("self",)).filter(pk=pk, browser=browser)
        found = rows.select_related("version__procedure").first() if browser else None
        if found is None or found.owner_id not in (None, person.pk):
            raise WrongState(_("Bản nháp này không còn ở trình duyệt này."))
        if found.owner_id is None:
            drafts.demand_room(person)
            _papers(found).filter(uploaded_by=None).update(uploaded_by=person)
            _source, said = stated.known_of(definition_of(found.version), person)
            found.answers = stated.laid_over(found.answers, said)
            found.owner = person
            found.save(update_fields=["owner", "answers", "updated_at"])
    return found


def sweep(now: dt.datetime | None = None) -> int:
    """Delete what nobody took over in time, with its papers; the number of drafts."""
    last = (now or timezone.now()) - dt.timedelta(days=settings.STRANGER_DRAFT_DAYS)
    old = Draft.objects.filter(owner=None, dossier__isnull=True, updated_at__lt=last)
    return sum(1 for draft in old.select_related("version") if drop(draft, updated_at__lt=last))


def drop(draft: Draft, **still: Any) -> bool:
    """Throw a draft of nobody away, with its papers; False where it was taken over or filed, or is
    not `still` so.
    """
    papers = list(_papers(draft).filter(uploaded_by=None))
    with transaction.atomic():
        if not drafts.drop(Draft.objects.filter(pk=draft.pk, owner=None, **still)):
            return False
        _forget(papers)
    return True


def _forget(papers: Iterable[StoredFile]) -> None:
    linked = set(DossierFile.objects.filter(file__in=papers).values_list("file_id", flat=True))
    forget([one for one in papers if one.pk not in linked])


def _papers(draft: Draft) -> QuerySet[StoredFile]:
    form = definition_of(draft.version).form
    asked = [field.id for field in form.fields() if isinstance(field, AttachmentField)]
    named = [stored for name in asked for stored in draft.answers.get(name) or []]
    return StoredFile.objects.filter(pk__in=named)
