"""A flow is handed the few parts that its room works with, not the whole shop."""

from dataclasses import fields

import pytest

from holdfast.flows.booking.booker import Booker
from holdfast.flows.carting.carting import Carting
from holdfast.flows.checkout.bounds import Bounding
from holdfast.flows.checkout.missing import Missing
from holdfast.flows.checkout.prices import Pricer
from holdfast.flows.checkout.redemption import Redeeming
from holdfast.flows.checkout.till import Till
from holdfast.flows.digital.desk import CodeDesk
from holdfast.flows.fulfilment.dispatch import Dispatch
from holdfast.flows.inventory.stockroom import Stockroom
from holdfast.flows.payments.cashier import Cashier
from holdfast.flows.payments.selling import Selling
from holdfast.flows.promotions.coupon_desk import CouponDesk
from holdfast.flows.settlement.settler import Settler
from holdfast.flows.shop_parts import ShopParts
from holdfast.flows.wallets.treasury import Treasury
from tests.arch.source import modules

PARTS = (
    Booker, Bounding, Carting, Cashier, CodeDesk, CouponDesk, Dispatch, Missing, Pricer, Redeeming,
    Selling, Settler, Stockroom, Till, Treasury,
)  # fmt: skip
MOST = 7


@pytest.mark.parametrize("part", PARTS, ids=[part.__name__ for part in PARTS])
def test_a_part_adds_few_things_to_those_it_is_made_of(part: type) -> None:
    assert len(part.__annotations__) <= MOST


def test_the_whole_adds_nothing_and_no_flow_names_it() -> None:
    assert not ShopParts.__annotations__
    assert {one.name for one in fields(ShopParts)} == {
        name for part in PARTS if part is not Treasury for name in part.__annotations__
    }
    naming = [
        one.label
        for one in modules().values()
        if one.folder == "flows" and "ShopParts" in one.path.read_text()
    ]
    assert naming == ["flows/shop_parts.py"], naming
