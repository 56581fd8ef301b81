"""When an application of an admissions round may be filed and amended: whoever keeps the rounds
registers a window, which also hears of what was filed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Literal, Protocol

from django.utils.translation import gettext as _

from forms.field_kinds import RoundField
from forms.field_kinds.wishes import OfRound
from workflows.definition import Definition
from workflows.errors import WrongState
from workflows.models import Dossier

WindowAct = Literal["submit", "amend"]


class Window(Protocol):
    """Of definitions that say `round:`."""

    def demand_open(
        self, definition: Definition, answers: Mapping[str, Any], act: WindowAct
    ) -> None:
        """Raise WrongState where the round that the answers name does not take this act now.

        Of an amendment the answers are those that shall stand afterwards.
        """

    def filed(self, dossier: Dossier) -> None:
        """In the transaction of the act, once the dossier and its entry are written."""

    def amended(self, dossier: Dossier) -> None:
        """In the transaction of the act, once the dossier and its entry are written."""


_windows: list[Window] = []


def register(window: Window) -> None:
    """Called once, from the `ready()` of the app that keeps rounds; another one takes its place."""
    _windows[:] = [window]


def demand_open(definition: Definition, answers: Mapping[str, Any], act: WindowAct) -> None:
    """Raise WrongState where the definition is for rounds and the one that is named is not open for
    this act; while nobody keeps rounds none is.
    """
    if not definition.round:
        return
    if not _windows:
        raise WrongState(_("Hiện không có đợt tuyển sinh nào đang nhận hồ sơ."))
    _windows[0].demand_open(definition, answers, act)


def refuse_other_wishes(definition: Definition, changed: Collection[str]) -> None:
    """Raise WrongState where a supplement changes the round or what is wished for: that is done by
    amending, while the window is open.
    """
    fields = definition.form.fields() if definition.round else ()
    settled = {one.id for one in fields if isinstance(one, RoundField | OfRound)}
    if settled & set(changed):
        raise WrongState(_("Bổ sung hồ sơ không đổi được đợt tuyển sinh và nguyện vọng."))


def filed(dossier: Dossier, definition: Definition) -> None:
    """Tell whoever keeps the round."""
    for window in _windows if definition.round else ():
        window.filed(dossier)


def amended(dossier: Dossier, definition: Definition) -> None:
    """Tell whoever keeps the round."""
    for window in _windows if definition.round else ():
        window.amended(dossier)
