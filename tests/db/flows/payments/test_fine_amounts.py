"""What a provider's units cannot say is not begun there: it would be declined, and what is held let
go, though any other way to pay would have done."""

from dataclasses import replace

import pytest

from holdfast.flows.commit.caller import Caller
from holdfast.flows.payments.providers import AmountTooFine
from holdfast.flows.payments.sources import Source
from holdfast.flows.settlement.confirm import confirm_order
from holdfast.flows.settlement.mixing import pay_mixed
from holdfast.flows.settlement.pay import begin_payment
from holdfast.flows.wallets.top_ups import begin_top_up
from tests.db.flows.buying import a_customer, new_goods, reserve, state_now, stock_of
from tests.db.flows.purses import balance_of, new_wallet, treasury_of
from tests.db.flows.stage import Stage
from tests.support.provider import HttpProvider

PRICE = 1234


class Coarse(HttpProvider):
    """Of dinars it takes hundredths, of which there are thousandths."""

    def smallest(self, currency: str, /) -> int:
        return 10 if currency == "KWD" else 1


@pytest.fixture
def coarse(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Coarse:
    """The shop is paid by it."""
    made = Coarse(stage.provider.url)
    assert isinstance(stage.providers, dict)
    monkeypatch.setitem(stage.providers, "scripted", made)
    return made


@pytest.mark.usefixtures("coarse")
async def test_an_order_that_cannot_be_paid_so_waits_to_be_paid_otherwise(stage: Stage) -> None:
    goods, buyer = await new_goods(stage, 1, price=PRICE, currency="KWD"), a_customer()
    reserved = await reserve(stage, buyer, goods)
    by = Caller(buyer)
    for amount in (None, 1001):
        with pytest.raises(AmountTooFine) as refused:
            await begin_payment(stage, by, reserved.reservation_id, "scripted", amount=amount)
        assert refused.value.extra == {"least": 10}
    assert await state_now(stage, reserved) == ("pending", None, "none")
    assert await stock_of(stage, goods) == (0, 1)
    assert stage.provider.asked == 0

    wallet = await new_wallet(stage, buyer, 204, "KWD")
    hold, own = reserved.reservation_id, Source("wallet", amount=203)
    with pytest.raises(AmountTooFine):
        await pay_mixed(stage, by, hold, [own], "scripted")
    assert await balance_of(stage, wallet) == 204
    begun = await pay_mixed(stage, by, hold, [Source("wallet", amount=204)], "scripted")
    await confirm_order(stage, by, hold, begun.payment_id)
    assert await state_now(stage, reserved) == ("paid", None, "none")
    assert [one["amount"] for one in stage.provider.asked_with] == [1030]


async def test_no_more_is_paid_into_a_wallet_than_can_be_asked_for(
    stage: Stage, coarse: Coarse
) -> None:
    buyer = a_customer()
    treasury = replace(treasury_of(stage), providers={"scripted": coarse})
    wallet = await new_wallet(stage, buyer, 0, "KWD")
    with pytest.raises(AmountTooFine):
        await begin_top_up(treasury, Caller(buyer), wallet.id, 5, "scripted")
    assert (await begin_top_up(treasury, Caller(buyer), wallet.id, 50, "scripted")).payment_id
