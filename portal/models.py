"""What the portal itself keeps: the counters that slow down guessing."""

from __future__ import annotations

from django.db import models


class RateWindow(models.Model):
    """How often one visitor did one thing in one window of time. The key is a hash: no address is stored."""

    key = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.count}"
