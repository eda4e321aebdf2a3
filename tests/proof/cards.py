"""Kills while cards are charged, by a provider that answers slowly, and at times not at all.

Buyers pay on Stripe's page, of the test server's, and do after that whatever buyers do: come back,
or never; cancel at that very moment; Stripe's word comes twice, or not at all. Meanwhile the
server, its worker and PostgreSQL are killed. Afterwards every card that was charged has its order
or its refund, none has both, none has neither.

    python -m tests.proof.cards [--checkouts 200] [--rounds 2] [--seed N]
"""

import argparse
import asyncio
import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from typing import Any, Final

import httpx

from tests.proof.audited import audit
from tests.proof.crowd import Answer, Visitor, visitors
from tests.proof.kills import KINDS, opened_ordeal
from tests.support.market import Goods, Market, eventually
from tests.support.postgres import execute, fetch
from tests.support.stripe import StripeServer

__all__ = ["KILLED", "Till", "charge_through_kills", "main"]

CLIENTS: Final = 20
KILLED: Final = ("worker", "postmaster", "server")
SLOW: Final = 0.6
"""Seconds that an answer takes at most, on its way and back, each."""
SILENT: Final = 0.03
"""The share of calls whose answer is lost."""
DECIDED_WITHIN: Final = 300.0
_DECIDED: Final = """
SELECT p.id::text, p.reference, p.status, o.id::text AS order_id, o.status AS order_status,
       o.refund, o.total
FROM payments p JOIN orders o ON o.id = p.subject_id WHERE p.provider = 'stripe'
"""
_OPEN: Final = """
SELECT count(*) FROM payments p JOIN orders o ON o.id = p.subject_id
WHERE p.provider = 'stripe' AND (p.status IN ('pending', 'authorized', 'refunding')
   OR (p.status = 'succeeded' AND o.status = 'pending') OR o.refund = 'begun')
"""
_DUE: Final = """
UPDATE jobs SET next_attempt_at = clock_timestamp() WHERE acquired_token IS NULL
"""


@dataclass
class Till:
    """A market that takes cards, and what its buyers did."""

    market: Market
    stripe: StripeServer
    goods: Goods
    chance: random.Random
    did: Counter[str] = field(default_factory=Counter)
    kills: Counter[str] = field(default_factory=Counter)
    lost: int = 0  # answers of the shop's that did not come, or were 503
    begun: int = 0
    seconds: float = 0.0

    async def check_out(self, visitor: Visitor, number: int) -> None:
        """One buyer, from the goods to whatever they do after they paid."""
        held = await self._ask(visitor, "/api/orders/reserve", {"items": [self.goods.line()]})
        assert held.status == 200, held
        reservation = {"reservationId": held.body["reservationId"]}
        page = await self._page_of(visitor, reservation)
        self.begun += 1
        does = list(DEEDS)[number % len(DEEDS)]
        self.did[does] += 1
        await DEEDS[does](self, visitor, held.body, page)

    async def _page_of(self, visitor: Visitor, reservation: dict[str, Any]) -> dict[str, Any]:
        """The payment, once the buyer knows where to pay."""
        key = f"pay-{reservation['reservationId']}"
        while True:
            begun = await self._ask(
                visitor, "/api/payments", {**reservation, "provider": "stripe"}, key
            )
            assert begun.status == 200, begun
            if "nextAction" in begun.body:
                found: dict[str, Any] = begun.body
                return found
            await asyncio.sleep(0.2)  # Stripe's answer was lost: a job asks again

    async def _ask(
        self, visitor: Visitor, path: str, body: object, key: str | None = None
    ) -> Answer:
        answer = await visitor.insist(path, body, key, self._note)
        assert answer.status < 500, answer
        return answer

    def _note(self, answer: Answer) -> None:
        self.lost += answer.status in (0, 503)

    async def keep_checking_out(self, visitor: Visitor, numbers: Iterator[int]) -> None:
        for number in numbers:
            await self.check_out(visitor, number)

    async def kill_meanwhile(self, checkouts: int, rounds: int) -> None:
        """Evenly, each when the one before is over."""
        kinds = KILLED * rounds
        for place, kind in enumerate(kinds, 1):
            while self.begun < checkouts * place // (len(kinds) + 1):
                await asyncio.sleep(0.01)
            await KINDS[kind](self.market)
            await asyncio.to_thread(self.market.server.wait_ready)
            self.kills[kind] += 1

    # --- what buyers do -------------------------------------------------------------------------

    async def comes_back(
        self, visitor: Visitor, held: dict[str, Any], payment: dict[str, Any]
    ) -> None:
        await self._pay(payment)
        asked = {"reservationId": held["reservationId"], "paymentId": payment["paymentId"]}
        await self._ask(visitor, "/api/orders/create", asked)

    async def is_gone(self, _: Visitor, __: dict[str, Any], payment: dict[str, Any]) -> None:
        """And Stripe says nothing: that the order is paid is for the shop to find out."""
        await self._pay(payment)

    async def is_told_of(self, _: Visitor, __: dict[str, Any], payment: dict[str, Any]) -> None:
        """Twice; Stripe would say it again to a shop that does not hear."""
        session = await self._pay(payment)
        for _try in range(2):
            await asyncio.to_thread(self._tell, session)

    async def changes_their_mind(
        self, visitor: Visitor, held: dict[str, Any], payment: dict[str, Any]
    ) -> None:
        """The order is cancelled in one tab while it is paid in another."""
        order = {"orderId": held["orderId"]}
        await asyncio.gather(self._pay(payment), self._ask(visitor, "/api/orders/cancel", order))

    async def leaves(self, visitor: Visitor, held: dict[str, Any], _: dict[str, Any]) -> None:
        """Without paying: the page is called off."""
        await self._ask(visitor, "/api/orders/cancel", {"orderId": held["orderId"]})

    async def _pay(self, payment: dict[str, Any]) -> dict[str, Any]:
        name = payment["nextAction"]["redirectUrl"].rpartition("/")[2]
        await asyncio.sleep(self.chance.random() * 0.2)  # a moment nobody chose
        await asyncio.to_thread(self.stripe.visit, name, "pay")
        return self.stripe.book.session(name)

    def _tell(self, session: dict[str, Any]) -> None:
        with suppress(httpx.HTTPError):
            self.stripe.send(self.market.url, "checkout.session.completed", session)

    # --- the proof ------------------------------------------------------------------------------

    async def decided(self, *, hurried: bool) -> None:
        """Nothing is left to be found out. ``hurried``: every timer's time has come."""

        async def nothing_is_open() -> bool:
            if hurried:
                await execute(self.market.database_url, _DUE)
                await asyncio.sleep(0.5)  # a pace: what is due again is looked for, not hurried on
            ((count,),) = await fetch(self.market.database_url, _OPEN)
            return bool(count == 0)

        await eventually(nothing_is_open, DECIDED_WITHIN, "every payment is decided")

    async def prove(self) -> Counter[str]:
        """What became of each card that was charged."""
        url = self.market.database_url
        rows = {row["reference"]: row for row in await fetch(url, _DECIDED)}
        found: Counter[str] = Counter()
        kept_of: Counter[str] = Counter()
        for session in self.stripe.book.sessions.values():
            row = rows.get(session["id"])
            charged = session["payment_intent"]
            assert row is not None, f"nobody knows of {session['id']}, {session['status']}"
            if charged is None:
                assert session["status"] == "expired", (session["status"], dict(row))
                found["not charged"] += 1
                continue
            back = self.stripe.book.given_back(charged)
            total = session["amount_total"]
            has_order = row["order_status"] in ("paid", "completed") and row["refund"] == "none"
            assert (back == 0) if has_order else (back == total), (dict(row), back, total)
            kept_of[row["order_id"]] += total - back
            found["has its order" if has_order else "has its refund"] += 1
        for row in rows.values():
            paid = row["order_status"] in ("paid", "completed")
            assert kept_of[row["order_id"]] == (row["total"] if paid else 0), dict(row)
        units = found["has its order"]
        assert self.market.stock(self.goods) == (self.begun - units, 0)
        audit(self.market)
        return found

    def __str__(self) -> str:
        did = ", ".join(f"{count} {what}" for what, count in sorted(self.did.items()))
        kills = ", ".join(f"{kind} {count}x" for kind, count in sorted(self.kills.items()))
        return (
            f"{self.begun} checkouts by card in {self.seconds:.0f} s: {did}; {self.lost} answers of"
            f" the shop's lost; killed: {kills}"
        )


