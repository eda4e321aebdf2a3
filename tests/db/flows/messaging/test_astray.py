"""Messages that come twice, in another order, of nothing, or that cannot be true: nothing moves."""

import asyncio
from typing import Any

import msgspec
import pytest

from holdfast.flows.commit.caller import Caller
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.messaging.messages import Message, Paid, Refunded, Refused
from holdfast.flows.messaging.post import Letter, Unreadable
from holdfast.flows.messaging.wallet_charges import WalletFull
from holdfast.flows.wallets.wallets import correct, top_up
from holdfast.kit import new_id
from holdfast.ledger import MAX_BALANCE
from holdfast.orders import Order
from holdfast.people import Principal
from tests.db.flows.buying import a_customer, new_goods
from tests.db.flows.messaging.conftest import Shop
from tests.db.flows.purses import balance_of, new_wallet, treasury_of


async def paid_order(shop: Shop) -> tuple[Principal, Order, list[Letter]]:
    """And the letters that led to it."""
    buyer, goods = a_customer(), await new_goods(shop.stage, 3)
    await new_wallet(shop.stage, buyer, 500)
    order = await shop.order(buyer, goods)
    pay = await shop.letter()
    await shop.read(pay)
    paid = await shop.letter()
    await shop.read(paid)
    return buyer, await shop.look(order), [pay, paid]


def changed(shop: Shop, letter: Letter, **fields: Any) -> Letter:
    """The letter with other words, and a good seal."""
    message: Message = shop.opened(letter)
    return shop.sealed(msgspec.structs.replace(message, **fields))


async def refused(shop: Shop, letter: Letter) -> str:
    """The reason; nothing has moved and nobody was told anything."""
    before = await shop.entries()
    with pytest.raises(Unreadable) as told:
        await shop.read(letter)
    assert await shop.entries() == before
    assert await shop.posted() == []
    return str(told.value)


async def test_twice_is_once(shop: Shop) -> None:
    _, order, letters = await paid_order(shop)
    before = await shop.entries()
    for letter in letters * 2:
        assert await shop.read(letter) == "repeated"
    assert await shop.entries() == before
    assert await shop.posted() == []
    assert await shop.look(order) == order


async def test_twice_at_once_is_once(shop: Shop) -> None:
    """As two consumers of one queue would read them."""
    buyer, goods = a_customer(), await new_goods(shop.stage, 3)
    wallet = await new_wallet(shop.stage, buyer, 1000)
    order = await shop.order(buyer, goods)
    while letters := await shop.posted():
        outcomes = await asyncio.gather(*(shop.read(letter) for letter in letters * 4))
        assert sorted(outcomes) == ["done", "repeated", "repeated", "repeated"]
    assert (await shop.look(order)).status == "paid"
    assert await balance_of(shop.stage, wallet) == 500


async def test_refunds_come_twice_and_go_once(shop: Shop) -> None:
    buyer, order, _ = await paid_order(shop)
    await cancel(shop.stage, Caller(buyer), order_id=order.id)
    refund = await shop.letter()
    assert [await shop.read(refund) for _ in range(3)] == ["done", "repeated", "repeated"]
    refunded = await shop.letter()
    assert [await shop.read(refunded) for _ in range(3)] == ["done", "repeated", "repeated"]
    assert await shop.posted() == []


async def test_another_id_for_the_same_payment_takes_nothing(shop: Shop) -> None:
    _, _, (pay, paid) = await paid_order(shop)
    before = await shop.entries()
    assert await shop.read(changed(shop, pay, message_id="pay/again")) == "repeated"
    assert await shop.read(changed(shop, paid, message_id="paid/again")) == "repeated"
    assert await shop.entries() == before


async def test_a_mark_outlives_the_record_of_the_key(shop: Shop) -> None:
    """Records of keys are kept for a day, marks for a month."""
    _, _, letters = await paid_order(shop)
    shop.stage.altered.add("sealed")
    await shop.stage.database.pool.execute("DELETE FROM ledger_idempotency")
    before = await shop.entries()
    for letter in letters:
        assert await shop.read(letter) == "repeated"
    assert await shop.entries() == before


async def test_results_of_payments_that_are_not_ours_are_unknown(shop: Shop) -> None:
    _, _, (_, paid) = await paid_order(shop)
    before = await shop.entries()
    assert await shop.read(changed(shop, paid, payment_id=new_id())) == "unknown"
    assert await shop.entries() == before


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"amount": 499}, "499 is not the payment's amount"),
        ({"owner": "user:somebody"}, "order, owner or currency"),
        ({"currency": "PTS"}, "order, owner or currency"),
        ({"order_id": new_id()}, "order, owner or currency"),
    ],
)
async def test_a_payment_asked_for_with_other_words(
    shop: Shop, fields: dict[str, Any], reason: str
) -> None:
    _, _, (pay, _) = await paid_order(shop)
    assert reason in await refused(shop, changed(shop, pay, message_id="m", **fields))


