"""Over HTTP: a day that was left out is the next again; what was paid last is shown."""

from collections.abc import Callable

from tests.api.shop.wallet_buyers import member
from tests.support.market import Buyer, Market, expect, refusal
from tests.support.repeating import a_repeat

Visit = Callable[..., Buyer]
OWN, STAFF = "/api/repeat-orders", "/api/staff/repeat-orders"


async def test_a_skip_is_undone_by_its_buyer_or_staff(market: Market, visit: Visit) -> None:
    buyer = await member(market, visit)
    one = await a_repeat(market, buyer)
    own, day = f"{OWN}/{one['id']}", one["nextOn"]
    assert one["skippedOn"] is None
    refusal(await buyer.post(f"{own}/unskip", {}), 409, "repeat-moved")
    for undo in ("buyer", "staff"):
        skipped = expect(await buyer.post(f"{own}/skip", {"nextOn": day}))
        assert (skipped["skippedOn"], skipped["nextOn"] > day) == (day, True)
        if undo == "buyer":
            again = expect(await buyer.post(f"{own}/unskip", {"day": day}))
        else:
            path = f"{STAFF}/{one['id']}/unskip"
            again = expect(market.staff.post(path, json={"day": day}))
        assert (again["nextOn"], again["skippedOn"]) == (day, None)
        assert [again["steps"][at]["what"] for at in (0, 1)] == ["restored", "skipped"]
    (listed,) = expect(await buyer.get(OWN))["repeatOrders"]
    assert listed["skippedOn"] is None


async def test_another_day_than_the_one_left_out_last_is_refused(
    market: Market, visit: Visit
) -> None:
    buyer, other = await member(market, visit), await member(market, visit)
    one = await a_repeat(market, buyer)
    own = f"{OWN}/{one['id']}"
    after = expect(await buyer.post(f"{own}/skip", {}))["nextOn"]
    refusal(await buyer.post(f"{own}/unskip", {"day": after}), 409, "repeat-moved")
    refusal(await other.post(f"{own}/unskip", {}), 404, "repeat-not-found")
    bad = refusal(await buyer.post(f"{own}/unskip", {"day": "soon"}), 422, "invalid-request")
    assert bad["field"] == "day"


async def test_what_was_paid_last_stands_beside_the_next(market: Market, visit: Visit) -> None:
    buyer = await member(market, visit)
    one = await a_repeat(market, buyer)
    order = await buyer.order({"orderId": one["orderId"]})
    assert (one["lastPaid"], one["lastPaidCurrency"]) == (order["total"], order["currency"])