Deed = Callable[[Till, Visitor, dict[str, Any], dict[str, Any]], Awaitable[None]]
DEEDS: Final[dict[str, Deed]] = {
    "come back": Till.comes_back,
    "are gone": Till.is_gone,
    "are told of by Stripe": Till.is_told_of,
    "change their mind": Till.changes_their_mind,
    "leave": Till.leaves,
}


async def charge_through_kills(
    market: Market, stripe: StripeServer, *, checkouts: int, rounds: int, seed: int, hurried: bool
) -> tuple[Till, Counter[str]]:
    """Run it and check everything; what the buyers did, and what became of the cards."""
    till = Till(market, stripe, market.goods(checkouts), random.Random(seed))
    began = time.monotonic()
    stripe.slow, stripe.silent = SLOW, SILENT
    try:
        async with visitors(market.url, CLIENTS) as crowd, asyncio.TaskGroup() as group:
            numbers = iter(range(checkouts))
            for visitor in crowd:
                group.create_task(till.keep_checking_out(visitor, numbers))
            group.create_task(till.kill_meanwhile(checkouts, rounds))
        await till.decided(hurried=hurried)
    finally:
        stripe.slow = stripe.silent = 0.0
    ends = await till.prove()
    till.seconds = time.monotonic() - began
    return till, ends


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--checkouts", type=int, default=200)
    words.add_argument("--rounds", type=int, default=2)
    words.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    asked = words.parse_args()
    print(f"seed {asked.seed}")
    with ExitStack() as stack:
        stripe = stack.enter_context(StripeServer.running())
        market = opened_ordeal(stack, stripe.settings)
        till, ends = asyncio.run(
            charge_through_kills(
                market, stripe, checkouts=asked.checkouts, rounds=asked.rounds, seed=asked.seed,
                hurried=False,
            )
        )  # fmt: skip
    print(till)
    print(", ".join(f"{count} {end}" for end, count in sorted(ends.items())))
    print("every card that was charged has its order or its refund, none both; audit clean")


if __name__ == "__main__":
    main()
