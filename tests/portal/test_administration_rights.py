"""The administration moves no dossier, gives out no more than one has, tells no hidden column, is
recorded (D3, D6).
"""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from notifications.models import Delivery
from organisations.models import User
from tests.people import World, draft_of, person
from tests.portal.conftest import visiting
from workflows import actions
from workflows.models import Effect

#: Written by the acts, the worker and the imports alone: no page of the administration adds,
#: changes or deletes one.
RECORDS = {
    "admin.logentry",
    "documents.document",
    "documents.numberbook",
    "forms.storedfile",
    "notifications.delivery",
    "operation.commandrun",
    "operation.trialrestore",
    "payments.feerequest",
    "payments.payment",
    "payments.refund",
    "privacy.erasure",
    "privacy.readentry",
    "registers.grant",
    "registers.importfault",
    "registers.importrun",
    "workflows.dossier",
    "workflows.effect",
    "workflows.entry",
    "workflows.invitationrefusal",
    "workflows.procedureversion",
    "workflows.versionmove",
}
#: What an administrator keeps up, with Django's permission for it.
KEPT = {
    "auth.group",
    "documents.slipform",
    "documents.template",
    "notifications.channeltest",
    "organisations.area",
    "organisations.authority",
    "organisations.calendarday",
    "organisations.cover",
    "organisations.reform",
    "organisations.rightrequest",
    "organisations.role",
    "organisations.roleassignment",
    "organisations.user",
    "organisations.workinghours",
    "payments.payeeaccount",
    "portal.announcement",
    "privacy.legalhold",
    "registers.diploma",
    "registers.registerbook",
    "waiting_line.line",
    "workflows.procedure",
}


@pytest.fixture
def root(world: World) -> Client:
    return visiting(User.objects.create_superuser("goc", "g@example.vn", "x" * 20, full_name="Gốc"))


