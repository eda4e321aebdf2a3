"""A small shop with something of everything, for an audit that is to notice whatever is broken."""

from dataclasses import dataclass, replace
from uuid import UUID

from holdfast.flows.checkout.basket import Amount
from holdfast.flows.checkout.place import Placed, place
from holdfast.flows.checkout.prices import Choice
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import scoped_key
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.ending.complete import complete_command
from holdfast.flows.ending.parcels import parcels_now
from holdfast.flows.payments.refund_at_provider import refund
from holdfast.flows.settlement.pay import begin_payment
from holdfast.flows.staff.orders import refund as refund_by_staff
from holdfast.flows.wallets.top_ups import begin_top_up, paid_top_up
from holdfast.flows.wallets.wallets import correct, top_up
from holdfast.ledger import Command, Deposit
from holdfast.people import Principal, user_owner
from tests.db.flows.buying import (
    Goods,
    a_customer,
    cart_of,
    confirm,
    new_goods,
    order_now,
    pay_for,
    reserve,
    sweep_all,
)
from tests.db.flows.coupons import new_coupon
from tests.db.flows.purses import buy, new_wallet, treasury_of
from tests.db.flows.stage import Stage
from tests.support.provider import HttpProvider

__all__ = ["STAFF", "history"]

STAFF = Principal(user_owner(UUID(int=1)), "user", frozenset({"manager"}))


@dataclass
class _Writer:
    """Names the ids of what it did."""

    stage: Stage
    ids: dict[str, str]

    async def paid(
        self, name: str, *goods: Goods, quantity: int = 1, coupon: bool = False
    ) -> tuple[Principal, Placed]:
        """An order paid through a provider, reserved under a key."""
        stage, buyer = self.stage, a_customer()
        coupon_id = await new_coupon(stage, buyer, quantity=3) if coupon else None
        key = scoped_key("reserve", buyer.id, name, b"")
        caller, cart = Caller(buyer, f"r-{name}", key), cart_of(*goods, quantity=quantity)
        reserved = await place(stage, caller, cart, choice=Choice(coupon_id))
        payment = await pay_for(stage, buyer, reserved)
        await confirm(stage, buyer, reserved, payment)
        self.ids |= {
            name: str(reserved.order_id),
            f"{name}_hold": str(reserved.reservation_id),
            f"{name}_payment": str(payment.payment_id),
            f"{name}_owner": buyer.id,
        }
        if coupon_id is not None:
            self.ids[f"{name}_coupon"] = str(coupon_id)
        return buyer, reserved

    async def ended(self, name: str, goods: Goods) -> tuple[Principal, Placed]:
        """A reservation whose time is over, by its own clock; not paid for."""
        stage, buyer = self.stage, a_customer()
        brief = replace(stage, hold_seconds=0.01)
        reserved = await place(brief, Caller(buyer), cart_of(goods))
        self.ids[name] = str(reserved.order_id)
        while (await order_now(stage, reserved)).status == "pending":
            await sweep_all(stage)
        return buyer, reserved


async def history(stage: Stage) -> dict[str, str]:
    """Write it; ids by name (``card``, ``card_hold``, ``card_payment`` ...)."""
    made = _Writer(stage, {})
    ids = made.ids
    tea, cup = await new_goods(stage, 50), await new_goods(stage, 50)
    ids["tea"], ids["cup"] = str(tea.variant_id), str(cup.variant_id)
    ids["idle"] = str((await new_goods(stage, 7)).variant_id)

    await made.paid("card", tea, cup, quantity=2)
    await made.paid("couponed", tea, coupon=True)
    _, reserved = await made.paid("delivered", tea)
    order = await order_now(stage, reserved)
    now = await parcels_now(stage, order)
    await stage.ledger.commit(complete_command(Caller(STAFF, "r-complete"), order, now))
    for name in ("refunded", "refunding"):
        buyer, reserved = await made.paid(name, cup)
        await cancel(stage, Caller(buyer, f"r-{name}"), order_id=reserved.order_id)
    await refund(stage, UUID(ids["refunded_payment"]))
    _, reserved = await made.paid("parted", tea)
    await refund_by_staff(stage, Caller(STAFF), reserved.order_id, 120, "chipped")

    await made.ended("expired", cup)
    await _rescued(made, cup)
    buyer = a_customer()
    reserved = await reserve(stage, buyer, tea)
    await cancel(stage, Caller(buyer), order_id=reserved.order_id)
    ids["cancelled"] = str(reserved.order_id)

    buyer = a_customer()
    key = scoped_key("reserve", buyer.id, "open", b"")
    reserved = await place(stage, Caller(buyer, "r-open", key=key), cart_of(tea))
    ids["open"], ids["open_hold"] = str(reserved.order_id), str(reserved.reservation_id)
    stage.provider.begins = "pending"
    ids["open_payment"] = str((await pay_for(stage, buyer, reserved)).payment_id)
    stage.provider.begins = "succeeded"
    unkeyed = await reserve(stage, a_customer(), tea)
    ids["unkeyed_hold"] = str(unkeyed.reservation_id)
    await _in_parts(made, tea)
    await _wallets(made, tea)
    return ids


