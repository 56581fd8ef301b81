"""Why an act on a self-assessment is refused; the text is the sentence that the page shows."""

from __future__ import annotations


class Refused(ValueError):
    """The act was refused and nothing was written."""


class NotAllowed(Refused):
    """The person has no right to it."""


class TooLate(Refused):
    """Somebody else was faster, or the assessment is approved and stands still."""
