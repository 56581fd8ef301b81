"""Members of a council vote while others vote, and while it is being closed: no vote is lost, none
comes too late.
"""

from __future__ import annotations

import pytest

from organisations.models import User
from tests.people import World
from tests.procedures.licences import MINUTES, Licensing, answers, make_licensing, named, seated
from tests.procedures.walking import filed, item, now, paper
from tests.races.conftest import many
from tests.races.line import race, report, timed
from tests.races.test_decisions import person
from workflows import actions
from workflows.errors import ActRefused
from workflows.journal import entries as journal
from workflows.models import CouncilMember, Dossier, Entry, WorkItem

#: The member, what they say, and the number of the round.
Ballot = tuple[int, str, int]


@pytest.fixture
def site(world: World) -> Licensing:
    """The licence of a school on the seeded site."""
    return make_licensing()


def at_council(site: Licensing) -> Dossier:
    """Appraised, the commune has answered; its papers are still owed, which no council waits
    for.
    """
    dossier = filed(site.version, site.school, answers(site.school))
    actions.decide(item(dossier, "receive"), site.receptionist, "accept")
    actions.reassign(item(dossier, "appraise"), site.chief, site.expert)
    actions.decide(item(dossier, "appraise"), site.expert, "complete")
    actions.give_opinion(
        item(dossier, "ask_offices"), site.commune, "Nhất trí.", values={"agrees": True}
    )
    return now(dossier)


def cast(ballot: Ballot) -> int:
    """The number of the entry of this vote."""
    member = CouncilMember.objects.select_related("council__item", "user").get(pk=ballot[0])
    assert member.user is not None
    return actions.vote(member, member.user, ballot[1], key=f"{ballot}").sequence


def test_one_member_votes_twice_at_once_and_the_later_vote_stands(site: Licensing) -> None:
    """They are in two windows; a colleague votes at the same instant and loses nothing by it."""
    member, colleague, *_others = seated(site, at_council(site))
    rounds, entries = many(40, 8), 0
    for number in range(2):  # what stands is looked at after each part
        turns = range(number * rounds // 2, (number + 1) * rounds // 2)
        ballots = [
            [(who.pk, choice, turn) for turn in turns] for who, choice in windows(member, colleague)
        ]
        results, seconds = timed(lambda jobs=ballots: race(cast, *jobs))
        report("votes", len(turns) * 3, seconds)
        sequences = [sequence for side in results for sequence in side]
        entries += len(sequences)
        assert (
            len(set(sequences)) == len(sequences)
            and Entry.objects.filter(act="council_vote").count() == entries
        )
        member.refresh_from_db()
        colleague.refresh_from_db()
        assert member.vote == ("FOR" if results[0][-1] > results[1][-1] else "AGAINST")
        assert colleague.vote == "ABSTAIN"
    assert journal.verify() is None


def windows(member: CouncilMember, colleague: CouncilMember) -> list[tuple[CouncilMember, str]]:
    return [(member, "FOR"), (member, "AGAINST"), (colleague, "ABSTAIN")]


def vote_or_close(job: tuple[int, int, str]) -> str:
    """The last member votes, or the council is closed (with the minutes)."""
    member = CouncilMember.objects.select_related("council__item", "user").get(pk=job[0])
    actor = person(job[1])
    try:
        if job[2]:
            actions.close_council(member.council.item, actor, MINUTES, [job[2]])
        else:
            actions.vote(member, actor, "AGAINST")
    except ActRefused as error:
        return type(error).__name__
    return "done"


def all_but_one(site: Licensing) -> CouncilMember:
    """Four of the five have voted for it; the one who has not."""
    first, *others = seated(site, at_council(site))
    for member in others:
        actions.vote(member, member.user or site.drafter, "FOR")
    return first


def test_a_vote_counts_or_is_refused_while_the_council_is_closed(site: Licensing) -> None:
    late = [all_but_one(site) for _ in range(many(30, 8))]
    closer: User = site.members[1]
    votes = [(member.pk, member.user_id, "") for member in late]
    closings = [(member.pk, closer.pk, paper(closer)) for member in late]
    (voted, closed), seconds = timed(lambda: race(vote_or_close, votes, closings))
    report("council closed", len(late), seconds)
    assert set(closed) == {"done"} and set(voted) <= {"done", "AlreadyDone"}
    for member, said in zip(late, voted, strict=True):
        member.refresh_from_db()
        noted = Dossier.objects.get(pk=member.council.dossier_id).office["council"]
        assert bool(member.vote) == (said == "done") == (noted["against"] == 1)
        assert (noted["for"], noted["present"]) == (4, 4 + (said == "done"))
        assert WorkItem.objects.filter(process=member.council.dossier_id, step="draft").count() == 1
    assert (
        Entry.objects.filter(act="council_close").count() == len(late) and journal.verify() is None
    )


def test_members_are_named_anew_or_have_voted(site: Licensing) -> None:
    """Once somebody has voted the council stays; who is no member any more is told so."""
    first = [seated(site, at_council(site))[0] for _ in range(many(30, 8))]
    anew = named(site)

    def name_or_vote(job: tuple[CouncilMember, bool]) -> str:
        member, votes = job
        try:
            if votes:
                assert member.user is not None
                actions.vote(member, member.user, "FOR")
            else:
                actions.appoint_council(member.council.item, site.drafter, anew)
        except ActRefused as error:
            return type(error).__name__
        return "done"

    results, seconds = timed(
        lambda: race(name_or_vote, *([(one, votes) for one in first] for votes in (True, False)))
    )
    report("named anew", len(first), seconds)
    for member, (voted, renamed) in zip(first, zip(*results, strict=True), strict=True):
        assert sorted((voted, renamed)) == ["WrongState", "done"]
        votes = list(member.council.members.order_by("pk").values_list("vote", flat=True))
        assert votes == (["FOR", "", "", "", ""] if voted == "done" else [""] * 5)
    assert journal.verify() is None
