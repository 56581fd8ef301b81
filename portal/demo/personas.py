"""The people of the demo: one click signs in as any of them. The page does not exist on a
production site.
"""

from __future__ import annotations

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from organisations.models import User
from portal.account.sign_in import first_page_of, safe_target
from portal.demo.people import PEOPLE

BACKEND = "django.contrib.auth.backends.ModelBackend"


def personas(request: HttpRequest) -> HttpResponse:
    """GET lists the demo people, POST signs in as one; only accounts made by the demo can be
    taken.
    """
    if request.method == "POST":
        user = User.objects.filter(
            username=request.POST.get("username", ""), is_demo=True, is_active=True
        ).first()
        if user is None:
            raise Http404
        login(request, user, backend=BACKEND)
        return redirect(_target(request, user))
    known = set(User.objects.filter(is_demo=True).values_list("username", flat=True))
    people = [person for person in PEOPLE if person.username in known]
    return render(
        request,
        "portal/account/personas.html",
        {"people": people, "next": request.GET.get("next", "")},
    )


def _target(request: HttpRequest, user: User) -> str:
    if request.POST.get("next"):
        return safe_target(request)
    return first_page_of(user)
