"""An order that is priced without tax, since its place has none, stays without when it is priced
anew, though the shop's own place has one."""

from typing import Any

import pytest

from holdfast.flows.checkout.change_coupon import change_coupon
from holdfast.flows.checkout.edit_lines import LineEdited, LinesWanted, edit_lines
from holdfast.flows.checkout.place import place
from holdfast.flows.checkout.prices import Choice
from holdfast.flows.commit.caller import Caller
from holdfast.flows.returning.asking import ask_for
from holdfast.flows.returning.inspecting import Came, inspect
from holdfast.flows.staff.orders import complete
from tests.db.flows.buying import a_customer, cart_of, confirm, new_goods, order_now, pay_for
from tests.db.flows.checkout.test_prices import charge
from tests.db.flows.coupons import new_coupon
from tests.db.flows.returning.test_dearer_exchanges import exchange_order
from tests.db.flows.returning.test_exchanges import in_sizes, last_return, received
from tests.db.flows.returning.test_returns import STAFF, units
from tests.db.flows.shipping.test_order_addresses import PARIS
from tests.db.flows.stage import Stage

AT_HOME = {"tax_rates": [{"name": "VAT", "rate": 19_000, "region": "DE"}], "region": "DE"}


@pytest.mark.parametrize(
    ("said", "older"), [({"address": PARIS}, False), ({"address": PARIS}, True),
                        ({"region": "FR"}, False)],
)  # fmt: skip
async def test_its_coupon_and_its_lines_change_and_it_is_not_taxed(
    stage: Stage, said: dict[str, Any], older: bool
) -> None:
    await charge(stage, **AT_HOME)
    buyer, goods = a_customer(), await new_goods(stage, 5, price=1000)
    coupon = await new_coupon(stage, buyer)
    placed = await place(stage, Caller(buyer), cart_of(goods), choice=Choice(**said))
    if older:  # nothing was kept of where it goes but its address
        sql = "UPDATE orders SET breakdown = NULL WHERE id = $1"
        await stage.database.pool.execute(sql, placed.order_id)
    figures = []
    for one in (coupon, None):
        await change_coupon(stage, Caller(buyer), placed.order_id, one)
        order = await order_now(stage, placed)
        figures.append((order.total, order.tax))
    line = LineEdited(goods.product_id, goods.variant_id, 2)
    await edit_lines(stage, STAFF, order.id, LinesWanted(order.reservation_id, (line,)))
    order = await order_now(stage, placed)
    assert [*figures, (order.total, order.tax)] == [(900, 0), (1000, 0), (2000, 0)]


async def test_the_difference_of_an_exchange_is_not_taxed_either(
    stage: Stage,
) -> None:
    await charge(stage, **AT_HOME)
    buyer, (small, large) = a_customer(), await in_sizes(stage, 500, 700)
    placed = await place(stage, Caller(buyer), cart_of(small), choice=Choice(address=PARIS))
    await confirm(stage, buyer, placed, await pay_for(stage, buyer, placed))
    await complete(stage, STAFF, placed.order_id)
    wanted = {0: large.variant_id}
    (asked,) = await ask_for(stage, Caller(buyer), placed.order_id, {0: units(1)}, "", wanted)
    await received(stage, asked)
    await inspect(stage, STAFF, asked, {0: Came(1)})
    done = await last_return(stage, await order_now(stage, placed))
    sent = await stage.orders.get(exchange_order(done))
    assert sent is not None
    assert (done.due, sent.total, sent.tax) == (200, 200, 0)
