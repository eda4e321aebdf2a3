"""When a failed delivery is tried again, and when a sink is left alone."""

from datetime import UTC, datetime, timedelta

from holdfast.sinks import EVER, MOST_TRIES, Pace, pause_before

NOW = datetime(2026, 11, 20, tzinfo=UTC)


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def test_pauses_grow_to_ten_minutes_and_the_tries_last_for_a_day() -> None:
    pauses = [pause_before(tries).total_seconds() for tries in range(1, MOST_TRIES)]
    assert 0.8 <= pauses[0] <= 1.2
    assert sum(pauses[:9]) < 10.5 * 60
    assert max(pauses) <= 720
    assert 20 * 3600 < sum(pauses) < 28 * 3600


def test_pauses_of_orders_that_failed_together_are_not_the_same() -> None:
    assert len({pause_before(5) for _ in range(50)}) > 40


def proven() -> Pace:
    """One that has seen a message get through."""
    pace = Pace()
    pace.succeeded()
    return pace


def test_one_order_that_keeps_failing_does_not_slow_the_others_down() -> None:
    pace = Pace()
    for second in range(1000):
        pace.failed("poisoned", after(second))
        assert pace.room(after(second), 8) == 8


def test_when_five_orders_fail_in_a_row_the_sink_is_left_alone() -> None:
    pace = Pace()
    for order in "abcd":
        pace.failed(order, NOW)
    assert (pace.away, pace.room(NOW, 8)) == (False, 8)
    pace.failed("e", NOW)
    assert (pace.away, pace.room(NOW, 8)) == (True, 0)


def test_a_success_in_between_begins_the_count_anew() -> None:
    pace = proven()
    for order in "abcd":
        pace.failed(order, NOW)
    assert pace.succeeded() is None
    for order in "efgh":
        pace.failed(order, NOW)
    assert not pace.away


def test_orders_that_failed_before_say_nothing_of_a_sink_that_took_others() -> None:
    pace = proven()
    for order in "abcdefgh":
        pace.failed(order, NOW, again=True)
    assert not pace.away


def test_who_has_seen_nothing_get_through_yet_believes_them_too() -> None:
    pace = Pace()
    for order in "abcde":
        pace.failed(order, NOW, again=True)
    assert pace.away


def test_the_first_success_of_all_tells_that_it_may_have_been_away_for_ever() -> None:
    """Who was at it before may have been killed, and has left pauses behind."""
    assert Pace().succeeded() == EVER
    pace = Pace()
    pace.failed("a", NOW)
    assert pace.succeeded() == EVER
    assert pace.succeeded() is None


def away() -> Pace:
    pace = proven()
    for order in "abcde":
        pace.failed(order, NOW)
    return pace


def test_while_it_is_away_one_order_at_a_time_asks_and_seldom() -> None:
    pace, now, asked = away(), 0.0, 0
    while now < 3600:
        room = pace.room(after(now), 8)
        assert room in (0, 1)
        if room:
            asked += 1
            pace.failed(f"order {asked}", after(now))
        now += 1
    assert 90 < asked < 180


def test_what_was_on_its_way_when_it_was_left_alone_does_not_count_again() -> None:
    once, often = away(), away()
    for order in "fghijkl":
        often.failed(order, NOW)
    assert often.room(after(2), 8) == once.room(after(2), 8) == 1


def test_when_one_gets_through_all_is_as_before_and_since_when_it_was_away_is_told() -> None:
    pace = away()
    pace.failed("f", after(100))
    assert pace.succeeded() == NOW
    assert (pace.away, pace.room(after(100), 8)) == (False, 8)
    assert pace.succeeded() is None
