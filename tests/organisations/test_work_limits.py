"""A piece of work ends when its time is over, and the one around it has its own time."""

from __future__ import annotations

import signal
import threading
import time

import pytest

from foundation.work_limits import TookTooLong, at_most


def test_work_that_takes_too_long_is_ended_where_it_is() -> None:
    with pytest.raises(TookTooLong), at_most(0.1):
        while True:
            pass


def test_what_ends_in_time_is_left_alone_and_so_is_what_comes_after() -> None:
    before = signal.getsignal(signal.SIGALRM)
    with at_most(0.2):
        pass
    time.sleep(0.3)
    assert signal.getsignal(signal.SIGALRM) is before and signal.getitimer(signal.ITIMER_REAL) == (
        0.0,
        0.0,
    )


def test_the_time_inside_does_not_count_outside() -> None:
    with at_most(0.5):
        for _piece in range(4):
            with at_most(5):
                time.sleep(0.2)
            time.sleep(0.03)  # of its own
    with pytest.raises(TookTooLong), at_most(0.3):
        with at_most(5):
            time.sleep(0.1)
        time.sleep(5)


def test_a_piece_that_takes_too_long_leaves_the_rest_its_time() -> None:
    with at_most(30):
        with pytest.raises(TookTooLong), at_most(0.1):
            time.sleep(5)
        left = signal.getitimer(signal.ITIMER_REAL)[0]
    assert 25 < left <= 30


def test_a_page_that_does_its_tasks_itself_is_not_limited() -> None:
    done = []

    def work() -> None:
        with at_most(0.01):
            time.sleep(0.1)
            done.append(True)

    page = threading.Thread(target=work)
    page.start()
    page.join()
    assert done
