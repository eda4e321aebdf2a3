"""Everything that moves goods, money, coupons or time, by buyers and at the desk, at once and
at random, while connections are cut, workers are killed and PostgreSQL's sessions end. Who asks
repeats with one key until there is an answer, and notes it; afterwards those books are held to the
shop's (tests/proof/own_books.py).

    python -m tests.proof.everything [--seconds 120] [--clients 24] [--kill-every 8] [--seed N]
"""

import argparse
import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from contextlib import ExitStack, suppress
from typing import Any, Final, TypeAlias
from uuid import uuid4

import asyncpg

from tests.proof.crowd import Answer, Visitor, visitors
from tests.proof.desk import Desk
from tests.proof.kills import KINDS
from tests.proof.own_books import Books, prove
from tests.proof.stampede import market_of_workers
from tests.proof.wares import laid_out
from tests.support.flash_sales import new_sale
from tests.support.market import PRICE, Market, expect
from tests.support.photo_studio import PhotoStudio, set_up
from tests.support.straight import insert_user
from tests.support.stripe import StripeServer
from tests.support.studio import day_ahead

__all__ = ["SETTINGS", "everything", "main"]

SETTINGS: Final = {"HOLDFAST_HOLD_SECONDS": "5"}
UNITS, COUPONS, ALLOTTED, BEGUN_WITH = 40, 10, 6, 20_000
STAFF: Final = 3
ENOUGH, PATIENT = 150, 30.0
"""Answers that prove something, and seconds that a machine which is busy otherwise has for them."""
CUT, AGAIN = 0.08, 0.08
"""Shares of the requests: whose connection is cut, and that are repeated though answered."""
KILLED: Final = ("worker", "backend", "backend", "postmaster")
STEPS: Final = [{"minutes": 4 * 24 * 60, "percent": 50}]

Json: TypeAlias = dict[str, Any]


class Shop:
    """What there is, and what was answered."""

    def __init__(self, market: Market, stripe: StripeServer, seed: int) -> None:
        self.market, self.stripe, self.seed = market, stripe, seed
        self.wares = laid_out(market, UNITS)
        self.goods = self.wares.all
        self.sale = new_sale(market, self.goods[0], ALLOTTED, perCustomer=2)
        campaign = {"name": "All", "rule": "percent", "value": 10, "quantity": COUPONS}
        made = market.staff.post("/api/staff/coupon-campaigns", json=campaign)
        self.campaign = expect(made, 201)["campaign"]["id"]
        self.house: PhotoStudio = set_up(market, policy={"steps": STEPS, "moveMinutes": 0})
        self.books = Books(Counter({one.variant_id: UNITS for one in self.goods}))
        self.stopping = False


