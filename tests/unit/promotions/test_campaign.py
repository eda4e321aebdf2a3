"""Campaigns and coupons: sound terms, windows, ends and states."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.promotions import (
    Campaign,
    Terms,
    campaign_key,
    coupon_limit_key,
    coupon_state,
    days_left,
    faults,
    issued_key,
)

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAY, SECOND, INSTANT = timedelta(days=1), timedelta(seconds=1), timedelta(microseconds=1)
ONE = UUID(int=1)
MOST = 2**53 - 1

moments = st.integers(-(10**15), 10**15).map(lambda number: NOON + number * INSTANT)


def percent(**changed: Any) -> Terms:
    usual: dict[str, Any] = {
        "name": "Summer", "rule": "percent", "value": 10, "quantity": 100, "opens_at": NOON,
    }  # fmt: skip
    return Terms(**(usual | changed))


def fixed(**changed: Any) -> Terms:
    return percent(**({"rule": "fixed", "value": 500, "currency": "EUR"} | changed))


def campaign(**changed: Any) -> Campaign:
    return Campaign(id=ONE, created_at=NOON, **msgspec.structs.asdict(percent(**changed)))


@pytest.mark.parametrize(
    "terms",
    [
        percent(),
        percent(value=1),
        percent(value=100),
        percent(cap=1000, minimum=5000, currency="RUB"),
        percent(currency="PTS"),
        percent(scope=frozenset({ONE}), closes_at=NOON + INSTANT),
        percent(scope=frozenset(map(UUID, map("{:032}".format, range(1000))))),
        percent(quantity=10**9, per_customer=1000, valid_days=3650),
        fixed(),
        fixed(value=MOST, minimum=MOST, currency="PTS"),
    ],
)
def test_sound_terms_have_no_faults(terms: Terms) -> None:
    assert faults(terms) == ()


@pytest.mark.parametrize(
    ("terms", "fields"),
    [
        (percent(name="  "), ["name"]),
        (percent(name="x" * 201), ["name"]),
        (percent(name="a\0b"), ["name"]),
        (percent(value=0), ["value"]),
        (percent(value=101), ["value"]),
        (percent(cap=0, currency="EUR"), ["cap"]),
        (percent(cap=100), ["currency"]),
        (percent(minimum=100), ["currency"]),
        (percent(minimum=-1, currency="EUR"), ["minimum"]),
        (percent(currency="XXX"), ["currency"]),
        (percent(scope=frozenset()), ["scope"]),
        (percent(scope=frozenset(map(UUID, map("{:032}".format, range(1001))))), ["scope"]),
        (percent(quantity=0), ["quantity"]),
        (percent(quantity=10**9 + 1), ["quantity"]),
        (percent(per_customer=0), ["perCustomer"]),
        (percent(per_customer=1001), ["perCustomer"]),
        (percent(valid_days=0), ["validDays"]),
        (percent(valid_days=3651), ["validDays"]),
        (percent(closes_at=NOON), ["closesAt"]),
        (percent(closes_at=NOON - SECOND), ["closesAt"]),
        (percent(opens_at=datetime.min.replace(tzinfo=UTC)), ["opensAt"]),
        (percent(closes_at=datetime.max.replace(tzinfo=UTC)), ["closesAt"]),
        (fixed(value=0), ["value"]),
        (fixed(value=MOST + 1), ["value"]),
        (fixed(cap=100), ["cap"]),
        (fixed(currency=None), ["currency"]),
        (percent(value=0, quantity=0, closes_at=NOON), ["value", "quantity", "closesAt"]),
    ],
)
def test_every_fault_is_named_by_its_field(terms: Terms, fields: list[str]) -> None:
    found = faults(terms)
    assert [fault.field for fault in found] == fields
    assert all(fault.detail for fault in found)


def test_a_campaign_is_open_from_its_opening_until_its_close() -> None:
    summer = campaign(closes_at=NOON + DAY)
    assert summer.phase(NOON - INSTANT) == "upcoming"
    assert summer.phase(NOON) == "open"
    assert summer.phase(NOON + DAY - INSTANT) == "open"
    assert summer.phase(NOON + DAY) == "closed"


@given(moments, moments)
def test_without_a_close_it_stays_open(opens_at: datetime, now: datetime) -> None:
    assert campaign(opens_at=opens_at).phase(now) == ("open" if now >= opens_at else "upcoming")


@given(moments, st.timedeltas(INSTANT, timedelta(days=9000)), moments, moments)
def test_phases_only_go_forward(
    opens_at: datetime, length: timedelta, one: datetime, other: datetime
) -> None:
    order = ["upcoming", "open", "closed"]
    window = campaign(opens_at=opens_at, closes_at=opens_at + length)
    first, second = sorted((one, other))
    assert order.index(window.phase(first)) <= order.index(window.phase(second))


def test_thirty_days_are_the_usual_life() -> None:
    assert campaign().end_of(NOON) == NOON + 30 * DAY


@pytest.mark.parametrize(
    ("free", "held", "after_its_end", "state"),
    [
        (1, 0, False, "usable"),
        (0, 1, False, "held"),
        (0, 0, False, "used"),
        (1, 0, True, "expired"),
        (0, 1, True, "held"),  # what was held in time may still be captured
        (0, 0, True, "used"),
    ],
)
def test_a_coupons_state_follows_from_its_account_and_its_end(
    free: int, held: int, after_its_end: bool, state: str
) -> None:
    now = NOON if after_its_end else NOON - INSTANT
    assert coupon_state(free, held, NOON, now) == state


@given(moments, st.timedeltas(timedelta(0), timedelta(days=4000)))
def test_days_left_cover_what_is_left_and_not_a_day_more(now: datetime, left: timedelta) -> None:
    days = days_left(now + left, now)
    assert left <= days * DAY < left + DAY
    assert days_left(now - left, now) == 0


@given(moments, st.integers(1, 3650))
def test_on_its_first_day_a_coupon_has_all_its_days(issued_at: datetime, days: int) -> None:
    end = campaign(valid_days=days).end_of(issued_at)
    assert days_left(end, issued_at) == days
    assert days_left(end, end - INSTANT) == 1
    assert coupon_state(1, 0, end, end - INSTANT) == "usable"
    assert coupon_state(1, 0, end, end) == "expired"


def test_every_key_names_one_account() -> None:
    other = UUID(int=2)
    owner = f"user:{other}"
    keys = {
        campaign_key(ONE), campaign_key(other), coupon_limit_key(ONE, owner),
        coupon_limit_key(other, owner), issued_key(ONE), issued_key(other),
    }  # fmt: skip
    assert len(keys) == 6
    assert all(len(key) <= 200 for key in keys)
