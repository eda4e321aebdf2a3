"""Holds: when the next one on an account ends, whatever order the news comes in."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from holdfast.live.holds import Holds

NOON = datetime(2031, 3, 30, 12, tzinfo=UTC)


def test_the_next_release_is_the_earliest_open_hold() -> None:
    holds = Holds()
    early, late = uuid4(), uuid4()
    holds.opened(late, NOON + timedelta(minutes=9), ["a"])
    holds.opened(early, NOON, ["a", "b"])
    assert holds.next_release_at("a") == NOON
    holds.closed(early)
    assert holds.next_release_at("a") == NOON + timedelta(minutes=9)
    assert holds.next_release_at("b") is None
    holds.opened(late, NOON + timedelta(minutes=20), ["a"])  # extended
    assert holds.next_release_at("a") == NOON + timedelta(minutes=20)
    holds.closed(late)
    assert holds.next_release_at("a") is None


def test_an_end_heard_again_is_kept_once() -> None:
    """Every reading says of every open hold when it ends."""
    holds, hold = Holds(), uuid4()
    for _ in range(100):
        holds.opened(hold, NOON, ["a"])
    assert holds.next_release_at("a") == NOON
    assert len(holds._heaps["a"]) == 1


def test_a_hold_whose_end_is_heard_before_its_beginning_stays_ended() -> None:
    holds = Holds()
    hold = uuid4()
    holds.closed(hold)
    holds.opened(hold, NOON, ["a"])
    assert holds.next_release_at("a") is None


def test_a_lost_ending_is_forgotten_in_time() -> None:
    holds = Holds()
    holds.opened(uuid4(), NOON, ["a"])
    holds.forget_before(NOON + timedelta(seconds=1))
    assert holds.next_release_at("a") is None
    assert len(holds) == 0
