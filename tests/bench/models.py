"""The peer of one act: a row with django-fsm and an audit row beside it, as many sites are built."""

from __future__ import annotations

from django.db import models
from django_fsm import FSMField, transition


class FsmDossier(models.Model):
    """A dossier that only knows its state."""

    state = FSMField(default="check", protected=True)
    updated = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.state

    @transition(state, source="check", target="sign")
    def found(self) -> None:
        """The expert's step."""


class FsmAudit(models.Model):
    """Who did what, when."""

    dossier = models.ForeignKey(FsmDossier, models.CASCADE)
    act = models.CharField(max_length=30)
    actor = models.BigIntegerField()
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.act
