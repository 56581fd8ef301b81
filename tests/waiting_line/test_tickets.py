"""What a browser brings back is believed only as far as it is signed, and for its own line."""

from __future__ import annotations

import time_machine

from waiting_line import holders
from waiting_line.tickets import Pass, Ticket, read_pass, read_ticket, written

TICKET = Ticket("truong-a", 41, 1_800_000_000, "abc")


def test_a_ticket_comes_back_as_it_was_written() -> None:
    assert read_ticket(written(TICKET), "truong-a") == TICKET


def test_what_was_changed_or_is_another_lines_is_refused() -> None:
    text = written(TICKET)
    changed = text[:5] + ("A" if text[5] != "A" else "B") + text[6:]
    for wrong in (changed, text[:-1], "", "a:b:c", written(Pass("truong-a", 9, "abc"))):
        assert read_ticket(wrong, "truong-a") is None
    assert read_ticket(text, "truong-b") is None


def test_a_ticket_is_worth_a_day() -> None:
    with time_machine.travel("2026-07-01T08:00:00+07:00", tick=False) as clock:
        text = written(TICKET)
        clock.move_to("2026-07-02T07:59:00+07:00")
        assert read_ticket(text, "truong-a") == TICKET
        clock.move_to("2026-07-02T08:00:01+07:00")
        assert read_ticket(text, "truong-a") is None


def test_a_pass_ends_and_a_ticket_is_none() -> None:
    text = written(Pass("truong-a", 1000, "abc"))
    assert read_pass(text, "truong-a", now=999) == Pass("truong-a", 1000, "abc")
    assert read_pass(text, "truong-a", now=1000) is None
    assert read_pass(text, "truong-b", now=999) is None
    assert read_pass(written(TICKET), "truong-a", now=999) is None


def test_a_holder_tells_nobody_who_it_is() -> None:
    holder = holders.of_name("0905123456")
    assert len(holder) == holders.LENGTH and "0905" not in holder
    assert holder != holders.of_name("0905123457")
    assert holders.of_account(5) != holders.of_name("account|5")
