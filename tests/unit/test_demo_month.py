"""The month before today of the demo shop, as planned."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from holdfast.flows.demo.month import CAMPAIGNS, DAYS, LATELY, Offer, month_before

NOW = datetime(2026, 3, 14, 15, 9, 26, tzinfo=UTC)
HOLD = timedelta(minutes=15)
OFFERS = (
    Offer("MUG", "mug", 900_00, 60),
    Offer("PHONE", "phone", 129_990_00, 12),
    Offer("GONE", "console", 54_990_00, 0),
)
BUYERS = 12


@pytest.mark.parametrize("days_later", range(8))
def test_everything_that_was_begun_has_ended_by_now(days_later: int) -> None:
    now = NOW + timedelta(days=days_later)
    month = month_before(now, OFFERS, BUYERS, HOLD)
    assert len(month.sales) > 100
    for sale in month.sales:
        assert now - timedelta(days=DAYS) <= sale.at < sale.ended < now
        assert (sale.returned is not None) == (sale.end == "refunded")
        assert sale.returned is None or sale.ended < sale.returned < now
        assert sale.end == "expired" or sale.ended < sale.at + HOLD
    assert list(month.sales) == sorted(month.sales, key=lambda sale: sale.at)


def test_the_same_day_is_planned_alike_twice() -> None:
    assert month_before(NOW, OFFERS, BUYERS, HOLD) == month_before(NOW, OFFERS, BUYERS, HOLD)


def test_every_way_an_order_may_end_is_there() -> None:
    ends = Counter(sale.end for sale in month_before(NOW, OFFERS, BUYERS, HOLD).sales)
    assert set(ends) == {"paid", "refunded", "cancelled", "expired"}
    assert ends["paid"] > 0.7 * ends.total()


def test_what_is_sold_out_now_was_sold_before_but_not_lately() -> None:
    sold = [
        sale.at
        for sale in month_before(NOW, OFFERS, BUYERS, HOLD, seed=1).sales
        if "GONE" in dict(sale.lines)
    ]
    assert sold
    assert max(sold) < NOW - timedelta(days=LATELY - 1)


def test_a_coupon_is_used_once_by_its_owner_after_it_was_given_out() -> None:
    month = month_before(NOW, OFFERS, BUYERS, HOLD)
    given = {(issue.buyer, issue.campaign): issue.at for issue in month.issues}
    used = [(sale.buyer, sale.campaign, sale) for sale in month.sales if sale.campaign is not None]
    assert used
    assert len({(buyer, campaign) for buyer, campaign, _ in used}) == len(used)
    for buyer, campaign, sale in used:
        assert buyer is not None
        assert campaign is not None
        assert given[buyer, campaign] < sale.at
        assert sale.end == "paid"


def test_what_is_paid_is_sent_the_next_day_and_arrives_within_four() -> None:
    sales = month_before(NOW, OFFERS, BUYERS, HOLD).sales
    paid = [sale for sale in sales if sale.end == "paid"]
    assert not any(sale.sent for sale in sales if sale.end != "paid")
    waits = [sale for sale in paid if sale.sent is None]
    going = [sale for sale in paid if sale.sent and sale.arrived is None]
    there = [(sale, sale.sent, sale.arrived) for sale in paid if sale.sent and sale.arrived]
    assert waits and going and len(there) > 0.7 * len(paid)
    assert all(sale.ended > NOW - timedelta(days=2) for sale in waits)
    for sale, sent, arrived in there:
        assert sale.ended < sent < arrived < min(NOW, sent + timedelta(days=4))


def test_one_campaign_is_over_and_one_runs() -> None:
    assert [campaign.closes > 0 for campaign in CAMPAIGNS] == [False, True]
