"""What waits to be done on a dossier, by whom or by the clock, and what those who were asked
said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.models import AbstractTask
from viewflow.workflow.status import STATUS

from protection.fields import RowKey, SealedCharField, SealedJSONField
from workflows.models.dossier import Dossier

if TYPE_CHECKING:
    from workflows.definition import AnyStep


#: `WorkItem.flow_task_type` of a task that asks somebody's opinion.
CONSULT = "CONSULT"
#: … of a task that is decided with all others of its kind, and stands in no queue.
TOGETHER = "TOGETHER"
#: `WorkItem.outcome` of a task whose dossier was brought back: no outcome of a definition is called
#: so (no hyphens).
BROUGHT_BACK = "bring-back"


class WorkItem(AbstractTask):
    """One task of one step: who may take it, who has it, by when. Written by the engine's nodes
    only.
    """

    class Returned(models.TextChoices):
        """Why a task came back to its queue by itself."""

        ACCOUNT = "ACCOUNT", _("tài khoản đã đóng")
        OFFICE = "OFFICE", _("cơ quan đã kết thúc hoạt động")
        COVER = "COVER", _("hết thời gian làm thay")
        ROLE = "ROLE", _("không còn giữ vai trò này")

    # Nobody asks by these columns of viewflow's, and an index is paid for by every task.
    status = models.CharField(choices=STATUS.choices, default=STATUS.NEW, max_length=50)
    created = models.DateTimeField(default=timezone.now)
    scheduled = models.DateTimeField(blank=True, null=True)
    external_task_id = models.CharField(blank=True, max_length=50, null=True)
    owner_permission_content_type = models.ForeignKey(
        ContentType, models.CASCADE, blank=True, null=True, db_index=False
    )

    # items_of_dossier
    process = models.ForeignKey(Dossier, models.PROTECT, related_name="items", db_index=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="items",
        verbose_name=_("người giữ"),
    )
    cover = models.ForeignKey(  # in whose stead the owner finished it
        "organisations.Cover",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    step = models.CharField(max_length=60)
    role = models.CharField(max_length=50, blank=True)
    authority = models.ForeignKey(
        "organisations.Authority", models.PROTECT, null=True, blank=True, related_name="+"
    )
    # the step's own hours; the dossier's limit is Dossier.due_at
    due_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=60, blank=True)
    # nobody takes it alone: a head gives it to somebody
    to_be_given = models.BooleanField(default=False)
    # the role that may give it beside the head
    given_by = models.CharField(max_length=50, blank=True)
    returned = models.CharField(max_length=7, choices=Returned.choices, blank=True, default="")
    returned_from = models.ForeignKey(  # who had it when it came back to its queue by itself
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    data = models.JSONField(default=dict, blank=True)

    objects = models.Manager["WorkItem"]()

    class Meta:
        verbose_name = _("việc")
        verbose_name_plural = _("việc")
        indexes = [
            models.Index(
                fields=["authority", "role", "due_at"],
                condition=Q(finished__isnull=True),
                name="queue_of_role",
            ),
            models.Index(
                fields=["owner", "due_at"],
                # few have an owner: the index stays small
                condition=Q(finished__isnull=True, owner__isnull=False),
                name="queue_of_owner",
            ),
            models.Index(fields=["process", "id"], name="items_of_dossier"),
            models.Index(
                fields=["authority", "due_at"],
                condition=Q(finished__isnull=True, owner__isnull=True, to_be_given=True),
                name="waiting_for_head",
            ),
            models.Index(
                fields=["authority", "due_at"],
                condition=Q(finished__isnull=True, owner__isnull=True) & ~Q(returned=""),
                name="returned_to_queue",
            ),
            models.Index(
                fields=["authority", "role", "-id"],
                condition=Q(flow_task_type=CONSULT),
                name="consultations",
            ),
        ]

    @property
    def place(self) -> AnyStep:
        """The step as it was defined when the task was last in hand: a dossier may have changed its
        version since.
        """
        found: AnyStep = self.flow_task.step
        return found

    @property
    def dossier(self) -> Dossier:
        """viewflow calls it the process."""
        dossier: Dossier = self.process
        return dossier


class Turn(models.Model):
    """Who of a role at an authority (and of an area) was given a task last; its row is the lock of
    the turn.
    """

    authority = models.ForeignKey("organisations.Authority", models.PROTECT, related_name="+")
    role = models.CharField(max_length=50)
    area = models.CharField(max_length=100, blank=True)
    last = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "role", "area"], name="one_turn_a_place")
        ]

    def __str__(self) -> str:
        return f"{self.authority_id}/{self.role}/{self.area}"


class Timer(models.Model):
    """Something that happens by itself at a moment, unless the task it waits for is done before."""

    class Kind(models.TextChoices):
        SILENCE = "SILENCE", _("im lặng là đồng ý")
        LAPSE = "LAPSE", _("hết hạn bổ sung")
        CLOSE = "CLOSE", _("hết hạn cho ý kiến")
        NEAR_DUE = "NEAR_DUE", _("sắp đến hạn")
        OVERDUE = "OVERDUE", _("quá hạn")
        REMIND = "REMIND", _("nhắc cho ý kiến")
        UNHEARD = "UNHEARD", _("quá hạn cho ý kiến")
        LATE = "LATE", _("quá giờ của bước")

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="timers")
    #: None: of the whole dossier. The index is `timer_of_task_once`.
    item = models.ForeignKey(
        WorkItem, models.PROTECT, null=True, related_name="timers", db_index=False
    )
    kind = models.CharField(max_length=8, choices=Kind.choices)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)  # fired, or no longer needed
    last_error = models.CharField(max_length=200, blank=True)  # the exception's class, not its text

    class Meta:
        verbose_name = _("hẹn giờ")
        verbose_name_plural = _("hẹn giờ")
        indexes = [
            models.Index(fields=["due_at"], condition=Q(done_at__isnull=True), name="timers_due")
        ]
        constraints = [
            models.UniqueConstraint(fields=["item", "kind"], name="timer_of_task_once"),
            models.UniqueConstraint(
                fields=["dossier", "kind"],
                condition=Q(item__isnull=True),
                name="timer_of_dossier_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.kind} {self.due_at:%Y-%m-%d %H:%M}"


class Opinion(models.Model):
    """What somebody who was asked answered: their words, and the values of the step's fields."""

    item = models.OneToOneField(WorkItem, models.PROTECT, related_name="opinion")
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="opinions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    sealed_key = RowKey()
    text = SealedCharField(max_length=5000)
    values = SealedJSONField(default=dict)
    confidential = models.BooleanField(default=False)  # for the asking authority alone

    class Meta:
        verbose_name = _("ý kiến")
        verbose_name_plural = _("ý kiến")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.dossier_id}/{self.item_id}"
