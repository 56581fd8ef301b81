"""An authority that collects, a cashier, and one fee that is asked for."""

from __future__ import annotations

from typing import Any

import pytest

from organisations.models import Authority, User
from organisations.seed import seed_organisations
from payments import money
from payments.models import FeeRequest
from tests.people import officer

CODE = "H15.50-261125-0001"


@pytest.fixture
def payee(db: Any) -> Authority:
    seed_organisations()
    return Authority.objects.get(slug="sgddt-daklak")


@pytest.fixture
def cashier(payee: Authority) -> User:
    return officer("thu", "Lê Thị Thu", "cashier", payee, "Kế toán")


@pytest.fixture
def fee(payee: Authority) -> FeeRequest:
    return money.ask("dossier:1:1", payee, 250_000, CODE)
