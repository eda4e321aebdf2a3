"""How a buyer pays: by card at once or on Stripe's page, out of a wallet, by points, by a
certificate, or by several of these together; and what of each goes back."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from msgspec import Struct

from tests.api.hooks.stripe_shop import pays_there
from tests.api.money.opening import POINT
from tests.api.money.wares import Shop, Visit
from tests.api.shop.wallet_buyers import balance, fill, member
from tests.support.market import Buyer, expect
from tests.support.stripe import StripeServer

__all__ = ["HOURS", "Due", "Hours", "Part", "Purse", "opened_purse"]

Json = dict[str, Any]
PURSE: Final = 1_000_000
CARDS: Final = ("demo", "stripe")
OWN: Final = ("certificate", "points", "wallet")
HOURS: Final = "hours"
LEAST: Final = 50
"""The least that Stripe charges."""


@dataclass
class Part:
    """``amount`` of an order by one ``kind``, which took ``units`` of its own. ``gone`` went back
    of it, ``frozen`` is kept for a bank that decides its ``dispute``, ``lost`` is what banks took;
    ``intent``: what Stripe calls it. ``grant``: whose hours; ``handed``:
    of what was paid by hand."""

    kind: str
    amount: int
    units: int
    intent: str = ""
    gone: int = 0
    frozen: int = 0
    lost: int = 0
    dispute: Json | None = None
    grant: str = ""
    handed: int = 0

    @property
    def left(self) -> int:
        return self.amount - self.gone - self.frozen - self.lost

    @property
    def is_card(self) -> bool:
        """Or by hand: not of what its buyer has with the shop."""
        return self.kind not in (*OWN, HOURS)

    @property
    def out(self) -> int:
        """Units that are not back; a part of one is back as a whole one."""
        return self.units + -self.units * self.gone // self.amount


class Due(Struct, frozen=True):
    """``most`` of what is paid now can be paid by hours, of which all ``minutes`` pay the
    ``price``; hours paid ``before`` of it already."""

    price: int
    minutes: int
    most: int
    before: int

    def units(self, amount: int) -> int:
        """The fewest that pay so much, with those before."""
        until = -(-(self.before + amount) * self.minutes // self.price)
        return max(until + -self.before * self.minutes // self.price, 1)


@dataclass
class Hours:
    """So many minutes that were given, or bought at a ``cost``, of which some were taken back."""

    grant: str
    minutes: int
    cost: int = 0
    returned: int = 0

    def left(self, parts: Sequence[Part]) -> int:
        return self.minutes - self.returned - sum(p.out for p in parts if p.grant == self.grant)


@dataclass
class Purse:
    """What one buyer pays with; ``parts`` are all that they paid."""

    shop: Shop
    buyer: Buyer
    stripe: StripeServer
    grant: str
    parts: list[Part] = field(default_factory=list)
    hours: list[Hours] = field(default_factory=list)

    async def pay(self, order: Json, chance: random.Random, due: Due | None = None) -> list[Part]:
        """All of the order, by what comes up; the parts in the order in which they were paid.
        ``due``: of a session."""
        total = order["total"]
        own = [] if due is None else self._by_hours(due, chance)
        own += self._of_ones_own(total - sum(one.amount for one in own), chance)
        rest = total - sum(one.amount for one in own)
        card = chance.choice(CARDS) if rest >= LEAST else "demo"
        found = [*own, *([Part(card, rest, rest)] if rest else [])]
        await self._paid(order, own, found[-1])
        self.parts += found
        return found

    def _by_hours(self, due: Due, chance: random.Random) -> list[Part]:
        if due.most <= 0 or due.minutes <= 0 or not self.hours or chance.random() < 0.5:
            return []
        amount = chance.choice((due.most, chance.randint(1, due.most)))
        units, one = due.units(amount), chance.choice(self.hours)
        if units > one.left(self.parts):
            return []
        return [Part(HOURS, amount, units, grant=one.grant)]

    def _of_ones_own(self, total: int, chance: random.Random) -> list[Part]:
        kinds = chance.sample(OWN, chance.choice((0, 0, 1, 1, 2, 3)))
        found, left = list[Part](), total
        for kind in kinds:
            if not left:
                break
            amount = chance.choice((left, chance.randint(1, left)))
            units = amount // POINT if kind == "points" else amount
            amount = units * POINT if kind == "points" else amount
            if units:
                found.append(Part(kind, amount, units))
                left -= amount
        return found

    async def _paid(self, order: Json, own: Sequence[Part], last: Part) -> None:
        asked: Json = {"reservationId": order["reservationId"]}
        if last.is_card:
            asked["provider"] = last.kind
        if own:
            asked["sources"] = [
                {"kind": one.kind, "amount": one.amount}
                | ({"grantId": self.grant} if one.kind == "certificate" else {})
                | ({"grantId": one.grant} if one.grant else {})
                for one in own
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
        there = {
            "wallet": await balance(self.buyer),
            "points": await balance(self.buyer, "PTS"),
            "certificate": await self._left_of(self.grant),
        }
        found = []
        for each in self.hours:
            left, ought = await self._left_of(each.grant), each.left(self.parts)
            if left != ought:
                found.append(f"{left} minutes are left, {ought} are to be")
        for kind, left in there.items():
            ought = PURSE - sum(one.out for one in self.parts if one.kind == kind)
            if left != ought:
                found.append(f"{left} is left of {kind}, {ought} is to be")
        return found

    async def _left_of(self, grant: str) -> int:
        return int(expect(await self.buyer.get(f"/api/prepaid/{grant}"))["grant"]["left"])


async def opened_purse(shop: Shop, visit: Visit, stripe: StripeServer) -> Purse:
    """Somebody new, with as much of each."""
    buyer = await member(shop.market, visit, PURSE)
    await fill(buyer, PURSE, "PTS")
    email = expect(await buyer.get("/api/session"))["user"]["email"]
    asked = {"packageId": shop.package, "email": email, "reason": "a present"}
    (given,) = expect(shop.market.staff.post("/api/staff/prepaid", json=asked), 201)["grants"]
    return Purse(shop, buyer, stripe, given["id"])
