"""What every template may read."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """`demo`: one-click demo people are offered on this site."""
    return {"demo": settings.DEMO}
