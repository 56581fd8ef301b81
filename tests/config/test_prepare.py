"""`make run` on a site that an older version of the code began."""

from __future__ import annotations

import pytest

from organisations.models import Role
from organisations.seed import seed_organisations
from scripts import prepare
from workflows.models import Procedure


@pytest.mark.django_db
def test_a_role_that_came_later_is_there_before_a_procedure_names_it() -> None:
    seed_organisations()
    Role.objects.filter(slug="division_head").delete()
    prepare.publish()
    assert Procedure.objects.filter(slug="national-standard-preschool").exists()