async def test_a_result_that_is_of_another_order_or_amount(shop: Shop) -> None:
    buyer, goods = a_customer(), await new_goods(shop.stage, 3)
    await new_wallet(shop.stage, buyer, 500)
    order = await shop.order(buyer, goods)
    await shop.read(await shop.letter())
    paid = await shop.letter()
    assert "of another order" in await refused(shop, changed(shop, paid, order_id=new_id()))
    assert "499 EUR were taken" in await refused(shop, changed(shop, paid, amount=499))
    assert "500 PTS were taken" in await refused(shop, changed(shop, paid, currency="PTS"))
    assert (await shop.look(order)).status == "pending"
    assert await shop.read(paid) == "done"


async def test_more_never_goes_back_than_was_paid(shop: Shop) -> None:
    buyer, order, _ = await paid_order(shop)
    await cancel(shop.stage, Caller(buyer), order_id=order.id)
    refund = await shop.letter()
    too_much = changed(shop, refund, message_id="m", amount=501)
    assert "501 is not the payment's amount" in await refused(shop, too_much)
    part = changed(shop, refund, message_id="n", refund_id=new_id(), amount=400)
    assert await shop.read(part) == "done"
    await shop.posted()
    assert "500 are to go back and 100 are left" in await refused(shop, refund)


async def test_a_part_of_what_was_never_paid(shop: Shop) -> None:
    buyer, order, _ = await paid_order(shop)
    await cancel(shop.stage, Caller(buyer), order_id=order.id)
    refund = await shop.letter()
    stray = changed(shop, refund, message_id="m", payment_id=new_id(), amount=1)
    assert "a part is to go back of what was never paid" in await refused(shop, stray)


async def test_results_that_contradict_what_is_known(shop: Shop) -> None:
    _, order, _ = await paid_order(shop)
    payment = await shop.payment(order)
    common: dict[str, Any] = {
        "order_id": order.id, "payment_id": payment.id, "at": order.created_at,
    }  # fmt: skip
    no = shop.sealed(Refused(message_id="m", reason="no-wallet", **common))
    assert "the payment was made before" in await refused(shop, no)
    back = Refunded(message_id="n", refund_id=payment.id, amount=500, currency="EUR", **common)
    assert "nobody asked for the money back" in await refused(shop, shop.sealed(back))
    assert await shop.look(order) == order


async def test_paid_after_refused_cannot_be(shop: Shop) -> None:
    buyer, goods = a_customer(), await new_goods(shop.stage, 3)
    order = await shop.order(buyer, goods)
    await shop.carry()
    payment = await shop.payment(order)
    paid = Paid(
        message_id="m", order_id=order.id, payment_id=payment.id, at=order.created_at,
        amount=500, currency="EUR",
    )  # fmt: skip
    assert "refused before" in await refused(shop, shop.sealed(paid))


async def test_called_off_by_nobody(shop: Shop) -> None:
    buyer, goods = a_customer(), await new_goods(shop.stage, 3)
    order = await shop.order(buyer, goods)
    payment = await shop.payment(order)
    await shop.posted()
    off = Refused(
        message_id="m", order_id=order.id, payment_id=payment.id, at=order.created_at,
        reason="called-off",
    )  # fmt: skip
    assert "nobody called it off" in await refused(shop, shop.sealed(off))


async def test_a_wallet_that_is_full_has_its_money_later(shop: Shop) -> None:
    buyer, order, _ = await paid_order(shop)
    (wallet,) = await treasury_of(shop.stage).wallets.of_owner(buyer.id)
    await top_up(treasury_of(shop.stage), Caller(buyer), wallet.id, MAX_BALANCE)
    await cancel(shop.stage, Caller(buyer), order_id=order.id)
    refund = await shop.letter()
    with pytest.raises(WalletFull):
        await shop.read(refund)
    await correct(treasury_of(shop.stage), Caller(buyer), wallet.id, -1000, "room")
    assert await shop.read(refund) == "done"
    assert await balance_of(shop.stage, wallet) == MAX_BALANCE - 500


async def test_letters_sent_again_after_a_crash_change_nothing(shop: Shop) -> None:
    """A relay died between sending and moving its cursor."""
    _, order, _ = await paid_order(shop)
    before = await shop.entries()
    await shop.stage.database.pool.execute("DELETE FROM event_cursors")
    letters = await shop.posted()
    assert len(letters) == 2
    assert [await shop.read(letter) for letter in letters] == ["repeated", "repeated"]
    assert await shop.entries() == before
    assert await shop.look(order) == order
