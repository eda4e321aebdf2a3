"""How a buyer pays: by card at once or on Stripe's page, out of a wallet, by points, by a
certificate, or by several of these together; and what of each goes back."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from tests.api.hooks.stripe_shop import pays_there
from tests.api.money.opening import POINT
from tests.api.money.wares import Shop, Visit
from tests.api.shop.wallet_buyers import balance, fill, member
from tests.support.market import Buyer, expect
from tests.support.stripe import StripeServer

__all__ = ["Part", "Purse", "opened_purse"]

Json = dict[str, Any]
PURSE: Final = 1_000_000
CARDS: Final = ("demo", "stripe")
OWN: Final = ("certificate", "points", "wallet")
LEAST: Final = 50
"""The least that Stripe charges."""


@dataclass
class Part:
    """``amount`` of an order by one ``kind``, which took ``units`` of its own. ``gone`` went back
    of it, ``frozen`` is kept for a bank that decides its ``dispute``, ``lost`` is what banks took;
    ``intent``: what Stripe calls it."""

    kind: str
    amount: int
    units: int
    intent: str = ""
    gone: int = 0
    frozen: int = 0
    lost: int = 0
    dispute: Json | None = None

    @property
    def left(self) -> int:
        return self.amount - self.gone - self.frozen - self.lost

    @property
    def is_card(self) -> bool:
        """Or by hand: not of what its buyer has with the shop."""
        return self.kind not in OWN

    @property
    def out(self) -> int:
        """Units that are not back; a part of one is back as a whole one."""
        return self.units + -self.units * self.gone // self.amount


@dataclass
class Purse:
    """What one buyer pays with; ``parts`` are all that they paid."""

    shop: Shop
    buyer: Buyer
    stripe: StripeServer
    grant: str
    parts: list[Part] = field(default_factory=list)

    async def pay(self, order: Json, chance: random.Random) -> list[Part]:
        """All of the order, by what comes up; the parts in the order in which they were paid."""
        total = order["total"]
        own = self._of_ones_own(total, chance)
        rest = total - sum(one.amount for one in own)
        card = chance.choice(CARDS) if rest >= LEAST else "demo"
        found = [*own, *([Part(card, rest, rest)] if rest else [])]
        await self._paid(order, own, found[-1])
        self.parts += found
        return found

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
            "certificate": expect(await self.buyer.get(f"/api/prepaid/{self.grant}"))["grant"][
                "left"
            ],
        }
        found = []
        for kind, left in there.items():
            ought = PURSE - sum(one.out for one in self.parts if one.kind == kind)
            if left != ought:
                found.append(f"{left} is left of {kind}, {ought} is to be")
        return found


async def opened_purse(shop: Shop, visit: Visit, stripe: StripeServer) -> Purse:
    """Somebody new, with as much of each."""
    buyer = await member(shop.market, visit, PURSE)
    await fill(buyer, PURSE, "PTS")
    email = expect(await buyer.get("/api/session"))["user"]["email"]
    asked = {"packageId": shop.package, "email": email, "reason": "a present"}
    (given,) = expect(shop.market.staff.post("/api/staff/prepaid", json=asked), 201)["grants"]
    return Purse(shop, buyer, stripe, given["id"])
