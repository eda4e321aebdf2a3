"""Random orders with discounts, tax and delivery, refunds and returns of them in any order: no unit
comes back twice, and what goes back is never more than what was paid, to the unit."""

from datetime import UTC, datetime
from uuid import uuid4

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from holdfast.pricing import (
    Delivery,
    Discount,
    Fixed,
    Percent,
    PricedLine,
    Quote,
    Scope,
    SoldLine,
    Tax,
    quote,
    refund_sum,
)
from holdfast.returns import LineFacts, Return, ReturnLine, judged, units_asked, why_not
from tests.support.length import LONG

NOW = datetime(2026, 11, 23, tzinfo=UTC)
TAXES = st.sampled_from([None, Tax("VAT", 20_000), Tax("Sales tax", 8_875)])
LINES = st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 7), TAXES), min_size=1, max_size=4)
OFFERS = st.none() | st.one_of(
    st.builds(Percent, st.integers(1, 100), st.none()), st.builds(Fixed, st.integers(1, 10**6))
)
DELIVERIES = st.none() | st.builds(
    Delivery, st.just("Post"), st.integers(0, 10**4), st.none(), TAXES
)


def paid_for(found: Quote, *, included: bool) -> tuple[list[int], int]:
    """Of each line, and for delivery, as an order has it."""
    lines = [one.amount - one.discount + (0 if included else one.tax) for one in found.lines]
    return lines, found.shipping + (0 if included else found.shipping_tax)


@settings(max_examples=2_000 if LONG else 120, deadline=None)
@given(LINES, OFFERS, DELIVERIES, st.booleans(), st.booleans(), st.data())
def test_random_lives_of_an_order_give_back_what_was_paid_and_no_more(
    cart: list[tuple[int, int, Tax | None]],
    offer: Percent | Fixed | None,
    delivery: Delivery | None,
    included: bool,
    delivery_back: bool,
    data: st.DataObject,
) -> None:
    bought = [
        PricedLine(uuid4(), price, quantity, uuid4(), (), None, tax)
        for price, quantity, tax in cart
    ]
    code = None if offer is None else Discount(offer, "EUR", 0, Scope(), True, "Sale", uuid4())
    found = quote(bought, "EUR", code, delivery=delivery, included=included)
    if not isinstance(found, Quote):
        return
    lines, shipping = paid_for(found, included=included)
    shipping = shipping if delivery_back else 0
    back, money = [0] * len(cart), [0] * len(cart)
    left, given_back = sum(lines) + shipping, 0
    returns: list[Return] = []

    def refunded(units: dict[int, int], deduct: int) -> int:
        """As a refund of units, or an inspection, brings it back."""
        nonlocal left, given_back
        sold = [
            SoldLine(quantity, lines[at], back[at], units.get(at, 0))
            for at, (_, quantity, _) in enumerate(cart)
        ]
        paid = refund_sum(sold, shipping)
        for at, count in units.items():
            back[at] += count
            money[at] += paid.lines[at]
            assert paid.lines[at] >= 0 and money[at] <= lines[at]
        amount = paid.total - min(deduct, paid.total)
        left -= amount
        given_back += amount
        assert left >= 0
        return paid.total

    for _ in range(data.draw(st.integers(1, 12))):
        now = [
            judged(
                LineFacts(quantity, back[at], units_asked(returns, at), quantity, 0, NOW, 14), NOW
            )
            for at, (_, quantity, _) in enumerate(cart)
        ]
        may = [(at, one.units) for at, one in enumerate(now) if one.units]
        open_now = [(at, one) for at, one in enumerate(returns) if one.is_open]
        match data.draw(st.sampled_from(["ask", "refund", "end", "inspect", "inspect"])):
            case "ask" if may:
                at, most = data.draw(st.sampled_from(may))
                wanted = {at: ReturnLine(data.draw(st.integers(1, most)), "other")}
                number = len(returns) + 1
                returns.append(Return(uuid4(), uuid4(), number, "received", lines=wanted))
            case "refund" if may:  # of what is in no return
                at, most = data.draw(st.sampled_from(may))
                refunded({at: data.draw(st.integers(1, most))}, 0)
            case "end" if open_now:
                place, one = data.draw(st.sampled_from(open_now))
                returns[place] = replace(one, status="cancelled")
            case "inspect" if open_now:
                place, one = data.draw(st.sampled_from(open_now))
                assert why_not("inspect", one) is None
                came = {
                    at: count
                    for at, line in one.lines.items()
                    if (count := data.draw(st.integers(0, line.quantity)))
                }
                refunded(came, data.draw(st.integers(0, 50)))
                returns[place] = replace(one, status="inspected")
        for at, (_, quantity, _) in enumerate(cart):
            assert back[at] + units_asked(returns, at) <= quantity
    rest = {
        at: quantity - back[at] for at, (_, quantity, _) in enumerate(cart) if back[at] < quantity
    }
    if rest:
        refunded(rest, 0)
    assert money == lines
    assert given_back + left == sum(lines) + shipping
