"""Somebody who is asked by a link to look at another person's application, or to confirm it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.contact_models import ContactKind, ContactProof
from protection import blind_index
from protection.fields import RowKey, SealedCharField


class Invitation(models.Model):
    """Who is invited, by whom, to what, and what became of it.

    The link (`workflows.applicant.invitations`) opens nothing by itself: whoever opens it gives a
    code back that was sent to `address`. `content` is the keyed hash of the answers that were
    confirmed.
    """

    class Purpose(models.TextChoices):
        SIGN = "SIGN", _("xác nhận hồ sơ")
        MANDATE = "MANDATE", _("xác nhận ủy quyền")
        READ = "READ", _("xem hồ sơ đã nộp")

    class State(models.TextChoices):
        OPEN = "OPEN", _("chờ trả lời")
        CONFIRMED = "CONFIRMED", _("đã xác nhận")
        DECLINED = "DECLINED", _("không xác nhận")
        ENDED = "ENDED", _("đã thu hồi")

    purpose = models.CharField(max_length=7, choices=Purpose.choices)
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="invitations")
    draft = models.ForeignKey(
        "workflows.Draft", models.SET_NULL, null=True, related_name="invitations"
    )  # the journal names the row: it outlives the draft (`drafts.drop` takes those of no dossier)
    dossier = models.ForeignKey(
        "workflows.Dossier", models.PROTECT, null=True, related_name="invitations"
    )
    represented = models.ForeignKey(
        "workflows.Represented", models.PROTECT, null=True, related_name="invitations"
    )
    sealed_key = RowKey()
    name = SealedCharField(max_length=150)
    kind = models.CharField(max_length=5, choices=ContactKind.choices)
    address = SealedCharField(max_length=254)
    index = models.CharField(max_length=blind_index.LENGTH)
    reason = SealedCharField(max_length=1000, blank=True)  # why somebody does not confirm
    nonce = models.CharField(max_length=32)
    letter = models.ForeignKey(ContactProof, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    content = models.CharField(max_length=64, blank=True, default="")
    tries = models.PositiveIntegerField(default=0)  # wrong codes of whoever has the link
    tried_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)  # when the owner was last told of such a try

    class Meta:
        verbose_name = _("lời mời")
        verbose_name_plural = _("lời mời")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="CONFIRMED") | ~Q(content="") | Q(purpose="READ"),
                name="confirmed_is_of_a_content",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.state}"


class InvitationRefusal(models.Model):
    """Whoever has this contact gets no invitation from `by`; null: from nobody."""

    index = models.CharField(max_length=blind_index.LENGTH)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(_("lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("lời từ chối lời mời")
        verbose_name_plural = _("lời từ chối lời mời")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["index", "by"], condition=Q(by__isnull=False), name="refused_once"
            ),
            models.UniqueConstraint(
                fields=["index"], condition=Q(by=None), name="refused_everybody_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"
