"""The newer pages in English: what stays Vietnamese is data and law, nothing of the interface."""

from __future__ import annotations

import datetime as dt
import html
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from assessment import catalogue, evidence, work
from figures.models import DailyFigure
from foundation.text import mask_name
from organisations.models import Authority, User
from organisations.seed import seed_organisations
from portal.wording import titles
from registers import grants
from registers.grants import Decision, What
from registers.models import GrantState
from tests.assessment.schools import begun, make_school, paper, seat_council
from tests.people import World, answers, draft_of, officer, person, publish
from tests.portal.conftest import visiting
from tests.portal.filling import words
from tests.portal.test_language import VIETNAMESE, in_english
from tests.procedures.diplomas_abroad import make_office, received
from tests.procedures.walking import decide, filed
from tests.reading import as_read
from workflows import actions, checker
from workflows.definition import from_canonical
from workflows.models import Dossier, WorkItem
from workflows.procedure import publishing as procedures

#: Names of places, the currency, and the symbols of legal documents are the same in both languages.
THE_SAME = re.compile(r"Đắk Lắk|Buôn Ma Thuột|đồng|\S*(?:QĐ|NĐ)-\S+")


def speaking_english(user: User) -> Client:
    client = visiting(user)
    client.post("/ngon-ngu/", {"language": "en", "next": "/"})
    return client


def left_in_vietnamese(client: Client, address: str, *data: str) -> list[str]:
    """Lines of the page with Vietnamese letters, when people's names and these data are taken
    out.
    """
    answer = client.get(address)
    assert answer.status_code == 200, address
    page = html.unescape(re.sub(r"<[^>]+>", "\n", words(answer)))
    for said in sorted(
        {*User.objects.values_list("full_name", flat=True), *data} - {""}, key=len, reverse=True
    ):
        page = page.replace(said, "")
    return [line.strip() for line in THE_SAME.sub("", page).splitlines() if VIETNAMESE.search(line)]


def texts(said: Any) -> Iterator[str]:
    """Every text in a nest of dicts and lists."""
    if isinstance(said, str):
        yield said
    elif isinstance(said, dict):
        yield from (text for value in said.values() for text in texts(value))
    elif isinstance(said, list | tuple):
        yield from (text for value in said for text in texts(value))


def test_the_licence_register(db: Any) -> None:
    seed_organisations()
    department = Authority.objects.get(slug="sgddt-daklak")
    today = timezone.localdate()
    by = Decision(
        department, department.name, "1/QD-SGDDT", today - dt.timedelta(days=90), "CODE000001"
    )
    what = What(book="school_licence", holder="Hoa Sen", title="Licence", commune="Ea Kar")
    grant = grants.enter(what, by)
    grants.add_state(
        grant,
        GrantState.State.SUSPENDED,
        Decision(department, by.authority_name, "2", today, "CODE000002"),
    )
    client = in_english()
    for address in ("/so-giay-phep/", "/so-giay-phep/?q=nothing", f"/so-giay-phep/{grant.pk}/"):
        assert not left_in_vietnamese(client, address, department.name), address


def test_the_statistics(world: World) -> None:
    place = {"procedure": world.version.procedure, "authority": world.department}
    DailyFigure.objects.create(
        **place, day=timezone.localdate(), received=40, on_time=36, late=2, granted=38
    )
    title = world.version.procedure.title
    for client, address in (
        (in_english(), "/thong-ke/"),
        (speaking_english(world.dung), "/mot-cua/thong-ke/"),
    ):
        assert not left_in_vietnamese(client, address, title), address


def test_the_lists_of_the_office(world: World) -> None:
    officer("thu", "Lê Thị Thu", "cashier", world.department, "Kế toán")
    pages = {
        "lan": (
            "/mot-cua/",
            "/mot-cua/tai-quay/",
            "/mot-cua/hang-cho/ttpvhcc-daklak/receptionist/",
        ),
        "binh": ("/mot-cua/", "/mot-cua/y-kien/"),
        "dung": ("/mot-cua/phan-cong/", "/mot-cua/lam-thay/"),
        "thu": ("/mot-cua/ke-toan/", "/mot-cua/ke-toan/?xem=sao-ke"),
    }
    for username, addresses in pages.items():
        client = speaking_english(User.objects.get(username=username))
        for address in addresses:
            assert not left_in_vietnamese(client, address), address


def test_the_papers_of_a_dossier_and_the_book_of_paper_licences(world: World) -> None:
    publish("school-licence")
    dossier = settled_copy(world)
    page = words(speaking_english(world.dung).get(f"/mot-cua/ho-so/{dossier.code}/?xem=van-ban"))
    assert "Certified copy from the register" in page and "Bản sao văn bằng" not in page
    keeper = officer("giu-so", "Bùi Thị Thảo", "book_keeper", world.department, "")
    today = timezone.localdate()
    by = Decision(world.department, world.department.name, "1/QD-SGDDT", today, "CODE000001")
    grants.enter(
        What(book="school_licence", holder="Hoa Sen", title=titles.GRANTED[0], commune="Ea Kar"), by
    )
    for address in ("/mot-cua/giay-phep/", "/mot-cua/giay-phep/nhap/"):
        page = words(speaking_english(keeper).get(address))
        assert (
            "Licence for an upper secondary school to teach" in page
            and titles.GRANTED[0] not in page
        ), address


