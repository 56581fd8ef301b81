"""What is refused on a dossier's page stands again in the form it was sent from, open, and in no
other.
"""

from __future__ import annotations

import re

import pytest

from organisations.models import Authority
from tests.portal.conftest import visiting
from tests.procedures.schools import Schools
from tests.workflows.test_hand_over import OTHER, appraised, other, schools  # noqa: F401 - fixtures

pytestmark = pytest.mark.once


def forms(page: str) -> dict[str, str]:
    """Address of each form that unfolds → its text, as far as it stands open."""
    found = re.findall(r"<details class=\"more\"( open)?>(.*?)</details>", page, re.DOTALL)
    return {
        re.search(r'action="([^"]*)"', text)[1]: text
        for opened, text in found
        if opened and "action=" in text
    }  # type: ignore[index]


def test_a_hand_over_without_a_reason_keeps_where_to(schools: Schools, other: Authority) -> None:  # noqa: F811
    dossier = appraised(schools)
    head, address = visiting(schools.principal), f"/mot-cua/ho-so/{dossier.code}/chuyen/"
    refused = head.post(address, {"to": OTHER, "reason": " "})
    assert refused.status_code == 422
    opened = forms(refused.text)
    assert list(opened) == [address]
    assert f'<option value="{OTHER}" selected>' in opened[address]


def test_a_reason_without_where_to_stands_in_that_form_alone(
    schools: Schools,  # noqa: F811
    other: Authority,  # noqa: F811
) -> None:
    dossier = appraised(schools)
    head, address = visiting(schools.principal), f"/mot-cua/ho-so/{dossier.code}/"
    refused = head.post(f"{address}chuyen/", {"to": "", "reason": "Học sinh cư trú ở xã khác."})
    assert refused.text.count("Học sinh cư trú ở xã khác.") == 1
    assert list(forms(refused.text)) == [f"{address}chuyen/"]
    assert not forms(head.get(address).text)
