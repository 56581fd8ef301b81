"""The books of an authority that ends are kept by whoever follows it; what stands in them does not
change.
"""

from __future__ import annotations

from typing import Any

from organisations.models import Authority
from organisations.reforms import authority_ended
from registers.models import RegisterBook


def pass_on(leaves: Authority, takes: Authority, **signal: Any) -> None:
    """Give the books a new keeper; one whose name they already have says from whom it came."""
    for book in RegisterBook.objects.filter(keeper=leaves):
        if RegisterBook.objects.filter(keeper=takes, name=book.name).exists():
            book.name = f"{book.name} ({leaves.name})"[
                : RegisterBook._meta.get_field("name").max_length
            ]
        book.keeper = takes
        book.save(update_fields=["name", "keeper"])


def watch() -> None:
    """Listen to the reforms; called once, when the app is ready."""
    authority_ended.connect(pass_on, dispatch_uid="registers.keeping")
