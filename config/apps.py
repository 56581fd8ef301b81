"""The last app that loads: from here on this process searches for rings of objects again."""

from __future__ import annotations

import gc

from django.apps import AppConfig


class Config(AppConfig):
    name = "config"  # its command `doctor`

    def ready(self) -> None:
        """What was loaded stays as long as the process: it is never searched, and a child that
        forks off shares its pages.
        """
        gc.freeze()
        gc.enable()
