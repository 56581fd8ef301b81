"""Accounts at identity providers by which an account of the portal is opened."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from protection import blind_index
from protection.fields import RowKey, SealedJSONField


class ProviderAccount(models.Model):
    """An account at an identity provider (VNeID) opens this account; one of each provider.

    The provider's own number for the person (`sub`) is a keyed hash; what it states of them lies
    sealed, as of the last sign-in. No token is kept.
    """

    person = models.ForeignKey("User", models.PROTECT, related_name="provider_accounts")
    provider = models.SlugField(max_length=40)
    subject_index = models.CharField(max_length=blind_index.LENGTH, unique=True)
    sealed_key = RowKey()
    facts = SealedJSONField(_("thông tin do bên cấp tài khoản cung cấp"), default=dict)
    level = models.CharField(max_length=20, blank=True)  # of the last sign-in
    linked_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "provider"], name="one_account_of_each_provider"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.provider}"
