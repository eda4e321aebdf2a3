"""Parts of what is kept: never more than the whole, and the same for who shares a part."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from holdfast.booking.bookings import (
    NO_SHARES,
    SHARE_WHOLE,
    Shares,
    agreed_shares,
    share_of,
    shares_of,
)

PEOPLE = [UUID(int=number) for number in range(1, 7)]
rules = st.integers(0, SHARE_WHOLE).flatmap(
    lambda one: st.builds(Shares, st.just(one), st.integers(0, SHARE_WHOLE - one))
)


@given(rules, st.integers(0, 4), st.integers(0, 2), st.integers(0, 10**12))
def test_parts_are_together_never_more_than_the_whole(
    shares: Shares, people: int, places: int, kept: int
) -> None:
    agreed = agreed_shares(shares, PEOPLE[:people], PEOPLE[4 : 4 + places])
    parts = [share_of(kept, one.rate, one.among) for one in agreed]
    platform = kept - sum(parts)
    assert min([platform, *parts]) >= 0
    served = (shares.photographer if people else 0) + (shares.studio if places else 0)
    # What is the platform's by the rule, and less than a unit of each part.
    assert 0 <= platform - (kept * (SHARE_WHOLE - served) // SHARE_WHOLE) <= len(parts)
    for part in ("photographer", "studio"):
        same = {share_of(kept, one.rate, one.among) for one in agreed if one.part == part}
        assert len(same) <= 1


def test_what_nobody_serves_is_the_platforms() -> None:
    assert agreed_shares(Shares(5000, 2000), [], []) == []
    (one,) = agreed_shares(Shares(0, 2000), PEOPLE[:1], PEOPLE[1:2])
    assert (one.resource_id, one.part, one.rate, one.among) == (PEOPLE[1], "studio", 2000, 1)


def test_a_row_without_a_rule_has_none() -> None:
    assert shares_of(None) == shares_of("{}") == NO_SHARES
    assert shares_of('{"photographer": 12}') == Shares(12, 0)
