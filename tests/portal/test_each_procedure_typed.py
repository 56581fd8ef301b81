"""Each shipped procedure, each page of its form: the session gone in the middle, two windows, the
back button.
"""

from __future__ import annotations

from typing import Any

import pytest

from organisations.models import User
from organisations.seed import seed_organisations
from tests.people import person, publish
from tests.portal.test_typed_stays import browser, check_forms, forms_of, post, written
from workflows.models import Draft
from workflows.procedure import publishing
from workflows.published import definition_of

SLUGS = sorted(folder.name for folder in publishing.shipped_folders())
OWN = ("csrfmiddlewaretoken", "typed-for")  # each window has its own


def pages_of(slug: str) -> tuple[User, list[str]]:
    """Somebody with a new draft of the procedure, and the addresses of the pages that are asked of
    everybody.
    """
    seed_organisations()
    version, owner = publish(slug), person("huong", "Nguyễn Thị Hường")
    definition = definition_of(version)
    first = definition.first_answers()
    draft = Draft.objects.create(owner=owner, version=version, answers=first)
    return owner, [
        f"/nhap/{draft.pk}/{section.id}/" for section in definition.form.visible_sections(first)
    ]


@pytest.mark.parametrize("slug", SLUGS)
def test_a_session_that_ends_on_a_page_loses_nothing_of_it(db: Any, slug: str) -> None:
    owner, pages = pages_of(slug)
    assert sum(check_forms(owner, page) for page in pages) >= 2


@pytest.mark.parametrize("slug", SLUGS)
def test_two_windows_and_the_back_button_lose_no_word(db: Any, slug: str) -> None:
    """What the first window kept by going back, the second is told of, and its own words stay in
    front of it.
    """
    owner, pages = pages_of(slug)
    told = 0
    for address in pages:
        one, two = browser(owner), browser(owner)
        left, right = one.get(address).text, two.get(address).text
        for form in forms_of(left, address):
            names = list(written(form))
            given = {name: value for name, value in form.form_values() if name not in OWN}
            first, second = (
                {**given, **dict.fromkeys(names, word)} for word in ("Lời một", "Lời hai")
            )
            assert post(one, address, left, {**first, "back": "1"}).status_code == 302
            answer = post(two, address, right, {**second, "continue": "1"})
            assert answer.status_code in (409, 422), (address, answer.status_code)
            assert answer.text.count("Lời hai") >= len(names), address
            told += answer.status_code == 409
    assert told >= 1
