"""Bugs planted for the waiting line: places, passes and who goes by."""

from tests.planted import Planted

PAGES = "tests/portal/test_waiting_line.py"
PLANTED: list[Planted] = [
    Planted(
        "W1",
        "another account's place and pass are taken",
        "portal/http/waiting/guard.py",
        "    return holder in holders_of(request.user)\n",
        "    return True\n",
        f"{PAGES} -k uses_the_pass_with_it_alone",
    ),
    Planted(
        "W1",
        "every spelling of an account is another lot",
        "portal/public/waiting.py",
        "        return holders.of_account(person.pk)\n",
        "        return holders.of_name(typed)\n",
        f"{PAGES} -k another_spelling",
    ),
    Planted(
        "W1",
        "early numbers come first at the opening",
        "waiting_line/order.py",
        "    return shuffled(number, present, secret) if number < present else number\n",
        "    return number\n",
        "tests/waiting_line/test_order.py -k no_advantage",
    ),
    Planted(
        "W1",
        "officers wait with all others",
        "portal/http/waiting/guard.py",
        "    return isinstance(user, User) and (user.is_staff or is_officer(user))\n",
        "    return False\n",
        f"{PAGES} -k officers_never_wait",
    ),
    Planted(
        "W1",
        "what is filed before the hour is filed",
        "portal/http/waiting/guard.py",
        "    return opening(BOARD.lines, _address_of(filed",
        '    return guarding(BOARD.lines, Asked(_address_of(filed["pk"]))) and opening('
        "BOARD.lines, _address_of(filed",
        f"{PAGES} -k before_the_hour_waits",
    ),
]
