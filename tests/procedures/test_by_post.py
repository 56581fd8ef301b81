"""What the page of a procedure offers, its form and the office keep: the result by post, an
application by post.
"""

from __future__ import annotations

import pytest
from django.test import Client

from forms.binding import check_form
from tests.people import World, a_ward, answers, make_world, publish
from tests.portal.conftest import visiting
from tests.portal.filling import fill_in
from tests.procedures.walking import decide, filed, now, open_items
from workflows import checker
from workflows.definition import load
from workflows.models import Dossier
from workflows.procedure import publishing
from workflows.published import definition_of

pytestmark = pytest.mark.once

OFFER = {"offer": "diploma-copy/ttpvhcc-daklak"}


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def test_the_result_by_post_needs_an_address_and_is_posted_by_the_office(world: World) -> None:
    form = definition_of(world.version).form
    asked = answers(delivery="POSTAL")
    (fault,) = check_form(form, asked)
    assert "Địa chỉ nhận qua bưu chính" in fault.message
    dossier = filed(
        world.version, world.huong, {**asked, "post_address": {**a_ward(), "detail": "5 Y Ngông"}}
    )
    decide(dossier, "receive", world.lan, "accept")
    decide(dossier, "check", world.binh, "found", match=str(world.diploma.pk))
    decide(dossier, "sign", world.dung, "approve")
    decide(dossier, "seal", world.anh, "seal")
    assert [item.step for item in open_items(dossier)] == ["post_result"]
    page = visiting(world.lan).get(f"/mot-cua/viec/{open_items(dossier)[0].pk}/").text
    assert "5 Y Ngông" in page and "Mã bưu gửi" in page
    decide(dossier, "post_result", world.lan, "posted", parcel="EW 123 456 789 VN")
    assert now(dossier).legal_status == 10


@pytest.mark.parametrize(
    ("channel", "kept"),
    [({}, "DIRECT"), ({"channel": "DIRECT"}, "DIRECT"), ({"channel": "POSTAL"}, "POSTAL")],
)
def test_what_came_by_post_is_filed_as_such(
    world: World, channel: dict[str, str], kept: str
) -> None:
    lan = visiting(world.lan)
    lan.post(fill_in(lan, lan.post("/mot-cua/tai-quay/", {**OFFER, **channel}).url))
    assert Dossier.objects.get().channel == kept


@pytest.mark.parametrize(
    ("slug", "said", "unsaid"),
    [
        ("diploma-copy", "qua bưu chính", ""),
        ("school-licence-change", "Trực tuyến, tại quầy.", "qua bưu chính"),
    ],
)
def test_the_page_names_the_ways_the_procedure_has(
    world: World, slug: str, said: str, unsaid: str
) -> None:
    publish(slug)
    page = Client().get(f"/thu-tuc/{slug}/").text
    assert said in page and (not unsaid or unsaid not in page)


def test_every_shipped_form_offers_what_its_page_offers() -> None:
    for folder in publishing.shipped_folders():
        found = checker.check(load(folder / "procedure.yaml"))
        assert not [one for one in found if one.rule.startswith("post_")], folder.name
