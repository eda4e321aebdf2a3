"""How soon somebody in a waiting room asks again: nobody at the start itself, all soon after."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from holdfast.flash_sales import pause_before_start, pause_in_line

WHO = [f"sale/user:{number}" for number in range(20_000)]


def test_fifty_thousand_who_wait_come_back_within_twenty_seconds_not_in_one() -> None:
    moments = Counter(pause_before_start(5.0, 50_000, who) for who in WHO)
    assert min(moments) == 6
    assert max(moments) == 25
    assert max(moments.values()) < 2 * len(WHO) / 20


def test_a_few_come_back_at_once() -> None:
    assert {pause_before_start(5.0, 40, who) for who in WHO} == {6}


@given(st.floats(0, 1e6), st.integers(0, 10**9), st.text(max_size=60))
def test_nobody_comes_before_the_start_or_is_away_by_then(
    ahead: float, early: int, who: str
) -> None:
    pause = pause_before_start(ahead, early, who)
    assert 1 <= pause <= 41
    assert pause >= min(ahead, 20)
    assert pause == pause_before_start(ahead, early, who), "it cannot be drawn again"


def test_the_nearer_the_turn_the_sooner() -> None:
    assert [pause_in_line(seconds) for seconds in (1, 7, 40, 80, 4000)] == [1, 1, 10, 20, 20]