def staff(*permissions: str) -> tuple[User, Client]:
    """An administrator with these permissions only."""
    user = person("quantri", "Phạm Thị Quản")
    User.objects.filter(pk=user.pk).update(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return user, visiting(User.objects.get(pk=user.pk))


def page(model: type[Model], name: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


def test_every_model_of_the_administration_is_declared() -> None:
    assert {model._meta.label_lower for model in admin.site._registry} == RECORDS | KEPT


def test_not_even_a_superuser_writes_a_record(root: Client, world: World) -> None:
    dossier = actions.submit(draft_of(world), world.huong)
    entries, status = dossier.entries.count(), dossier.legal_status
    for model in (one for one in admin.site._registry if one._meta.label_lower in RECORDS):
        row = model._base_manager.first()
        names = [field.name for field in model._meta.concrete_fields]
        sent = dict.fromkeys(names, "9")
        assert root.post(page(model, "add"), sent).status_code == 403, model
        if row is None:
            continue
        before = model._base_manager.filter(pk=row.pk).values().get()
        for name in ("change", "delete"):
            assert (
                root.post(page(model, name, row.pk), {**sent, "post": "yes"}).status_code == 403
            ), model
        root.post(
            page(model, "changelist"),
            {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"},
        )
        after = model._base_manager.filter(pk=row.pk).values().get()
        assert after == before, model
    dossier.refresh_from_db()
    assert (dossier.entries.count(), dossier.legal_status) == (entries, status)


def test_a_list_is_filtered_by_what_it_offers_and_by_no_other_column(
    root: Client, world: World
) -> None:
    """1 column × 5 ways to read it, for every model: 0 signals."""
    actions.submit(draft_of(world), world.huong)
    asked = 0
    for model, page_of_model in admin.site._registry.items():
        offered = {one.split("__")[0] for one in page_of_model.list_filter if isinstance(one, str)}
        hidden = [
            one.name
            for one in model._meta.concrete_fields
            if one.name not in {*offered, "action_time"}
        ]
        hidden = [name for name in hidden if name != page_of_model.date_hierarchy]
        tries = [
            f"{name}{ending}"
            for name in hidden
            for ending in ("", "__startswith", "__regex", "__gt", "__in")
        ]
        for lookup in [
            *tries,
            "user__password__startswith",
            "applicant__password__startswith",
            "pk__gt",
        ]:
            answer = root.get(page(model, "changelist"), {lookup: "a"})
            asked += 1
            assert answer.status_code in (
                400,
                302,
            ), f"{model._meta.label} ?{lookup}: {answer.status_code}"
    assert asked > 500


def test_what_a_list_offers_still_filters(root: Client, world: World) -> None:
    actions.submit(draft_of(world), world.huong)
    for model, given in (
        (User, {"is_active__exact": "1", "assignments__role__slug__exact": "receptionist"}),
        (Effect, {"state__exact": "PENDING"}),
        (Delivery, {"state__exact": "FAILED"}),
    ):
        answer = root.get(page(model, "changelist"), given)
        assert answer.status_code == 200, (model, given)


def test_an_administrator_gives_nobody_more_than_they_have(world: World) -> None:
    user, client = staff("change_user", "view_user", "add_user", "change_group", "view_group")
    inline = {f"assignments-{name}_FORMS": "0" for name in ("TOTAL", "INITIAL")}
    wanted = {
        "is_superuser": "on",
        "is_staff": "on",
        "is_demo": "on",
        "user_permissions": [1, 2, 3],
    }
    for target in (user, world.huong):
        shown = client.get(page(User, "change", target.pk))
        assert shown.status_code == 200
        form = shown.context["adminform"].form
        sent = {
            "username": target.username,
            "full_name": "Tên Mới",
            "is_active": "on",
            **inline,
            **wanted,
        }
        sent |= {"email": target.email, "phone": target.phone}
        sent["seen"] = form.initial.get("seen", "")
        client.post(page(User, "change", target.pk), sent)
        before = (target.is_superuser, User.objects.get(pk=user.pk).is_staff, target.is_demo)
        target.refresh_from_db()
        assert target.full_name == "Tên Mới"
        assert (
            target.is_superuser,
            User.objects.get(pk=user.pk).is_staff,
            target.is_demo,
        ) == before
    assert not world.huong.is_staff and not world.huong.user_permissions.exists()
    assert user.user_permissions.count() == 5


def test_an_administrator_does_not_take_over_another_ones_account(world: World) -> None:
    _user, client = staff("change_user", "view_user")
    chief = User.objects.create_superuser(
        "goc", "g@example.vn", "mot-mat-khau-rat-dai", full_name="Gốc"
    )
    address = reverse("admin:auth_user_password_change", args=[chief.pk])
    sent = {
        "usable_password": "true",
        "password1": "chiem-quyen-2026",
        "password2": "chiem-quyen-2026",
    }
    assert client.post(address, sent).status_code == 403
    assert (
        client.post(
            page(User, "change", chief.pk), {"username": "goc", "is_active": ""}
        ).status_code
        == 403
    )
    chief.refresh_from_db()
    assert chief.check_password("mot-mat-khau-rat-dai") and chief.is_active


def test_trying_again_needs_a_right_and_is_written_down(world: World) -> None:
    actions.submit(draft_of(world), world.huong)
    row = Effect.objects.first()
    assert row is not None
    Effect.objects.filter(pk=row.pk).update(state=Effect.State.DEAD)
    press = {"action": "try_again", "_selected_action": row.pk}
    looker, client = staff("view_effect")
    client.post(page(Effect, "changelist"), press)
    assert (
        Effect.objects.get(pk=row.pk).state == Effect.State.DEAD and not LogEntry.objects.exists()
    )
    looker.user_permissions.add(Permission.objects.get(codename="change_effect"))
    client.post(page(Effect, "changelist"), press)
    assert Effect.objects.get(pk=row.pk).state == Effect.State.PENDING
    written = LogEntry.objects.get()
    assert (written.user, written.object_id, written.change_message) == (
        looker,
        str(row.pk),
        "try_again",
    )


@pytest.mark.parametrize(
    "label", ["workflows.dossier", "workflows.entry", "workflows.effect", "payments.payment"]
)
def test_no_column_is_called_by_its_name_in_code(label: str) -> None:
    """Where a field says nothing of itself, Django shows "Lease until" on a Vietnamese page."""
    for model, page in admin.site._registry.items():
        if model._meta.label_lower == label:
            hidden = {*(page.exclude or ()), "id"}
            fields = [one for one in model._meta.fields if one.editable and one.name not in hidden]
            assert fields and not [
                one.name for one in fields if one.verbose_name == one.name.replace("_", " ")
            ]
