"""One order's life: bought this way or that, sent, refunded, sent back, in any order; and beside it
what a plain model says of its money and its units."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Any, Final

from holdfast.flows.checkout.place import Placed, place
from holdfast.flows.checkout.prices import Choice
from holdfast.flows.commit.caller import Caller
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.ending.cancel_units import cancel_units
from holdfast.flows.fulfilment import packing
from holdfast.flows.payments.begin import PaymentBegun
from holdfast.flows.returning.asking import approve, ask_for, call_off, receive, refuse_return
from holdfast.flows.returning.inspecting import Came, inspect
from holdfast.flows.settlement.confirm import confirm_order
from holdfast.flows.settlement.pay import begin_payment
from holdfast.flows.shop_parts import ShopParts
from holdfast.flows.staff.orders import complete, refund, retry_refund
from holdfast.fulfilment import Parcel, parcels_of
from holdfast.kit import Problem
from holdfast.orders import Order
from holdfast.people import Principal
from holdfast.returns import Return, ReturnLine, returns_of
from holdfast.wallets import Wallet
from tests.db.flows.buying import Goods, a_customer, cart_of, refundable_of
from tests.db.flows.coupons import new_coupon
from tests.db.flows.purses import balance_of, new_wallet
from tests.db.flows.selling.model import Line, Sale
from tests.db.flows.stage import select
from tests.sim.order_world import BOUGHT, SHARES, STAFF, OrderWorld

__all__ = ["Life"]

PURSE: Final = 1_000_000
_NEXT: Final = {
    "requested": ("yes", "yes", "yes", "no", "keep"),
    "approved": ("came", "came", "came", "no"),
    "received": ("inspect",),
}
"""What becomes of a return, as it stands; of one that has ended nothing more."""


@dataclass
class Life:
    """``sale`` is what it came to once it was paid; nothing if it never was."""

    world: OrderWorld = field(repr=False)
    buyer: Principal = field(default_factory=a_customer)
    goods: list[Goods] = field(default_factory=list)
    placed: Placed | None = None
    wallet: Wallet | None = None
    sale: Sale | None = None
    gone: bool = False  # cancelled after it was paid
    off: dict[int, int] = field(default_factory=dict)  # of each line, cancelled alone

    # --- bought -------------------------------------------------------------------------------

    async def begin(self) -> None:
        """Placed, and paid or not."""
        world, chance = self.world, self.world.chance
        self.goods = chance.sample(list(world.goods), chance.randint(1, 3))
        cart = [line for one in self.goods for line in cart_of(one, quantity=chance.randint(1, 3))]
        coupon = await new_coupon(world.stage, self.buyer) if chance.random() < 0.15 else None
        by_wallet, brief = chance.random() < 0.3, chance.random() < 0.1
        if by_wallet:
            self.wallet = await new_wallet(world.stage, self.buyer, PURSE)

        async def step(parts: ShopParts, caller: Caller) -> Placed:
            if brief:
                parts = replace(parts, hold_seconds=0.02)
            return await place(parts, caller, cart, wallet=by_wallet, choice=Choice(coupon))

        try:
            self.placed = await world.told(self.buyer, step)
        except Problem:
            return  # too few are left
        if not by_wallet and not brief:
            await self._pay()
            await world.work(self.placed.reservation_id)
        await self._learn()

    async def plain(self) -> None:
        """Some of the first goods, paid by card, sent, and a little of it refunded: what there is
        in any world."""
        self.goods = list(self.world.goods)[:1]
        cart = cart_of(*self.goods, quantity=3)
        self.placed = await self.world.told(
            self.buyer, lambda parts, caller: place(parts, caller, cart)
        )
        await self._pay_part(None, "succeeded")
        await self._learn()
        await self._sent()
        await self._refund_sum()
        await self.tidy()

    async def _pay(self) -> None:
        """At once, in two parts, or only the first of them; the provider says yes, no or later."""
        chance = self.world.chance
        parts = (None,) if chance.random() < 0.7 else (chance.randint(1, 40), None)
        for amount in parts:
            answers = ["succeeded"] * 6 + ["failed", "pending"]
            if await self._refused(self._pay_part(amount, chance.choice(answers))):
                return
            if chance.random() < 0.1:
                return

    async def _pay_part(self, amount: int | None, answer: Any) -> None:
        assert self.placed is not None
        reservation = self.placed.reservation_id

        async def begin(parts: ShopParts, caller: Caller) -> PaymentBegun:
            return await begin_payment(parts, caller, reservation, "scripted", amount=amount)

        begun = await self.world.told(self.buyer, begin)
        self.world.bank.decide(reservation, answer)
        await self.world.told(
            self.buyer,
            lambda parts, caller: confirm_order(parts, caller, reservation, begun.payment_id),
        )

    async def _learn(self) -> None:
        """What was bought, if it is paid by now."""
        if not (order := await self.order()).is_paid or self.sale is not None:
            return
        lines = []
        bought = await select(self.world.stage, BOUGHT, order.id)
        for goods, (quantity, paid) in zip(self.goods, bought, strict=True):
            terms = self.world.goods[goods]
            lines.append(Line(terms.seller, quantity, paid, terms.rate, terms.fixed))
            self.world.sold[goods] += quantity
        self.sale = Sale(lines, order.total - sum(one.paid for one in lines))

    async def order(self) -> Order:
        assert self.placed is not None
        order = await self.world.stage.orders.get(self.placed.order_id)
        assert order is not None
        return order

    # --- what becomes of it ---------------------------------------------------------------------

    async def go_on(self) -> None:
        """What buyers and staff do with it, in any order; then all is done that was begun."""
        if self.placed is None:
            return
        chance = self.world.chance
        if (await self.order()).is_pending:
            await self._refused(self._cancel())
        steps: list[Callable[[], Awaitable[None]]] = [
            self._pack, self._pack, self._parcel, self._parcel, self._parcel, self._parcel,
            self._parcel, self._complete, self._refund_units, self._refund_sum, self._ask,
            self._ask, self._ask, self._return, self._return, self._return, self._return,
            self._return, self._cancel, self._cancel_units, self._cancel_units,
        ]  # fmt: skip
        if self.sale is not None and chance.random() < 0.6:
            await self._refused(self._complete() if chance.random() < 0.5 else self._sent())
        for _ in range(chance.randint(0, 14) if self.sale is not None else 0):
            if self.gone:
                break
            step = chance.choice(steps)
            if not await self._refused(step()):
                self.world.outcomes[step.__name__] += 1
        await self.tidy()

    async def _refused(self, step: Awaitable[object]) -> bool:
        return await self.world.refused(step)

    async def _do(self, step: Callable[..., Awaitable[Any]], *said: Any, **also: Any) -> Any:
        """By staff, of this order."""
        order = (await self.order()).id
        return await self.world.told(
            STAFF, lambda parts, caller: step(parts, caller, order, *said, **also)
        )

    async def _cancel(self) -> None:
        order_id = (await self.order()).id
        await self.world.told(
            self.buyer, lambda parts, caller: cancel(parts, caller, order_id=order_id)
        )
        self._all_back()

    def _all_back(self) -> None:
        """But for what came back before."""
        if self.sale is None:
            return
        self.gone = True
        for at, goods in enumerate(self.goods):
            self.world.sold[goods] -= self.sale.lines[at].quantity - self.off.get(at, 0)

    async def _cancel_units(self) -> None:
        """By its buyer or by staff; what a refund of a sum left of their money goes back."""
        assert self.sale is not None
        units, order_id = self._some(), (await self.order()).id
        who, why = (self.buyer, None) if self.world.chance.random() < 0.5 else (STAFF, "torn")
        done = await self.world.told(
            who, lambda parts, caller: cancel_units(parts, caller, order_id, units, why)
        )
        if done.whole:
            self._all_back()
            return
        paid, left = self.sale.take_back(units), self.sale.paid - self.sale.given
        assert done.refunded == paid or left < paid > done.refunded
        self.sale.given += done.refunded
        for line, many in units.items():
            self.off[line] = self.off.get(line, 0) + many
            self.world.sold[self.goods[line]] -= many

    async def _pack(self) -> None:
        some = self._some() if self.world.chance.random() < 0.5 else None
        await self._do(packing.make_parcel, some, packed=self.world.chance.random() < 0.7)

    async def _parcel(self) -> None:
        order, chance = await self.order(), self.world.chance
        parcels = (await parcels_of(self.world.stage.database.pool, [order.id]))[order.id]
        if not parcels:
            return
        one: Parcel = chance.choice(parcels)
        match chance.choice(("pick", "ship", "ship", "deliver", "deliver", "fail", "apart")):
            case "pick":
                await self._do(packing.pick, one.id)
            case "ship":
                await self._do(packing.ship, one.id, "Post", None)
            case "deliver":
                await self._do(packing.deliver, one.id)
            case "fail":
                await self._do(packing.fail, one.id, "lost")
            case "apart":
                await self._do(packing.take_apart, one.id)

    async def _sent(self) -> None:
        """All that is left, to its door."""
        await self._do(packing.make_parcel, None, packed=True)
        pool, order = self.world.stage.database.pool, await self.order()
        *_, parcel = (await parcels_of(pool, [order.id]))[order.id]
        await self._do(packing.ship, parcel.id, "Post", None)
        await self._do(packing.deliver, parcel.id)

    async def _complete(self) -> None:
        await self._do(complete)

    def _some(self) -> dict[int, int]:
        """Units of some lines."""
        assert self.sale is not None
        chance, lines = self.world.chance, self.sale.lines
        few = chance.sample(range(len(lines)), chance.randint(1, len(lines)))
        return {line: chance.randint(1, lines[line].quantity) for line in few}

    async def _refund_units(self) -> None:
        units = self._some()
        await self._do(refund, units, "kindness")
        assert self.sale is not None
        self.sale.given += self.sale.take_back(units)

    async def _refund_sum(self) -> None:
        amount = self.world.chance.randint(1, 300)
        await self._do(refund, amount, "late")
        assert self.sale is not None
        self.sale.given += amount

    async def _ask(self) -> None:
        order_id = (await self.order()).id
        lines = {line: ReturnLine(units, "other") for line, units in self._some().items()}
        await self.world.told(
            self.buyer, lambda parts, caller: ask_for(parts, caller, order_id, lines, "")
        )

    async def _return(self) -> None:
        found = await returns_of(self.world.stage.database.pool, (await self.order()).id)
        if not found:
            return
        one = self.world.chance.choice(found)
        match self.world.chance.choice(_NEXT.get(one.status, ("inspect", "keep"))):
            case "yes":
                await self._of_return(one, approve, "")
            case "no":
                await self._of_return(one, refuse_return, "worn")
            case "came":
                await self._of_return(one, receive)
            case "keep":
                await self._of_return(one, call_off)
            case "inspect":
                await self._inspect(one)

    async def _of_return(
        self, found: Return, step: Callable[..., Awaitable[Any]], *said: Any, **also: Any
    ) -> None:
        await self.world.told(
            STAFF, lambda parts, caller: step(parts, caller, found.id, *said, **also)
        )

    async def _inspect(self, found: Return) -> None:
        chance, sale = self.world.chance, self.sale
        assert sale is not None
        came = {}
        for line, one in found.lines.items():
            whole = chance.randint(0, one.quantity)
            broken = chance.randint(0, whole)
            came[line] = Came(whole - broken, broken, "torn" if broken else "")
        units = {line: one.restocked + one.written_off for line, one in came.items()}
        deduct = chance.choice((0, 0, 1, 40))
        await self._of_return(found, inspect, came, deduct=deduct, deduction="used" * bool(deduct))
        sale.given += sale.take_back(units) - deduct
        for line, goods in enumerate(self.goods):
            self.world.sold[goods] -= units.get(line, 0)

    # --- done ------------------------------------------------------------------------------------

    async def tidy(self) -> None:
        """What was begun is done: refunds too, however often the provider says no."""
        if self.placed is None:
            return
        while self.wallet is None:
            await self.world.work(self.placed.reservation_id)
            if (await self.order()).refund != "failed":
                break
            await self._do(retry_refund)
        await self._learn()

    async def books(self) -> None:
        """What the bank and the wallet say that the shop has of it is what the model says, and what
        the ledger would still refund. What the bank refused to give back, it has."""
        if self.placed is None:
            return
        tries = await self.world.stage.payments.of_order(self.placed.order_id)
        left = sum([await refundable_of(self.world.stage, one.id) for one in tries])
        stuck = sum(one.amount for one in tries if one.refund_refused)
        if self.wallet is not None:
            has = PURSE - await balance_of(self.world.stage, self.wallet)
        else:
            has = self.world.bank.took(self.placed.reservation_id)
        said = f"{has} by the bank, of that {stuck} in vain, {left} by the ledger: {self} {tries}"
        if self.sale is None or self.gone:
            assert (has, left) == (stuck, 0), said
            return
        self.sale.given -= self.world.bank.kept(tries)
        assert has == self.sale.paid - self.sale.given + stuck, said
        if self.sale.given:  # before the first refund there is no such account
            assert left <= has, said
        self.sale.done = (await self.order()).is_completed

    async def shares(self) -> None:
        """What its sellers have of it is what the model says."""
        if self.placed is None or self.sale is None:
            return
        rows = await select(self.world.stage, SHARES, self.placed.order_id)
        parts = self.sale.parts() if self.sale.done else {}
        said = {seller: parts.get(seller, (0, 0)) for seller, *_ in rows}
        found = {row[0]: tuple(row[1:]) for row in rows}
        assert found == said, f"{found} is not {said}: {self}"
