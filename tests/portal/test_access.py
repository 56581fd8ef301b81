"""Every address of the portal says who may open it, and means it."""

from __future__ import annotations

import uuid

from django.test import Client
from django.urls import URLPattern, reverse
from django.urls.converters import IntConverter

from portal.http.access import DEMO_ONLY, READ, SIGNED_IN, Allow, route
from portal.urls import urlpatterns
from tests.people import World
from tests.portal.conftest import visiting

EXAMPLES = {
    "slug": "diploma-copy",
    "pk": uuid.uuid4(),
    "code": "H15.50-000000-0000",
    "section": "who",
}


def address(pattern: URLPattern) -> str:
    """The pattern's address with something in each place."""
    converters = pattern.pattern.converters
    given = {
        name: 1 if isinstance(kind, IntConverter) else EXAMPLES.get(name, "x")
        for name, kind in converters.items()
    }
    return reverse(f"portal:{pattern.name}", kwargs=given)


def declared(*audiences: Allow) -> list[URLPattern]:
    return [pattern for pattern in urlpatterns if pattern.callback.declared.allow in audiences]


def test_two_addresses_never_share_a_name() -> None:
    names = [pattern.name for pattern in urlpatterns]
    assert len(names) == len(set(names))


def test_a_role_that_was_removed_is_dead_at_the_next_request(world: World) -> None:
    lan = visiting(world.lan)
    assert lan.get(reverse("portal:desk")).status_code == 200
    world.lan.assignments.all().delete()
    assert lan.get(reverse("portal:desk")).status_code == 403


def test_demo_pages_do_not_exist_on_a_production_site(db: None, stranger: Client, settings) -> None:
    settings.DEMO = False
    for pattern in declared(DEMO_ONLY):
        assert stranger.get(address(pattern)).status_code == 404
        assert stranger.post(address(pattern)).status_code == 404


def test_a_guarded_view_keeps_what_other_decorators_said() -> None:
    def view(request):  # pragma: no cover - never called
        raise AssertionError

    view.csrf_exempt = True
    assert route("x/", view, "x", SIGNED_IN, READ).callback.csrf_exempt
