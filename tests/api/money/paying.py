"""How a buyer pays: by card at once or on Stripe's page, out of a wallet, by points, by a
certificate, or by several of these together; and what of each goes back."""

import random
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from tests.api.hooks.stripe_shop import pays_there
from tests.api.money.opening import POINT
from tests.api.money.parts import OWN, Part
from tests.api.money.prepaid import Due, Prepaid
from tests.api.money.wares import Shop, Visit
from tests.api.shop.wallet_buyers import balance, fill, member
from tests.support.market import Buyer, expect
from tests.support.stripe import StripeServer

__all__ = ["Purse", "guests_purse", "opened_purse"]

Json = dict[str, Any]
PURSE: Final = 1_000_000
CARDS: Final = ("demo", "stripe")
LEAST: Final = 50
"""The least that Stripe charges."""


@dataclass
class Purse:
    """What one buyer pays with, of their ``own`` as well; ``parts`` are all that they paid."""

    shop: Shop
    buyer: Buyer
    stripe: StripeServer
    prepaid: list[Prepaid]
    parts: list[Part] = field(default_factory=list)
    own: Sequence[str] = OWN

    async def pay(self, order: Json, chance: random.Random, due: Due | None = None) -> list[Part]:
        """All of the order, by what comes up; the parts in the order in which they were paid.
        ``due``: of a session."""
        total = order["total"]
        own = [] if due is None else self._of_sessions(due, chance)
        own += self._of_ones_own(total - sum(one.amount for one in own), chance)
        rest = total - sum(one.amount for one in own)
        card = chance.choice(CARDS) if rest >= LEAST else "demo"
        found = [*own, *([Part(card, rest, rest)] if rest else [])]
        await self._paid(order, own, found[-1])
        self.parts += found
        return found

    def _of_sessions(self, due: Due, chance: random.Random) -> list[Part]:
        """By what is for sessions alone, half of the time."""
        may = [one for one in self.prepaid if due.pays(one) and one.left(self.parts)]
        found = list[Part]()
        for one in chance.sample(may, min(len(may), chance.choice((0, 0, 1, 2)))):
            if due.most <= 0:
                break
            most = self._most(due, one)
            amount = chance.choice((most, chance.randint(min(most, 1), most)))
            if amount:
                units = due.units(amount, one)
                found.append(Part(one.kind, amount, units, grant=one.grant, of_service=True))
                due = due.after(found[-1])
        return found

    def ways(self, due: Due, chance: random.Random) -> list[Prepaid]:
        """Some that could pay for a session of which that is due."""
        may = [one for one in self.prepaid if due.pays(one) or not one.for_sessions]
        may = [one for one in may if one.left(self.parts)]
        return chance.sample(may, min(len(may), chance.choice((0, 1, 1, 2))))

    def as_much(self, ways: Sequence[Prepaid], due: Due, total: int) -> list[Part]:
        """Each of these as much as it can, a card the rest; they are paid so."""
        found = list[Part]()
        for one in ways:
            left = total - sum(part.amount for part in found)
            amount = min(left, one.left(self.parts))
            if one.for_sessions:
                amount = min(left, self._most(due, one)) if due.pays(one) else 0
            if amount > 0:
                units = due.units(amount, one)
                part = Part(one.kind, amount, units, grant=one.grant, of_service=one.for_sessions)
                due = due.after(part) if one.for_sessions else due
                found.append(part)
                self.parts.append(part)
        left = total - sum(part.amount for part in found)
        return [*found, *([Part("demo", left, left)] if left else [])]

    def _most(self, due: Due, one: Prepaid) -> int:
        """What is left of it pays."""
        left = one.left(self.parts)
        return bisect_right(range(due.most + 1), left, key=lambda at: due.units(at, one)) - 1

    def _of_ones_own(self, total: int, chance: random.Random) -> list[Part]:
        kinds = chance.sample(self.own, min(chance.choice((0, 0, 1, 1, 2, 3)), len(self.own)))
        found, left = list[Part](), total
        for kind in kinds:
            if not left:
                break
            of, most = "", left
            if kind == "certificate":
                may = [one for one in self.prepaid if self._is_any(one)]
                if not may:
                    continue
                some = chance.choice(may)
                of, most = some.grant, min(left, some.left(self.parts))
            amount = chance.choice((most, chance.randint(1, most)))
            units = amount // POINT if kind == "points" else amount
            amount = units * POINT if kind == "points" else amount
            if units:
                found.append(Part(kind, amount, units, grant=of))
                left -= amount
        return found

    def _is_any(self, one: Prepaid) -> bool:
        """It pays for anything, and something is left."""
        return not one.for_sessions and one.left(self.parts) > 0

    async def _paid(self, order: Json, own: Sequence[Part], last: Part) -> None:
        asked: Json = {"reservationId": order["reservationId"]}
        if last.is_card:
            asked["provider"] = last.kind
        if own:
            named = {one.grant: one.named for one in self.prepaid}
            asked["sources"] = [
                {"kind": one.kind, "amount": one.amount, **named.get(one.grant, {})} for one in own
            ]
            payment = expect(await self.buyer.post("/api/payments/mix", asked))
        else:
            payment = expect(await self.buyer.post("/api/payments", asked))
        if last.kind == "stripe":
            name = pays_there(self.stripe, payment)
            last.intent = str(self.stripe.book.session(name)["payment_intent"])
        expect(await self.buyer.create(order, payment))

    async def differs(self) -> list[str]:
        """How what is left in it differs from what ought to be."""
        units = {"wallet": "EUR", "points": "PTS"}
        there = {one: await balance(self.buyer, units[one]) for one in units if one in self.own}
        found = []
        for each in self.prepaid:
            left, ought = await each.said(), each.left(self.parts)
            if left != ought:
                found.append(f"{left} of {each.units} {each.kind} are left, {ought} are to be")
        for kind, left in there.items():
            ought = PURSE - sum(one.out for one in self.parts if one.kind == kind)
            if left != ought:
                found.append(f"{left} is left of {kind}, {ought} is to be")
        return found


def guests_purse(shop: Shop, visit: Visit, stripe: StripeServer) -> Purse:
    """Somebody without an account, who has nothing but what others give them."""
    return Purse(shop, visit(shop.market), stripe, [], own=("certificate",))


async def opened_purse(shop: Shop, visit: Visit, stripe: StripeServer) -> Purse:
    """Somebody new, with as much of each."""
    buyer = await member(shop.market, visit, PURSE)
    await fill(buyer, PURSE, "PTS")
    email = expect(await buyer.get("/api/session"))["user"]["email"]
    asked = {"packageId": shop.package, "email": email, "reason": "a present"}
    (given,) = expect(shop.market.staff.post("/api/staff/prepaid", json=asked), 201)["grants"]
    return Purse(shop, buyer, stripe, [Prepaid(buyer, given["id"], "certificate", PURSE)])