class Somebody:
    """A client with a wallet; all that a deed needs."""

    def __init__(self, shop: Shop, visitor: Visitor, number: int) -> None:
        self.shop, self.visitor, self.books = shop, visitor, shop.books
        self.chance = random.Random(f"{shop.seed}-{number}")
        self.wallet = ""
        self.held: list[Json] = []
        self.orders: list[str] = []
        self.bookings: list[str] = []
        self.coupons: list[str] = []
        self.sent_back: list[str] = []
        self.returns: list[str] = []

    async def begin(self) -> None:
        opened = await self.visitor.post("/api/wallets", {"currency": "EUR"}, str(uuid4()))
        self.wallet = opened.body["wallet"]["id"]
        await self.top_up(BEGUN_WITH)

    async def ask(self, path: str, body: Any) -> Answer:
        """Until there is an answer, with one key; now and then cut off first, or asked again."""
        key, chance = str(uuid4()), self.chance
        if chance.random() < CUT:
            try:
                async with asyncio.timeout(chance.choice((0.002, 0.02, 0.1))):
                    await self.visitor.post(path, body, key)
            except TimeoutError:
                self.books.did["cut"] += 1
        answer = await self.visitor.insist(path, body, key)
        self.books.note(path, answer)
        if answer.status < 300 and chance.random() < AGAIN:
            again = await self.visitor.insist(path, body, key)
            self.books.must_agree(path, answer, again)
        return answer

    async def live(self) -> None:
        deeds, weights = list(DEEDS), list(DEEDS.values())
        while not self.shop.stopping:
            (deed,) = self.chance.choices(deeds, weights)
            await deed(self)

    # --- goods ---------------------------------------------------------------------------------

    def lines(self) -> list[Json]:
        some = self.chance.sample(self.shop.goods, self.chance.choice((1, 1, 2)))
        return [one.line(self.chance.randint(1, 2)) for one in some]

    def wanted(self) -> Json:
        coupon = self.coupons and self.chance.random() < 0.5
        more = {"couponId": self.chance.choice(self.coupons)} if coupon else {}
        return {"items": self.lines(), **more}

    async def reserve(self) -> None:
        held = await self.ask("/api/orders/reserve", self.wanted())
        if held.status == 200:
            self.books.orders.add(held.body["orderId"])
            self.held.append(held.body)

    async def pay(self) -> None:
        if not self.held:
            await self.reserve()
        if self.held:
            await self._pay(self.held.pop(self.chance.randrange(len(self.held))))

    async def pay_twice(self) -> None:
        if self.held:
            held = self.held.pop()
            await asyncio.gather(self._pay(held), self._pay(held))

    async def _pay(self, held: Json) -> None:
        asked: Json = {"reservationId": held["reservationId"]}
        if self.chance.random() < 0.5:
            ways = ("success", "success", "duplicate", "decline", "late", "redirect")
            asked |= {"provider": "demo", "scenario": self.chance.choice(ways)}
        else:
            asked |= {"provider": "stripe"}
        begun = await self.ask("/api/payments", asked)
        if begun.status != 200:
            return
        self.orders.append(held["orderId"])
        if asked["provider"] == "stripe" and begun.body.get("nextAction"):
            page = begun.body["nextAction"]["redirectUrl"].rpartition("/")[2]
            paying = asyncio.to_thread(self.shop.stripe.visit, page, "pay")
            if self.chance.random() < 0.3:  # in one tab, and in another
                await asyncio.gather(paying, self._cancel(held["orderId"]))
            else:
                await paying
        made = {"reservationId": held["reservationId"], "paymentId": begun.body["paymentId"]}
        created = await self.ask("/api/orders/create", made)
        if created.status == 200:
            self.books.paid.add(held["orderId"])

    async def buy_from_wallet(self) -> None:
        bought = await self.ask("/api/orders", {**self.wanted(), "paymentMethod": "wallet"})
        self._bought(bought)

    async def buy_in_sale(self) -> None:
        path = f"/api/flash-sales/{self.shop.sale['id']}/purchase"
        self._bought(await self.ask(path, {"quantity": 1, "paymentMethod": "wallet"}))

    def _bought(self, bought: Answer) -> None:
        if bought.status == 201:
            self.books.orders.add(bought.body["orderId"])
            self.books.paid.add(bought.body["orderId"])
            self.orders.append(bought.body["orderId"])

    async def cancel(self) -> None:
        if self.orders or self.held:
            held = [one["orderId"] for one in self.held]
            await self._cancel(self.chance.choice(self.orders + held))

    async def _cancel(self, order: str) -> None:
        gone = await self.ask(f"/api/orders/{order}/cancel", {})
        if gone.status == 200:
            self.books.cancelled.add(order)

    async def cancel_a_unit(self) -> None:
        if self.orders:
            units = {"lines": [{"line": 0, "quantity": 1}]}
            await self.ask(f"/api/orders/{self.chance.choice(self.orders)}/cancel-units", units)

    async def send_back(self) -> None:
        """Some of a line; another size in place of it, mostly, where there are sizes."""
        if not self.orders:
            return
        order = self.chance.choice(self.orders)
        seen = await self.visitor.get(f"/api/orders/{order}")
        if seen.status != 200 or not (items := seen.body["order"]["items"]):
            return
        line = self.chance.randrange(len(items))
        asked: Json = {"line": line, "quantity": self.chance.randint(1, 2), "reason": "other"}
        others = self.shop.wares.sizes_beside(items[line]["variantId"])
        if others and self.chance.random() < 0.8:
            asked["exchangeFor"] = self.chance.choice(others)
        back = await self.ask(f"/api/orders/{order}/returns", {"lines": [asked]})
        if back.status == 201:
            self.books.did["to be exchanged" if "exchangeFor" in asked else "sent back"] += 1
            self.sent_back.append(order)
            self.returns += [one["id"] for one in back.body["returns"]]

    async def keep_it(self) -> None:
        if self.returns:
            await self.ask(f"/api/returns/{self.chance.choice(self.returns)}/cancel", {})

    async def pay_difference(self) -> None:
        if not self.sent_back:
            return
        path = f"/api/orders/{self.chance.choice(self.sent_back)}/returns"
        seen = await self.visitor.get(path)
        for one in seen.body["returns"] if seen.status == 200 else ():
            if one["exchange"] and one["exchange"]["due"]:
                new = await self.visitor.get(f"/api/orders/{one['exchange']['orderId']}")
                if new.status == 200 and new.body["order"]["status"] == "pending":
                    self.books.did["difference to be paid"] += 1
                    order = new.body["order"]
                    await self._pay(order | {"orderId": order["id"]})

    async def coupon(self) -> None:
        given = await self.ask(f"/api/coupon-campaigns/{self.shop.campaign}/coupons", {})
        if given.status in (200, 201):
            self.books.coupons.add(given.body["coupon"]["id"])
            self.coupons = [given.body["coupon"]["id"]]

    async def top_up(self, amount: int = 0) -> None:
        amount = amount or self.chance.randint(1, 3 * PRICE)
        path = f"/api/wallets/{self.wallet}/top-ups"
        if (await self.ask(path, {"amount": amount})).status == 200:
            self.books.topped[self.wallet] += amount

    # --- time ----------------------------------------------------------------------------------

    def at(self) -> str:
        return f"{day_ahead(self.chance.randint(2, 6))}T{self.chance.randint(9, 17):02}:00"

    async def book(self) -> None:
        asked = {"serviceId": self.shop.house.service, "start": self.at(), "length": 60}
        held = await self.ask("/api/bookings/hold", asked)
        if held.status == 200:
            self.books.orders.add(held.body["orderId"])
            self.bookings.append(held.body["bookingId"])
            if self.chance.random() < 0.8:
                await self._pay(held.body)

    async def move(self) -> None:
        if self.bookings:
            path = f"/api/bookings/{self.chance.choice(self.bookings)}/move"
            await self.ask(path, {"start": self.at()})

    async def cancel_booking(self) -> None:
        if self.bookings:
            await self.ask(f"/api/bookings/{self.chance.choice(self.bookings)}/cancel", {})


