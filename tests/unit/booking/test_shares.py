"""Parts of what is kept: never more than the whole, and the same for who shares a part."""

from collections.abc import Iterable
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from holdfast.booking.bookings import (
    NO_SHARES,
    SHARE_WHOLE,
    Serving,
    Shares,
    agreed_shares,
    share_of,
    shares_of,
)

PEOPLE = [UUID(int=number) for number in range(1, 7)]
rules = st.integers(0, SHARE_WHOLE).flatmap(
    lambda one: st.builds(Shares, st.just(one), st.integers(0, SHARE_WHOLE - one))
)


rates = st.none() | st.integers(0, SHARE_WHOLE)
servings = st.builds(Serving, st.sampled_from([None, "senior", "other"]), rates, rates)


def serving(those: Iterable[UUID]) -> dict[UUID, Serving]:
    return {one: Serving() for one in those}


@given(rules, st.integers(0, 4), st.integers(0, 2), st.integers(0, 10**12))
def test_parts_are_together_never_more_than_the_whole(
    shares: Shares, people: int, places: int, kept: int
) -> None:
    agreed = agreed_shares(shares, serving(PEOPLE[:people]), serving(PEOPLE[4 : 4 + places]))
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
    assert agreed_shares(Shares(5000, 2000), {}, {}) == []
    (one,) = agreed_shares(Shares(0, 2000), serving(PEOPLE[:1]), serving(PEOPLE[1:2]))
    assert (one.resource_id, one.part, one.rate, one.among) == (PEOPLE[1], "studio", 2000, 1)


def test_a_row_without_a_rule_has_none() -> None:
    assert shares_of(None) == shares_of("{}") == NO_SHARES
    assert shares_of('{"photographer": 12}') == Shares(12, 0)


@given(
    rules, rates, st.lists(servings, max_size=4), st.lists(servings, max_size=2),
    st.integers(0, 10**12),
)  # fmt: skip
def test_whatever_is_agreed_with_each_is_together_never_more_than_the_whole(
    shares: Shares, senior: int | None, people: list[Serving], places: list[Serving], kept: int
) -> None:
    levels = {} if senior is None else {"senior": senior}
    shares = Shares(shares.photographer, shares.studio, levels)
    agreed = agreed_shares(
        shares, dict(zip(PEOPLE, people, strict=False)), dict(zip(PEOPLE[4:], places, strict=False))
    )
    assert sum(share_of(kept, one.rate, one.among) for one in agreed) <= kept
    rated = {one.resource_id: one.rate for one in agreed}
    for who, one in zip(PEOPLE, people, strict=False):
        of_level = levels.get(one.level or "", shares.photographer)
        said = (one.agreed, one.own, of_level)
        assert rated.get(who, 0) == next(each for each in said if each is not None)


def test_what_is_agreed_counts_before_ones_own_and_that_before_the_level_and_anybodys() -> None:
    shares = Shares(4000, 3000, {"senior": 5500})
    who, place = PEOPLE[0], PEOPLE[1]
    for one, rate in (
        (Serving(), 4000),
        (Serving("junior"), 4000),
        (Serving("senior"), 5500),
        (Serving("senior", own=6250), 6250),
        (Serving("senior", own=0), 0),
        (Serving("senior", own=6250, agreed=5000), 5000),
    ):
        found = {each.part: each.rate for each in agreed_shares(shares, {who: one}, {})}
        assert found.get("photographer", 0) == rate
    # A studio's own counts as well; it has no more than photographers leave.
    both = agreed_shares(shares, {who: Serving("senior")}, {place: Serving(own=9000)})
    assert [each.rate for each in both] == [5500, 4500]
    two = {who: Serving(own=10_000), PEOPLE[2]: Serving(own=0)}
    assert [each.rate for each in agreed_shares(shares, two, {place: Serving(own=9000)})] == [
        10_000, 5000,
    ]  # fmt: skip