def test_the_logbook_says_whose_it_is(world: World) -> None:
    page = as_read(words(speaking_english(world.lan).get("/mot-cua/so-theo-doi/")))
    assert world.department.name not in page and "Trung tâm Phục vụ hành chính công" not in page
    assert ">Văn bằng, chứng chỉ<" not in page and ">Diplomas and certificates<" in page


def test_the_parts_of_a_dossier_that_can_be_asked_for(world: World) -> None:
    dossier = actions.submit(draft_of(world), world.huong)
    item = WorkItem.objects.get(process=dossier, finished__isnull=True)
    page = words(speaking_english(world.lan).get(f"/mot-cua/viec/{item.pk}/"))
    for said in ("Applicant", "Contact", "Issues “Request for a supplement”"):
        assert said in page, said


def test_the_pages_of_paying(db: Any) -> None:
    seed_organisations()
    office = make_office()
    dossier = received(office)
    client = speaking_english(office.khoa)
    assert not left_in_vietnamese(client, f"/ho-so/{dossier.code}/nop-phi/")
    at_the_bank = client.post(f"/ho-so/{dossier.code}/nop-phi/")["Location"]
    for outcome in ("cancelled", "paid"):
        back = client.post(at_the_bank, {"outcome": outcome})["Location"]
        assert not left_in_vietnamese(client, back), outcome


def test_the_pages_of_a_schools_self_assessment(db: Any) -> None:
    seed_organisations()
    school = make_school()
    found = begun(school)
    seat_council(found, school, 3)
    work.change(found, "1.1", school.secretary, lambda _now: {"description": "Good."})
    evidence.add(found, "1.1", "Plan", paper(school.secretary), school.secretary)
    law = [text for rules in catalogue.shipped() for text in texts(rules.model_dump(mode="json"))]
    typed = ("Người thứ", "Giáo viên")
    client = speaking_english(school.head)
    place = f"/tu-danh-gia/{found.pk}/"
    for address in ("/tu-danh-gia/", place, f"{place}hoi-dong/", f"{place}1.1/"):
        assert not left_in_vietnamese(client, address, *law, *typed), address


@pytest.mark.parametrize("slug", [folder.name for folder in procedures.shipped_folders()])
def test_what_a_stranger_reads_of_a_procedure(db: Any, slug: str) -> None:
    """Papers, groups, steps, ways and times; only the titles of laws stay as they were passed."""
    seed_organisations()
    definition = procedures.definition_of(publish(slug))
    law = [
        text
        for basis in definition.legal_basis
        for text in (basis.title, basis.number, basis.articles)
    ]
    client = in_english()
    for address in ("/", f"/?q={definition.code}", f"/thu-tuc/{slug}/"):
        assert not left_in_vietnamese(client, address, *law), address
    citizen = speaking_english(person("walker", "Walker"))
    assert not left_in_vietnamese(citizen, f"/thu-tuc/{slug}/nop/")


def test_the_public_check_names_the_kind_of_document_and_its_issuer(world: World) -> None:
    dossier = settled_copy(world)
    client = in_english()
    assert not left_in_vietnamese(client, "/kiem-tra/")
    for link in dossier.documents.select_related("document"):
        # shown as the paper has it, to be compared
        printed = [str(fact) for fact in link.document.facts.values()]
        same = (mask_name(dossier.holder_name), link.document.symbol, *printed)
        assert not left_in_vietnamese(client, f"/k/{link.document.code}", *same), link.kind
    page = words(client.get(f"/k/{dossier.documents.get(kind='copy').document.code}"))
    assert (
        "Certified copy from the register" in page
        and "Department of Education and Training" in page
    )
    mine = words(speaking_english(world.huong).get(f"/ho-so/{dossier.code}/"))
    assert "Certified copy from the register" in mine


def test_a_version_published_before_papers_had_english_still_loads(db: Any) -> None:
    seed_organisations()
    version = publish("diploma-copy")
    old = json.loads(version.canonical)
    old["field"] = "Văn bằng, chứng chỉ"
    for case in old["cases"]:
        for one in case["papers"]:
            one["name"], one["replaceable_by"], one["note"] = one["name"]["vi"], "", ""
    definition = from_canonical(json.dumps(old))
    assert (
        definition.cases[0].papers[0].name
        == "Phiếu đề nghị cấp bản sao từ sổ gốc (điền trực tuyến)"
    )
    assert not [one for one in checker.check(definition) if one.severity == "fault"]


def settled_copy(world: World) -> Dossier:
    """A copy that was issued, and the slip of its reception."""
    dossier = filed(world.version, world.huong, answers())
    decide(dossier, "receive", world.lan, "accept")
    decide(dossier, "check", world.binh, "found", match=str(world.diploma.pk))
    decide(dossier, "sign", world.dung, "approve")
    return decide(dossier, "seal", world.anh, "seal")
