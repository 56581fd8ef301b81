"""How one is reached: which channels, in which order; and addresses that are dead."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from notifications import choices, dead_addresses, quiet_hours
from notifications.channels import CHANNELS, MessageChannel, sent_and_offered
from notifications.models import DeadAddress
from organisations.models import User
from organisations.roles import is_officer
from portal.http.access import SignedIn


@dataclass(frozen=True)
class Way:
    """One channel as its reader sees it. `address`: masked; "" where the account has none."""

    channel: MessageChannel
    address: str
    dead: DeadAddress | None
    is_used: bool
    is_first: bool


def reached(request: SignedIn) -> HttpResponse:
    """GET shows the channels, POST keeps what was chosen."""
    if request.method == "POST":
        return _kept(request)
    page = {
        "ways": ways_of(request.user),
        "quiet": quiet_hours.in_force(),
        "is_officer": is_officer(request.user),
        "wants_digest": choices.wants_digest(request.user),
    }
    return render(request, "portal/account/reached.html", page)


def use_again(request: SignedIn) -> HttpResponse:
    """The owner says that their own address works again."""
    channel = CHANNELS.get(request.POST.get("channel", ""))
    address = channel.address_of(request.user) if channel else None
    if channel and address and dead_addresses.revive(channel.name, address):
        messages.success(request, _("Từ nay lại gửi tin đến địa chỉ này."))
    else:
        messages.info(request, _("Địa chỉ này vẫn đang được dùng."))
    return redirect("portal:reached")


def ways_of(person: User) -> list[Way]:
    """Each way of this site in the order in which the person is reached."""
    offered = {channel.name: channel for channel in sent_and_offered()}
    addresses = {name: channel.address_of(person) or "" for name, channel in offered.items()}
    dead = dead_addresses.among(addresses.items())
    used = [name for name in choices.order_of(person, list(offered)) if name in offered]
    order = [*used, *(name for name in offered if name not in used)]
    return [
        Way(
            offered[name], offered[name].masked(addresses[name]), dead.get((name, addresses[name])),
            is_used=name in used, is_first=used[:1] == [name],
        )
        for name in order
    ]  # fmt: skip


def _kept(request: SignedIn) -> HttpResponse:
    known = [channel.name for channel in sent_and_offered()]
    chosen = [name for name in known if name in request.POST.getlist("used")]
    first = request.POST.get("first", "")
    order = sorted(
        chosen, key=lambda name: name != first
    )  # stable: the others keep the site's order
    choices.keep(request.user, order, is_officer(request.user) and "digest" in request.POST)
    messages.success(request, _("Đã ghi cách bạn muốn nhận tin."))
    return redirect("portal:reached")