async def _rescued(made: _Writer, goods: Goods) -> None:
    stage, buyer = made.stage, a_customer()
    brief = replace(stage, hold_seconds=1.0)
    reserved = await place(brief, Caller(buyer), cart_of(goods))
    payment = await begin_payment(brief, Caller(buyer), reserved.reservation_id, "scripted")
    while (await order_now(stage, reserved)).status == "pending":
        await sweep_all(stage)
    await confirm(stage, buyer, reserved, payment)
    made.ids["rescued"] = str(reserved.order_id)


async def _in_parts(made: _Writer, goods: Goods) -> None:
    """One order that is paid, and one of which something is due."""
    stage, buyer = made.stage, a_customer()
    for name, amounts in (("half", (30,)), ("parts", (30, None))):
        reserved = await reserve(stage, buyer, goods)
        caller = Caller(buyer)
        for amount in amounts:
            part = await begin_payment(
                stage, caller, reserved.reservation_id, "scripted", amount=amount
            )
            await confirm(stage, buyer, reserved, part)
            made.ids[f"{name}_payment"] = str(part.payment_id)
        made.ids[name] = str(reserved.order_id)


async def _wallets(made: _Writer, goods: Goods) -> None:
    """Filled by a payment, by staff, for nothing; bought from, and given back into."""
    stage, ids = made.stage, made.ids
    buyer, other = a_customer(), a_customer()
    wallet, spare = await new_wallet(stage, buyer, 10_000), await new_wallet(stage, other, 300)
    ids |= {"buyer": buyer.id, "other": other.id}
    ids |= {"wallet": str(wallet.id), "wallet_key": wallet.key}
    ids |= {"spare": str(spare.id), "spare_key": spare.key}
    bank = replace(
        treasury_of(stage),
        providers={"scripted": HttpProvider(stage.provider.url)},
        gives_freely=True,
    )
    begun = await begin_top_up(bank, Caller(buyer), wallet.id, 700, "scripted")
    await paid_top_up(bank, Caller(buyer), wallet.id, 700, begun.payment_id)
    ids["pay_in"] = str(begun.payment_id)
    await top_up(bank, Caller(STAFF), wallet.id, 60)
    await correct(bank, Caller(STAFF), wallet.id, -10, "too much")
    order_id = await buy(stage, buyer, cart_of(goods, quantity=3), request="r-returned")
    await cancel(stage, Caller(buyer), order_id=order_id)
    ids["returned"] = str(order_id)
    await buy(stage, buyer, Amount(250, "EUR", "a lesson"))
    own = await new_goods(stage, 5)
    ids["own"] = str(own.variant_id)
    key = scoped_key("buy", buyer.id, "bought", b"")
    order_id = await buy(stage, buyer, cart_of(own, quantity=2), key=key, request="r-buy")
    order = await stage.orders.get(order_id)
    assert order is not None
    ids["bought"], ids["bought_payment"] = str(order_id), str(order.payment_id)
    await stage.ledger.commit(
        Command((Deposit(f"stock/{ids['idle']}", 3, note="found"),), actor=STAFF.id, request="r-in")
    )