Deed = Callable[[Somebody], Awaitable[None]]
DEEDS: Final[Mapping[Deed, int]] = {
    Somebody.reserve: 3, Somebody.pay: 6, Somebody.pay_twice: 1, Somebody.buy_from_wallet: 3,
    Somebody.buy_in_sale: 2, Somebody.cancel: 3, Somebody.cancel_a_unit: 2, Somebody.coupon: 1,
    Somebody.top_up: 1, Somebody.book: 4, Somebody.move: 2, Somebody.cancel_booking: 1,
    Somebody.send_back: 6, Somebody.keep_it: 1, Somebody.pay_difference: 4,
}  # fmt: skip


async def keep_shop(desk: Desk, shop: Shop) -> None:
    while not shop.stopping:
        await desk.work()


async def kill_meanwhile(shop: Shop, every: float) -> None:
    chance = random.Random(f"{shop.seed}-kills")
    while not shop.stopping:
        kind = chance.choice(KILLED)
        with suppress(asyncpg.PostgresConnectionError, asyncpg.CannotConnectNowError, OSError):
            await KINDS[kind](shop.market)  # unless it is still rising from the last time
            shop.books.did[f"{kind} killed"] += 1
        await asyncio.to_thread(shop.market.server.wait_ready)
        await asyncio.sleep(every * (0.5 + chance.random()))  # a moment nobody chose


async def everything(
    market: Market, stripe: StripeServer, *, seconds: float, clients: int, every: float, seed: int
) -> Books:
    """Run it and check everything; the books."""
    shop = await asyncio.to_thread(Shop, market, stripe, seed)
    async with visitors(market.url, clients + STAFF) as everybody:
        crowd, staff = everybody[:clients], everybody[-1]  # who logged in, on several machines
        desks = [Desk(staff, shop.wares, shop.books, f"{seed}-staff-{at}") for at in range(STAFF)]
        await desks[0].log_in()
        people = [Somebody(shop, visitor, number) for number, visitor in enumerate(crowd)]
        for one in people:
            one.visitor.bearer = (await insert_user(market.server.database_url))[1]
            await one.begin()
        async with asyncio.TaskGroup() as group:
            for one in people:
                group.create_task(one.live())
            for desk in desks:
                group.create_task(keep_shop(desk, shop))
            group.create_task(kill_meanwhile(shop, every))
            await asyncio.sleep(seconds)  # for so long it goes on, and until enough was answered
            with suppress(TimeoutError):
                async with asyncio.timeout(PATIENT):
                    while shop.books.did["answered"] < ENOUGH:
                        await asyncio.sleep(0.2)
            shop.stopping = True
        await desks[0].tidy()
    await prove(market, stripe, shop.books)
    return shop.books


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--seconds", type=float, default=120)
    words.add_argument("--clients", type=int, default=24)
    words.add_argument("--kill-every", type=float, default=8, help="seconds, about")
    words.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    asked = words.parse_args()
    print(f"seed {asked.seed}")
    with ExitStack() as stack:
        stripe = stack.enter_context(StripeServer.running())
        market = market_of_workers(stack, 2, SETTINGS | stripe.settings)
        how = {"seconds": asked.seconds, "clients": asked.clients, "every": asked.kill_every}
        print(asyncio.run(everything(market, stripe, **how, seed=asked.seed)))


if __name__ == "__main__":
    main()
