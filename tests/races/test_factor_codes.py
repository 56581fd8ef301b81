"""A code of the telephone, or a recovery code, that two web processes get at the same instant is
taken by one.
"""

from __future__ import annotations

import time
from collections import Counter

import time_machine
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value

from organisations.models import User
from portal.http import second_factor
from tests.people import World
from tests.races.conftest import many
from tests.races.line import race


def take(job: tuple[int, float, str]) -> bool:
    """As a web process does, at a moment that stands still."""
    pk, at, code = job
    user = User.objects.get(pk=pk)
    with time_machine.travel(at, tick=False):
        return second_factor._telephone_says(user, code) or second_factor._is_recovery_code(
            user, code
        )


def test_a_code_of_the_telephone_is_taken_once(world: World) -> None:
    secret, begin = generate_totp_secret(), time.time() // 30 * 30 + 5
    TOTP.activate(world.dung, secret)
    moments = [begin + 60 * number for number in range(many(60, 12))]
    jobs = [
        (world.dung.pk, at, format_hotp_value(hotp_value(secret, int(at) // 30))) for at in moments
    ]
    taken = Counter(sum(both) for both in zip(*race(take, jobs, jobs), strict=True))
    assert taken == {1: len(jobs)}


def test_a_recovery_code_is_taken_once(world: World) -> None:
    codes = RecoveryCodes.activate(world.dung).generate_codes()
    jobs = [(world.dung.pk, time.time(), code) for code in codes[: many(10, 5)]]
    taken = Counter(sum(both) for both in zip(*race(take, jobs, jobs), strict=True))
    assert taken == {1: len(jobs)}
