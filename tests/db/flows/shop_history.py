"""A small shop with something of everything, for an audit that is to notice whatever is broken."""

from dataclasses import dataclass, replace
from uuid import UUID

from holdfast.flows.checkout.basket import Amount
from holdfast.flows.checkout.place import Placed, place
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import scoped_key
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.ending.complete import complete_command
from holdfast.flows.payments.refund_at_provider import refund
from holdfast.flows.settlement.pay import begin_payment
from holdfast.flows.staff.orders import refund as refund_by_staff
from holdfast.flows.wallets.top_ups import begin_top_up, paid_top_up
from holdfast.flows.wallets.wallets import correct, top_up
from holdfast.ledger import Command, Deposit
from holdfast.people import Principal, user_owner
from tests.db.flows.conftest import Goods, World, buy, cart_of
from tests.support.provider import HttpProvider

__all__ = ["STAFF", "history"]

STAFF = Principal(user_owner(UUID(int=1)), "user", frozenset({"manager"}))


@dataclass
class _Writer:
    """Names the ids of what it did."""

    world: World
    ids: dict[str, str]

    async def paid(
        self, name: str, *goods: Goods, quantity: int = 1, coupon: bool = False
    ) -> tuple[Principal, Placed]:
        """An order paid through a provider, reserved under a key."""
        world, buyer = self.world, self.world.customer()
        coupon_id = await world.coupon(buyer, quantity=3) if coupon else None
        key = scoped_key("reserve", buyer.id, name, b"")
        caller, cart = Caller(buyer, f"r-{name}", key), cart_of(*goods, quantity=quantity)
        reserved = await place(world.platform, caller, cart, coupon_id=coupon_id)
        payment = await world.pay(buyer, reserved)
        await world.confirm(buyer, reserved, payment)
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
        world, buyer = self.world, self.world.customer()
        brief = replace(world.platform, hold_seconds=0.01)
        reserved = await place(brief, Caller(buyer), cart_of(goods))
        self.ids[name] = str(reserved.order_id)
        while (await world.order(reserved)).status == "pending":
            await world.sweep()
        return buyer, reserved


async def history(world: World) -> dict[str, str]:
    """Write it; ids by name (``card``, ``card_hold``, ``card_payment`` ...)."""
    made = _Writer(world, {})
    ids = made.ids
    tea, cup = await world.goods(50), await world.goods(50)
    ids["tea"], ids["cup"] = str(tea.variant_id), str(cup.variant_id)
    ids["idle"] = str((await world.goods(7)).variant_id)

    await made.paid("card", tea, cup, quantity=2)
    await made.paid("couponed", tea, coupon=True)
    _, reserved = await made.paid("delivered", tea)
    await world.platform.ledger.commit(
        complete_command(Caller(STAFF, "r-complete"), await world.order(reserved))
    )
    for name in ("refunded", "refunding"):
        buyer, reserved = await made.paid(name, cup)
        await cancel(world.platform, Caller(buyer, f"r-{name}"), order_id=reserved.order_id)
    await refund(world.platform, UUID(ids["refunded_payment"]))
    _, reserved = await made.paid("parted", tea)
    await refund_by_staff(world.platform, Caller(STAFF), reserved.order_id, 120, "chipped")

    await made.ended("expired", cup)
    await _rescued(made, cup)
    buyer = world.customer()
    reserved = await world.reserve(buyer, tea)
    await cancel(world.platform, Caller(buyer), order_id=reserved.order_id)
    ids["cancelled"] = str(reserved.order_id)

    buyer = world.customer()
    key = scoped_key("reserve", buyer.id, "open", b"")
    reserved = await place(world.platform, Caller(buyer, "r-open", key=key), cart_of(tea))
    ids["open"], ids["open_hold"] = str(reserved.order_id), str(reserved.reservation_id)
    world.provider.begins = "pending"
    ids["open_payment"] = str((await world.pay(buyer, reserved)).payment_id)
    world.provider.begins = "succeeded"
    unkeyed = await world.reserve(world.customer(), tea)
    ids["unkeyed_hold"] = str(unkeyed.reservation_id)
    await _in_parts(made, tea)
    await _wallets(made, tea)
    return ids


async def _rescued(made: _Writer, goods: Goods) -> None:
    world, buyer = made.world, made.world.customer()
    brief = replace(world.platform, hold_seconds=1.0)
    reserved = await place(brief, Caller(buyer), cart_of(goods))
    payment = await begin_payment(brief, Caller(buyer), reserved.reservation_id, "scripted")
    while (await world.order(reserved)).status == "pending":
        await world.sweep()
    await world.confirm(buyer, reserved, payment)
    made.ids["rescued"] = str(reserved.order_id)


async def _in_parts(made: _Writer, goods: Goods) -> None:
    """One order that is paid, and one of which something is due."""
    world, buyer = made.world, made.world.customer()
    for name, amounts in (("half", (30,)), ("parts", (30, None))):
        reserved = await world.reserve(buyer, goods)
        caller = Caller(buyer)
        for amount in amounts:
            part = await begin_payment(
                world.platform, caller, reserved.reservation_id, "scripted", amount=amount
            )
            await world.confirm(buyer, reserved, part)
            made.ids[f"{name}_payment"] = str(part.payment_id)
        made.ids[name] = str(reserved.order_id)


async def _wallets(made: _Writer, goods: Goods) -> None:
    """Filled by a payment, by staff, for nothing; bought from, and given back into."""
    world, ids = made.world, made.ids
    buyer, other = world.customer(), world.customer()
    wallet, spare = await world.wallet(buyer, 10_000), await world.wallet(other, 300)
    ids |= {"buyer": buyer.id, "other": other.id}
    ids |= {"wallet": str(wallet.id), "wallet_key": wallet.key}
    ids |= {"spare": str(spare.id), "spare_key": spare.key}
    bank = replace(
        world.treasury, providers={"scripted": HttpProvider(world.provider.url)}, gives_freely=True
    )
    begun = await begin_top_up(bank, Caller(buyer), wallet.id, 700, "scripted")
    await paid_top_up(bank, Caller(buyer), wallet.id, 700, begun.payment_id)
    ids["pay_in"] = str(begun.payment_id)
    await top_up(bank, Caller(STAFF), wallet.id, 60)
    await correct(bank, Caller(STAFF), wallet.id, -10, "too much")
    order_id = await buy(world.platform, buyer, cart_of(goods, quantity=3), request="r-returned")
    await cancel(world.platform, Caller(buyer), order_id=order_id)
    ids["returned"] = str(order_id)
    await buy(world.platform, buyer, Amount(250, "EUR", "a lesson"))
    own = await world.goods(5)
    ids["own"] = str(own.variant_id)
    key = scoped_key("buy", buyer.id, "bought", b"")
    order_id = await buy(world.platform, buyer, cart_of(own, quantity=2), key=key, request="r-buy")
    order = await world.platform.orders.get(order_id)
    assert order is not None
    ids["bought"], ids["bought_payment"] = str(order_id), str(order.payment_id)
    await world.platform.ledger.commit(
        Command((Deposit(f"stock/{ids['idle']}", 3, note="found"),), actor=STAFF.id, request="r-in")
    )
