"""Every address of the portal says who may open it, and means it."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import URLPattern, reverse
from django.urls.converters import IntConverter

from portal.access import DEMO_ONLY, OFFICER, SIGNED_IN, Allow, route
from portal.urls import urlpatterns
from tests.people import World
from tests.portal.conftest import visiting

EXAMPLES = {"slug": "diploma-copy", "pk": uuid.uuid4(), "code": "H15.50-000000-0000", "section": "who"}


def address(pattern: URLPattern) -> str:
    """The pattern's address with something in each place."""
    converters = pattern.pattern.converters
    given = {
        name: 1 if isinstance(kind, IntConverter) else EXAMPLES.get(name, "x") for name, kind in converters.items()
    }
    return reverse(f"portal:{pattern.name}", kwargs=given)


def declared(*audiences: Allow) -> list[URLPattern]:
    return [pattern for pattern in urlpatterns if pattern.callback.declared.allow in audiences]


@pytest.mark.parametrize("pattern", urlpatterns, ids=lambda pattern: pattern.name)
def test_every_address_declares_who_may_open_it(pattern: URLPattern) -> None:
    assert isinstance(getattr(pattern.callback, "allow", None), Allow), f"{pattern.name}: use portal.access.route"


def test_two_addresses_never_share_a_name() -> None:
    names = [pattern.name for pattern in urlpatterns]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("pattern", declared(SIGNED_IN, OFFICER), ids=lambda pattern: pattern.name)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_is_asked_to_sign_in(db: None, stranger: Client, pattern: URLPattern, method: str) -> None:
    answer = getattr(stranger, method)(address(pattern))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("portal:sign_in") + "?next=")


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_citizen_is_kept_out_of_every_office_page(world: World, method: str) -> None:
    huong = visiting(world.huong)
    answers = {pattern.name: getattr(huong, method)(address(pattern)).status_code for pattern in declared(OFFICER)}
    assert set(answers.values()) <= {403}, answers


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
    assert route("x/", view, "x", SIGNED_IN).callback.csrf_exempt
