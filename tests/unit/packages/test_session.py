"""What of a session is paid by what is for sessions alone."""

from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from holdfast.packages import PaidFor, Session, SessionPart, Spent, parts_now

PORTRAIT, FAMILY, OTHER = uuid4(), uuid4(), uuid4()
VISIT = Session((SessionPart(PORTRAIT, 9000, 60), SessionPart(FAMILY, 20_000, 90)), 50_000)

scopes = st.sampled_from([(), (PORTRAIT,), (FAMILY,), (PORTRAIT, FAMILY), (PORTRAIT, OTHER)])


def test_each_pays_the_services_that_it_is_for() -> None:
    assert VISIT.most(()) == 29_000
    assert VISIT.most((PORTRAIT,)) == 9000
    assert VISIT.most((FAMILY, OTHER)) == 20_000
    assert VISIT.most((OTHER,)) == 0
    rate = VISIT.rate((PORTRAIT,))
    assert (rate.price, rate.minutes, rate.before) == (9000, 60, 0)


def test_heads_count_where_each_is_paid_for() -> None:
    three = Session((SessionPart(PORTRAIT, 9000, 60, heads=3),), 9000)
    assert (three.rate((PORTRAIT,)).minutes, three.rate((), by_head=True).minutes) == (60, 180)
    assert three.lasts((PORTRAIT,), 60)
    assert not three.lasts((PORTRAIT,), 180)
    assert not three.lasts((FAMILY,), 60)


def test_minutes_are_missing_that_the_same_would_have_taken_of_it() -> None:
    two_hours = Session((SessionPart(PORTRAIT, 9000, 120), SessionPart(FAMILY, 20_000, 90)), 0)
    assert two_hours.missing([]) == 0
    assert two_hours.missing([Spent((PORTRAIT,), 9000, 120)]) == 0
    assert two_hours.missing([Spent((PORTRAIT,), 9000, 60)]) == 60
    assert two_hours.missing([Spent((PORTRAIT, OTHER), 3000, 20)]) == 20
    # Two that pay the same services are counted together; less than a minute is rounding's.
    assert two_hours.missing([Spent((PORTRAIT,), 4500, 80), Spent((PORTRAIT,), 4500, 40)]) == 0
    assert two_hours.missing([Spent((PORTRAIT,), 4574, 60)]) == 0
    assert two_hours.missing([Spent((PORTRAIT,), 4575, 60)]) == 1
    assert two_hours.missing([Spent((), 29_000, 200), Spent((FAMILY,), 20_000, 200)]) == 10
    three = Session((SessionPart(PORTRAIT, 9000, 120, heads=3),), 0)
    assert three.missing([Spent((PORTRAIT,), 9000, 180, by_head=True)]) == 180


def test_what_was_paid_for_one_is_not_paid_again_by_another() -> None:
    after = VISIT.after(PaidFor((PORTRAIT,), 9000, by_hours=False))
    assert (after.most((PORTRAIT,)), after.most(()), after.most((FAMILY,))) == (0, 20_000, 20_000)
    # What is for any of them pays for the family as long as there is one who pays for it.
    after = VISIT.after(PaidFor((), 15_000, by_hours=True))
    assert (after.most((PORTRAIT,)), after.most((FAMILY,))) == (9000, 14_000)
    assert after.rate(()).before == 15_000
    assert after.rate((FAMILY,)).before == 0


def test_no_more_is_paid_than_the_order_has_for_it() -> None:
    deposit = Session(VISIT.parts, 5000)
    assert deposit.most(()) == deposit.most((FAMILY,)) == 5000
    assert deposit.after(PaidFor((FAMILY,), 4000, by_hours=True)).most((PORTRAIT,)) == 1000


@given(asked=st.lists(st.tuples(scopes, st.integers(1, 30_000)), max_size=8))
def test_no_services_are_ever_paid_more_than_they_cost(
    asked: list[tuple[tuple[UUID, ...], int]],
) -> None:
    session, paid = VISIT, {PORTRAIT: 0, FAMILY: 0, None: 0}
    for services, amount in asked:
        taken = min(amount, session.most(services))
        session = session.after(PaidFor(services, taken, by_hours=True))
        own = set(services) & {PORTRAIT, FAMILY} or {PORTRAIT, FAMILY}
        paid[next(iter(own)) if len(own) == 1 else None] += taken
    assert paid[PORTRAIT] <= 9000
    assert paid[FAMILY] <= 20_000
    assert sum(paid.values()) <= 29_000


def test_what_is_added_is_not_paid_by_what_is_for_sessions() -> None:
    added = Session((*VISIT.parts, SessionPart(None, 5000, 30)), 50_000)
    assert (added.most(()), added.most((OTHER,)), added.services) == (29_000, 0, VISIT.services)
    rate = added.rate(())
    assert (rate.price, rate.minutes) == (29_000, 150)


@given(
    parts=st.lists(st.tuples(st.integers(0, 50_000), st.integers(0, 600)), min_size=1, max_size=6),
    price=st.integers(0, 200_000),
    minutes=st.integers(5, 2000),
)
def test_parts_of_another_price_and_length_are_all_of_it(
    parts: list[tuple[int, int]], price: int, minutes: int
) -> None:
    before = [SessionPart(uuid4(), cost, long) for cost, long in parts]
    now = parts_now(before, price, minutes)
    assert [one.service_id for one in now] == [one.service_id for one in before]
    assert sum(one.price for one in now) == price
    assert sum(one.minutes for one in now) == minutes
    assert min(min(one.price, one.minutes) for one in now) >= 0
    whole = sum(cost for cost, _ in parts), sum(long for _, long in parts)
    assert parts_now(before, *whole) == tuple(before)


def test_each_part_has_its_share_of_a_price_made_by_hand() -> None:
    now = parts_now((*VISIT.parts, SessionPart(None, 1000, 0)), 15_000, 75)
    assert [(one.price, one.minutes) for one in now] == [(4500, 30), (10_000, 45), (500, 0)]
