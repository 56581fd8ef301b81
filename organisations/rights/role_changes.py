"""Every role that is given or ended is in the security log, whichever way it came: by two, or on
the server.
"""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save

from organisations.models import RoleAssignment
from protection import security_log


def watch() -> None:
    """Connect to the rows; called once, when the app is ready."""
    post_save.connect(_note, sender=RoleAssignment, dispatch_uid="security log: roles")


def _note(
    sender: object, instance: RoleAssignment, created: bool, raw: bool = False, **signal: Any
) -> None:
    if created or instance.valid_to is not None:
        event = "role_given" if created else "role_ended"
        security_log.note(
            event, account=instance.user_id, role=instance.role_id, authority=instance.authority_id
        )
