"""`manage.py migrate`: Django's own; a site that is older than what this code can bring forward is
refused by name.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as DjangosOwn
from django.db import connections

from operation.migration_steps import too_old
from operation.schema_changes import SchemaChanges

REFUSAL = (
    "Cơ sở dữ liệu này cũ hơn bản phát hành e3c58bb (chưa có {missing}): nâng lên bản đó trước, rồi"
    " lên bản này.\nThis database is older than release e3c58bb (it lacks {missing}): upgrade to"
    " that release first, then to this one."
)


class Command(DjangosOwn):
    autodetector = SchemaChanges

    def handle(self, *arguments: Any, **options: Any) -> None:
        """As Django's; raises CommandError before anything is changed where the whole of an older
        site is to go up.
        """
        if not options["app_label"] and (missing := too_old(connections[options["database"]])):
            raise CommandError(REFUSAL.format(missing=", ".join(missing)))
        with _collected_seldom():
            super().handle(*arguments, **options)


@contextmanager
def _collected_seldom() -> Iterator[None]:
    """The models that Django puts together for each step are all garbage at the end: looking for it
    costs a third.
    """
    before = gc.get_threshold()
    gc.set_threshold(50_000, 1_000, 1_000)
    try:
        yield
    finally:
        gc.set_threshold(*before)
