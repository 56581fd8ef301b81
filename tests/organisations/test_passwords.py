"""Passwords that are guessed first are not taken (finding 18)."""

from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from organisations.models import User

OWNER = User(
    username="motcuadaklak", full_name="Nguyễn Thị Hường", email="huong.nguyen.daklak@example.vn"
)


@pytest.mark.parametrize(
    "password",
    ["123456789012", "19980205199802", "motcuadaklak", "Motcuadaklak1", "nguyễn thị hường", "huong.nguyen.daklak",
     "password1234", "ngan hon", "nguyenthihuong", "NguyenThiHuong98", "Nguyen Thi Huong"],
)  # fmt: skip
def test_what_is_guessed_first_is_refused_in_vietnamese(password: str) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password(password, OWNER)
    assert all(" " in one and one.endswith(".") for one in refused.value.messages)


@pytest.mark.parametrize("password", ["cà phê Buôn Ma Thuột mùa hoa", "x7#kk-92-mm-Q"])
def test_a_long_one_is_taken(password: str) -> None:
    validate_password(password, OWNER)
