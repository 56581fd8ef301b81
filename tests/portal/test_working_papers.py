"""Papers that come with an opinion or a decision: the office works with them, and one given in
confidence is not listed nor opened by anybody but who asked and who gave it.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from forms.files.uploads import store
from organisations.models import Authority, User
from portal.office.dossier.papers import papers_of
from tests.forms.test_uploads import png
from tests.people import World, draft_of, officer
from tests.portal.conftest import visiting
from tests.workflows.procedures import changed
from workflows import actions
from workflows.models import Dossier, WorkItem
from workflows.procedure import publishing
from workflows.procedure.inspection import from_text
from workflows.process import conditions
from workflows.reading_rights import Reader

OFFICES = ("ubnd-daklak", "ubnd-buon-ma-thuot")
CONSULT = """  - id: ask
    kind: consult
    title: {{vi: Lấy ý kiến}}
    hours: 2
    asked: [{{role: expert, at: {0}, confidential: true}}, {{role: expert, at: {1}}}]
    fields:
      - {{id: agrees, kind: yes_no, label: {{vi: Đồng ý không}}, required: true}}
    to: sign
  - id: sign
"""


@dataclass
class Case:
    dossier: Dossier
    people: dict[str, User]
    papers: dict[str, str]  # who brought it → id of the stored file

    def opens(self, name: str) -> set[str]:
        """Whose papers the person opens by their address."""
        client = visiting(self.people[name])
        return {
            by for by, pk in self.papers.items() if client.get(f"/tep/{pk}/").status_code == 200
        }

    def lists(self, name: str) -> set[str]:
        """Whose papers the viewer lists for them."""
        standing = Reader(self.people[name]).towards(self.dossier)
        found = papers_of(standing, self.dossier.flow_class.definition, "")
        listed = {str(paper.file.pk) for paper in found.files}
        return {by for by, pk in self.papers.items() if pk in listed}


@pytest.fixture
def case(world: World) -> Case:
    """Two offices were asked, the first in confidence; each, and the expert before them, attached a
    paper.
    """
    offices = [Authority.objects.get(slug=slug) for slug in OFFICES]
    text = changed(
        ("act: forward, to: sign,", "act: forward, to: ask,"),
        ("  - id: sign\n", CONSULT.format(*OFFICES)),
    )
    world.version = publishing.publish_proposal(from_text(text))
    secret, other = (
        officer(f"hoi{place.pk}", "Người Được Hỏi", "expert", place, "Chuyên viên")
        for place in offices
    )
    people = {
        "secret": secret,
        "other": other,
        "citizen": world.huong,
        "reception": world.lan,
        "expert": world.binh,
    }
    stored = {
        name: str(
            store(SimpleUploadedFile(f"{name}.png", png()), people[name], ["image"], 10**7).pk
        )
        for name in ("secret", "other", "citizen", "expert")
    }
    dossier = actions.submit(draft_of(world, old_copy=[stored["citizen"]]), world.huong)
    actions.decide(_task(dossier), world.lan, "accept")
    match = {"match": str(world.diploma.pk)}
    actions.decide(_task(dossier), world.binh, "found", match, files=[stored["expert"]])
    for name, place, agrees in (("secret", offices[0], False), ("other", offices[1], True)):
        task = WorkItem.objects.get(process=dossier, step="ask", authority=place)
        actions.give_opinion(
            task, people[name], "Ý kiến.", values={"agrees": agrees}, files=[stored[name]]
        )
    return Case(Dossier.objects.get(pk=dossier.pk), people, stored)


def _task(dossier: Dossier) -> WorkItem:
    return WorkItem.objects.select_related("process").get(process=dossier, finished__isnull=True)


@pytest.mark.parametrize(
    ("who", "papers"),
    [
        ("citizen", {"citizen"}),
        ("reception", {"citizen"}),  # received it; what the office works with is for who decides
        ("expert", {"citizen", "expert", "other", "secret"}),
        # the question shows the whole application, not what the office works with
        ("secret", {"citizen", "secret"}),
        ("other", {"citizen", "other"}),
    ],
)
def test_who_opens_and_finds_which_paper(case: Case, who: str, papers: set[str]) -> None:
    assert case.opens(who) == papers
    assert case.lists(who) == papers


def test_the_page_of_the_dossier_names_no_paper_given_in_confidence(case: Case) -> None:
    address = f"/mot-cua/ho-so/{case.dossier.code}/?xem=giay-to"
    assert case.papers["secret"] not in visiting(case.people["reception"]).get(address).text
    assert case.papers["citizen"] in visiting(case.people["reception"]).get(address).text
    assert case.papers["other"] in visiting(case.people["expert"]).get(address).text
    assert case.papers["secret"] in visiting(case.people["expert"]).get(address).text


def test_a_paper_given_in_confidence_stays_so_when_it_is_attached_again(case: Case) -> None:
    item = _task(case.dossier)
    actions.decide(
        item,
        User.objects.get(username="dung"),
        "send_back",
        reason="Xem lại.",
        files=[case.papers["secret"]],
    )
    assert case.opens("reception") == {"citizen"} and "secret" in case.opens("expert")


def test_conditions_read_no_answer_given_in_confidence(case: Case) -> None:
    noted = case.dossier.office["ask"]
    assert (noted["answered"], noted["agrees"], noted["all"]) == (2, True, {"agrees": [True]})
    assert conditions.holds("office.ask.all.agrees.all(one, one)", case.dossier)
    assert not conditions.holds("office.ask.all.agrees.exists(one, !one)", case.dossier)
