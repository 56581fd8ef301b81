"""For whom somebody may apply: a child, an organisation they work for, a person who asked them
to.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from protection.fields import RowKey, SealedCharField


class Represented(models.Model):
    """One whom `agent` acts for. A mandate (PERSON) is in force when `person`, whose account it is,
    has confirmed it; a child and an organisation are what the agent says, as in the form.

    Ended, its sealed columns can be read no more (`workflows.actions.end_mandate`).
    """

    class Kind(models.TextChoices):
        CHILD = "CHILD", _("con, người được giám hộ")
        ORGANISATION = "ORGANISATION", _("cơ quan, tổ chức")
        PERSON = "PERSON", _("người ủy quyền")

    class State(models.TextChoices):
        ASKED = "ASKED", _("chờ người ủy quyền xác nhận")
        IN_FORCE = "IN_FORCE", _("đang có hiệu lực")
        ENDED = "ENDED", _("đã chấm dứt")

    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="acts_for")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.IN_FORCE)
    sealed_key = RowKey()
    name = SealedCharField(max_length=200)
    birth_date = SealedCharField(max_length=10, blank=True)  # ISO
    number = SealedCharField(max_length=40, blank=True)  # of a pupil
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="acted_for_by"
    )
    procedures = models.JSONField(default=list)  # slugs; empty: all
    until = models.DateField(null=True)  # its last day
    created_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("người được nộp thay")
        verbose_name_plural = _("người được nộp thay")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="PERSON")
                | ~Q(state="IN_FORCE")
                | Q(person__isnull=False, until__isnull=False),
                name="mandate_is_somebodys_and_ends",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True) | ~Q(person=models.F("agent")),
                name="nobody_is_their_own_agent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    def gives_right(self, procedure: str = "", today: dt.date | None = None) -> bool:
        """Whether the agent may act for them today, in the procedure of this slug. A closed
        account, of either side, gives none.
        """
        today = today or timezone.localdate()
        return (
            self.state == self.State.IN_FORCE
            and (self.until is None or self.until >= today)
            and (not procedure or not self.procedures or procedure in self.procedures)
            and self.agent.is_active
            and (self.person is None or self.person.is_active)
        )
