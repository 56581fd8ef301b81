"""What no password of one's own may be."""

from __future__ import annotations

from django.contrib.auth.password_validation import UserAttributeSimilarityValidator

from foundation.text import fold
from organisations.models import User


class NotLikeTheOwner(UserAttributeSimilarityValidator):
    """Not the owner's name, user name or address: Vietnamese names are typed without their signs as
    often as with.
    """

    def validate(self, password: str, user: User | None = None) -> None:
        """Raises ValidationError for a password like one of them, as it is written and without
        signs.
        """
        super().validate(password, user)
        if user is not None:
            plain = User(**{name: fold(getattr(user, name) or "") for name in self.user_attributes})
            super().validate(fold(password), plain)
