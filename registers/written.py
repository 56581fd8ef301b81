"""Labels as registers and papers write them: in Vietnamese, whatever language the officer's page is
in.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import override


def written(label: Promise | str) -> str:
    """The Vietnamese of a label: what is stored, printed and compared, never what happens to be
    shown.
    """
    with override("vi"):
        return str(label)
