"""Staff at work while everybody buys: orders leave and are completed, what comes back is looked at,
goods move from one warehouse to another, files of counts go in, sellers are paid out."""

import asyncio
import csv
import io
import random
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, TypeAlias
from uuid import uuid4

from tests.proof.crowd import Answer, Visitor
from tests.proof.own_books import Books
from tests.proof.wares import Wares

__all__ = ["Desk"]

Json: TypeAlias = dict[str, Any]
STAFF: Final = {"email": "manager@example.com", "password": "holdfast-manager"}
RETURNS, TRANSFERS = "/api/staff/returns", "/api/staff/transfers"
IMPORTS, PAYOUTS = "/api/staff/imports", "/api/staff/payouts"
COLUMNS: Final = (
    "Handle", "Title", "Option1 Name", "Option1 Value", "Variant Price", "Variant Inventory Qty",
)  # fmt: skip
POLLS: Final = 600


class Desk:
    """One of staff."""

    def __init__(self, visitor: Visitor, wares: Wares, books: Books, seed: str) -> None:
        self.visitor, self.wares, self.books = visitor, wares, books
        self.chance = random.Random(seed)
        self.lorries: list[str] = []

    async def log_in(self) -> None:
        logged_in = await self.visitor.insist("/api/session/login", STAFF)
        assert logged_in.status == 200, logged_in

    async def work(self) -> None:
        """One thing of many."""
        deeds, weights = list(DEEDS), list(DEEDS.values())
        (deed,) = self.chance.choices(deeds, weights)
        await deed(self)

    async def tidy(self) -> None:
        """Nothing is left open that holds anything: what came is looked at, the rest is refused."""
        while rows := (await self._get(f"{RETURNS}?status=open&limit=100"))["returns"]:
            for row in rows:
                await self._see_to(row, last=True)
        for order in sorted(self.books.desk.due):
            await self._call_off(f"/api/staff/orders/{order}")

    async def _call_off(self, path: str) -> None:
        """If nobody has paid it by now; who is paying is waited for."""
        for _ in range(POLLS):
            if (await self._get(path))["order"]["status"] != "pending":
                return
            await self._do("call off", f"{path}/cancel", {"reason": "nobody pays it"})
            await asyncio.sleep(0.1)
        raise AssertionError(f"{path} is pending for ever")

    async def _do(self, deed: str, path: str, body: Any) -> Answer:
        answer = await self.visitor.insist(path, body, str(uuid4()))
        self.books.note(path, answer)
        if answer.status < 300:
            self.books.did[f"staff: {deed}"] += 1
        return answer

    async def _get(self, path: str) -> Json:
        """Until it is answered."""
        while (answer := await self.visitor.get(path)).status in (0, 503):
            await asyncio.sleep(0.1)
        assert answer.status == 200, f"{path}: {answer}"
        found: Json = answer.body
        return found

    def _paid(self) -> str | None:
        return self.chance.choice(sorted(self.books.paid)) if self.books.paid else None

    # --- orders --------------------------------------------------------------------------------

    async def complete(self) -> None:
        if order := self._paid():
            await self._do("complete", f"/api/staff/orders/{order}/complete", None)

    async def send_off(self) -> None:
        """Packed, sent and, mostly, delivered."""
        if not (order := self._paid()):
            return
        path = f"/api/staff/orders/{order}/parcels"
        packed = await self._do("pack", path, {"packed": True})
        if packed.status != 200:
            return
        parcel = packed.body["order"]["parcels"][-1]["id"]
        await self._do("ship", f"{path}/{parcel}/ship", {"carrier": "Post"})
        if self.chance.random() < 0.8:
            await self._do("deliver", f"{path}/{parcel}/deliver", None)

    async def refund(self) -> None:
        if not (order := self._paid()):
            return
        amount = self.chance.randint(1, 60)
        asked: Json = {"amount": amount, "reason": "kindness"}
        if units := self.chance.random() < 0.3:
            asked = {"lines": [{"line": 0, "quantity": 1}], "reason": "torn"}
        done = await self._do("refund", f"/api/staff/orders/{order}/refund", asked)
        if done.status == 200 and not units:
            self.books.desk.given[order] += amount

    # --- what comes back -----------------------------------------------------------------------

    async def see_to_a_return(self) -> None:
        if rows := (await self._get(f"{RETURNS}?status=open&limit=100"))["returns"]:
            await self._see_to(self.chance.choice(rows))

    async def _see_to(self, row: Json, *, last: bool = False) -> None:
        path = f"{RETURNS}/{row['id']}"
        if row["status"] == "received":
            await self._look_at(path)
        elif last or self.chance.random() < 0.1:
            await self._do("refuse a return", f"{path}/refuse", {"reason": "worn"})
        elif row["status"] == "requested":
            await self._do("approve a return", f"{path}/approve", {})
        else:
            await self._do("receive a return", f"{path}/receive", None)

    async def _look_at(self, path: str) -> None:
        """All of it came, mostly, or less; some of that is broken."""
        chance, lines = self.chance, []
        for line in (await self._get(path))["return"]["lines"]:
            came = line["quantity"] if chance.random() < 0.8 else chance.randint(0, 1)
            broken = min(came, chance.choice((0, 0, 1)))
            lines.append(
                {"line": line["line"], "restocked": came - broken, "writtenOff": broken}
                | ({"fault": "torn"} if broken else {})
            )
        asked = {
            "lines": lines,
            "exchange": chance.random() < 0.9,
            "locationId": chance.choice(self.wares.places),
        }
        done = await self._do("look at a return", f"{path}/inspect", asked)
        if done.status != 200:
            return
        shown = done.body["return"]
        self.books.desk.inspected(shown)
        if (wanted := shown["exchange"]) and wanted["orderId"]:
            free = wanted["due"] is None
            self.books.did["exchanged for nothing" if free else "exchanged for more"] += 1
            self.books.orders.add(wanted["orderId"])
            (self.books.paid if free else self.books.desk.due).add(wanted["orderId"])

    # --- goods ---------------------------------------------------------------------------------

    async def count(self) -> None:
        """More or fewer."""
        variant = self.chance.choice(self.wares.all).variant_id
        change, many = self.chance.choice((("deposit", 2), ("withdraw", 1)))
        path = f"/api/staff/variants/{variant}/stock"
        place = {"locationId": self.chance.choice(self.wares.places)}
        done = await self._do("count", path, {change: many, "reason": "counted"} | place)
        if done.status == 200:
            self.books.stocked[variant] += many if change == "deposit" else -many

    def _way(self) -> Json:
        here, there = self.chance.sample(self.wares.places, 2)
        many = self.chance.randint(1, 8)
        return {
            "fromLocationId": here,
            "toLocationId": there,
            "quantity": many,
            "reason": "is sold there",
        }

    async def move_at_once(self) -> None:
        variant = self.chance.choice(self.wares.all).variant_id
        await self._do("move", f"/api/staff/variants/{variant}/transfers", self._way())

    async def send_a_lorry(self) -> None:
        variant = self.chance.choice(self.wares.all).variant_id
        sent = await self._do("send", TRANSFERS, {"variantId": variant} | self._way())
        if sent.status == 201:
            self.lorries.append(sent.body["id"])
            self.books.desk.lost[sent.body["id"]] = 0

    async def meet_a_lorry(self) -> None:
        """Two at once now and then: one says that it arrives, one calls it back."""
        if not self.lorries:
            return
        lorry = self.chance.choice(self.lorries)
        if self.chance.random() < 0.3:
            await asyncio.gather(self._arrives(lorry), self._called_back(lorry))
        elif self.chance.random() < 0.2:
            await self._called_back(lorry)
        else:
            await self._arrives(lorry)

    async def _arrives(self, lorry: str) -> None:
        lost = self.chance.choice((0, 0, 1))
        asked: Json = {"came": self.chance.randint(1, 4), "lost": lost}
        asked |= {"reason": "fell off"} if lost else {}
        met = await self._do("take in", f"{TRANSFERS}/{lorry}/arrive", asked)
        if met.status == 200:
            self.books.desk.lost[lorry] += lost

    async def _called_back(self, lorry: str) -> None:
        await self._do("call back", f"{TRANSFERS}/{lorry}/cancel", {"reason": "wrong way"})

    async def count_by_file(self) -> None:
        """Checked, let in, and waited for."""
        some = self.chance.sample(sorted(self.wares.sheets), 3)
        counts = {variant: self.chance.randint(15, 45) for variant in some}
        for variant, units in counts.items():
            self.books.desk.counts.setdefault(variant, set()).add(units)
        file = io.StringIO()
        rows = csv.writer(file)
        rows.writerow(COLUMNS)
        rows.writerows([*self.wares.sheets[variant], counts[variant]] for variant in some)
        begun = await self.visitor.insist(
            f"{IMPORTS}?name=counts.csv", file.getvalue().encode(), str(uuid4())
        )
        self.books.note(IMPORTS, begun)
        if begun.status != 202 or not (path := await self._read(begun)):
            return
        asked = {"setStock": True, "locationId": self.chance.choice(self.wares.places)}
        if (gone := await self._do("count by file", f"{path}/go", asked)).status != 202:
            return
        await self._read(gone)
        done = (await self._get(path))["import"]
        if done["state"] == "done" and done["tries"] == 1:
            for one in done["report"]["stock"]["moved"]:
                seen = (one["variantId"], one["before"], one["after"])
                self.books.desk.moved[seen] += 1

    async def _read(self, begun: Answer) -> str:
        """Its address, once it was read to the end."""
        path = f"{IMPORTS}/{begun.body['import']['id']}"
        for _ in range(POLLS):
            found = (await self._get(path))["import"]
            if found["state"] in ("done", "failed"):
                self.books.did[f"file {found['phase']}: {found['state']}"] += 1
                return path if found["state"] == "done" else ""
            await asyncio.sleep(0.1)
        raise AssertionError(f"an import is never read to its end: {found}")

    # --- sellers -------------------------------------------------------------------------------

    async def pay_out(self) -> None:
        seller = self.chance.choice(self.wares.sellers)
        made = await self._do(
            "pay out", f"/api/staff/sellers/{seller}/payouts", {"currency": "EUR"}
        )
        if made.status == 201:
            self.books.desk.payouts[made.body["id"]] = (made.body["amount"], "proposed")

    async def settle_a_payout(self) -> None:
        """It was sent, or bounced; both at once now and then."""
        if not self.books.desk.payouts:
            return
        payout = self.chance.choice(sorted(self.books.desk.payouts))
        ways = self.chance.choice((("paid",), ("paid",), ("failed",), ("paid", "failed")))
        await asyncio.gather(*(self._settle(payout, way) for way in ways))

    async def _settle(self, payout: str, way: str) -> None:
        asked = {"reference": "SEPA 7"} if way == "paid" else {"reason": "no such account"}
        if (await self._do(f"payout {way}", f"{PAYOUTS}/{payout}/{way}", asked)).status == 200:
            self.books.desk.settled(payout, way)


Deed = Callable[[Desk], Awaitable[None]]
DEEDS: Final[Mapping[Deed, int]] = {
    Desk.complete: 4, Desk.send_off: 3, Desk.refund: 2, Desk.see_to_a_return: 8, Desk.count: 3,
    Desk.move_at_once: 3, Desk.send_a_lorry: 2, Desk.meet_a_lorry: 3, Desk.count_by_file: 1,
    Desk.pay_out: 2, Desk.settle_a_payout: 2,
}  # fmt: skip
