"""Walking a dossier along its procedure, as its people do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from forms.files.uploads import store
from organisations.models import Authority, RoleAssignment, User
from portal.demo.load import settle
from tests.forms.test_uploads import png
from tests.people import person
from workflows import actions
from workflows.models import Dossier, Draft, ProcedureVersion, WorkItem


def officer(username: str, name: str, authority: str, *roles: str, position: str = "") -> User:
    """A person who holds these roles at the authority of this slug."""
    user = person(username, name)
    user.position = position
    user.save()
    for role in roles:
        RoleAssignment.objects.create(
            user=user, role_id=role, authority=Authority.objects.get(slug=authority)
        )
    return user


def filed(version: ProcedureVersion, owner: User, answers: dict[str, Any]) -> Dossier:
    """An application filed online."""
    draft = Draft.objects.create(owner=owner, version=version, answers=answers)
    return actions.submit(draft, owner)


def now(dossier: Dossier) -> Dossier:
    """The dossier as it stands."""
    return Dossier.objects.select_related("deciding", "receiving").get(pk=dossier.pk)


def open_items(dossier: Dossier) -> list[WorkItem]:
    return list(WorkItem.objects.filter(process=dossier, finished=None).order_by("pk"))


def item(dossier: Dossier, step: str) -> WorkItem:
    """The open task of this step."""
    (found,) = (one for one in open_items(dossier) if one.step == step)
    return found


def decide(
    dossier: Dossier,
    step: str,
    who: User,
    outcome: str,
    reason: str = "",
    *,
    files: Sequence[str] = (),
    **values: Any,
) -> Dossier:
    """The officer takes the open task of the step and chooses an outcome; what is owed is done."""
    actions.decide(item(dossier, step), who, outcome, values=values, reason=reason, files=files)
    settle()
    return now(dossier)


def paper(owner: User) -> str:
    """A small picture that the person sent; its id."""
    upload = SimpleUploadedFile("giay-to.png", png(), "image/png")
    return str(store(upload, owner, ("image",), 1 << 20).pk)
