"""Every planted bug still has its place: a list that has drifted from the code would prove
nothing.
"""

import pytest

from tests.planted.__main__ import all_planted, changed


@pytest.mark.parametrize(
    "planted", all_planted(), ids=lambda planted: f"{planted.goal}-{planted.name}"
)
def test_the_place_is_there_once_and_the_bug_changes_it(planted):
    assert changed(planted) and planted.old != planted.new
