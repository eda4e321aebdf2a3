"""The difference of an exchange goes to another address at the price it has, and nowhere else."""

import pytest
from msgspec.structs import replace

from holdfast.flows.checkout.change_delivery import Delivered
from holdfast.flows.shipping.readdressing import AddressElsewhere, AddressFixed, readdress
from holdfast.shipping import decode_address
from tests.db.flows.buying import confirm, order_now, pay_for
from tests.db.flows.checkout.test_prices import charge, promote
from tests.db.flows.returning.test_dearer_exchanges import waiting
from tests.db.flows.shipping.test_order_addresses import BERLIN, PARIS, POST, VAT
from tests.db.flows.stage import Stage


async def test_it_costs_what_it_did_wherever_it_goes(stage: Stage) -> None:
    await charge(stage, region="DE")
    one = await waiting(stage)
    before = await order_now(stage, one.sent)
    # What the shop takes, and takes off, by now is not for it.
    await charge(stage, region="DE", tax_rates=VAT, shipping_methods=[POST])
    await promote(stage, value=50)
    await readdress(stage, one.buyer, before.id, Delivered(address=BERLIN))
    moved = await order_now(stage, one.sent)
    assert moved.address_text is not None
    assert decode_address(moved.address_text) == BERLIN
    assert (moved.total, moved.tax, moved.hold_id) == (400, 0, before.hold_id)
    assert moved.breakdown == before.breakdown
    with pytest.raises(AddressElsewhere):
        await readdress(stage, one.buyer, before.id, Delivered(address=PARIS))
    with pytest.raises(AddressFixed):
        await readdress(stage, one.buyer, before.id, Delivered(method="post"))
    payment = await pay_for(stage, one.buyer.principal, one.sent)
    await confirm(stage, one.buyer.principal, one.sent, payment)
    bonn = replace(BERLIN, postal_code="53111", city="Bonn")
    await readdress(stage, one.buyer, before.id, Delivered(address=bonn))
