"""Somebody of whom everything is kept, by names that nobody else has; and who looks for them in
every text of the database."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx

from tests.api.shop.wallet_buyers import Visit, fill
from tests.support.market import Buyer, Goods, Market, eventually, expect
from tests.support.past_sessions import it_took_place
from tests.support.patience import PATIENCE
from tests.support.people import PASSWORD
from tests.support.photo_studio import PhotoStudio, hold, pay
from tests.support.pictures import png
from tests.support.postgres import execute, fetch

__all__ = ["ASKED", "Leaver", "a_guest_order", "a_leaver", "found_in", "happened", "leave"]

ASKED = {"id": str(uuid4()), "kind": "long", "text": "Who are you?"}
"""What the studio's service asks."""
_HOURS = iter(range(9, 18))
CLOSE = "/api/profile/close"
_COLUMNS = """
SELECT c.table_name, c.column_name FROM information_schema.columns c
JOIN information_schema.tables t USING (table_schema, table_name)
WHERE t.table_type = 'BASE TABLE' AND t.table_schema = current_schema()
  AND c.udt_name IN ('text', 'varchar', 'json', 'jsonb', '_text', 'tsvector', 'name')
  AND NOT EXISTS (SELECT FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhrelid
                  WHERE p.relname = c.table_name)
ORDER BY 1, 2
"""


@dataclass
class Leaver:
    buyer: Buyer
    mark: str
    phone: str
    id: str = ""

    @property
    def name(self) -> str:
        return f"Quilla{self.mark} Vermeer"

    @property
    def email(self) -> str:
        return f"q{self.mark}@mail.example"

    @property
    def address(self) -> dict[str, str]:
        return {
            "country": "NL", "name": self.name, "street": f"Gracht{self.mark} 1",
            "city": "Amsterdam", "postalCode": "1012 JS", "phone": self.phone, "email": self.email,
        }  # fmt: skip

    @property
    def needles(self) -> tuple[str, ...]:
        """By which they are found: of the name and the address alike, and of the phone."""
        return self.mark, self.phone[-7:], f"{self.phone[-7:-4]} {self.phone[-4:]}"


async def a_leaver(market: Market, visit: Visit) -> Leaver:
    """Signed up, at an address that is confirmed."""
    phone = f"+3120{random.choice('346')}{random.randrange(10**6):06}"
    one = Leaver(visit(market), uuid4().hex[:12], phone)
    asked = {"name": one.name, "email": one.email, "password": PASSWORD}
    one.id = expect(await one.buyer.post("/api/signup", asked), 201)["user"]["id"]
    await _confirmed(market, one)
    return one


async def _confirmed(market: Market, one: Leaver) -> None:
    confirm = f"UPDATE users SET email_verified_at = now() WHERE id = '{one.id}'"
    await execute(market.database_url, confirm)


async def happened(market: Market, one: Leaver, studio: PhotoStudio) -> Goods:
    """What a busy customer leaves behind, all of it done; the goods they bought."""
    buyer, staff = one.buyer, market.staff
    text = f"I am {one.name}, call {one.phone[-7:-4]} {one.phone[-4:]} or write to {one.email}"
    await fill(buyer, 100_000)
    goods = market.goods(9)
    asked = {"items": [goods.line()], "shippingAddress": one.address, "paymentMethod": "wallet"}
    order = _done(await buyer.post("/api/orders", asked))["order"]["id"]
    _done(staff.post(f"/api/staff/orders/{order}/notes", json={"text": f"{one.name} rang"}))
    _done(staff.post(f"/api/staff/orders/{order}/complete"))
    _done(await buyer.post("/api/addresses", one.address))
    _done(await buyer.http.put(f"/api/wishes/{goods.product_id}"))
    _done(await buyer.post("/api/cart/items", goods.line()))
    _done(await buyer.post("/api/calendar-links", {"name": one.name}))
    about = f"/api/products/{goods.product_id}"
    kind = {"Content-Type": "image/png"}
    shown = await buyer.http.post(f"{about}/review/pictures", content=png(44), headers=kind)
    review = {"rating": 4, "text": text, "pictures": [_done(shown)["url"]]}
    _done(await buyer.http.put(f"{about}/review", json=review))
    _done(await buyer.http.put(f"{about}/question", json={"text": text}))
    sent = await buyer.http.post("/api/message-photos", content=png(40), headers=kind)
    written = {"productId": goods.product_id, "text": text, "photos": [_done(sent)["id"]]}
    _done(await buyer.post("/api/conversations", written))
    none = market.goods(0)
    _done(await buyer.post("/api/waiting/units", none.line()))
    chosen = f"INSERT INTO analytics_choices (owner, agreed) VALUES ('user:{one.id}', true)"
    await execute(market.database_url, chosen)
    await _a_session(market, one, studio, text)
    changed = {"email": f"old-{one.email}", "currentPassword": PASSWORD}
    _done(await buyer.http.patch("/api/profile", json=changed))
    again = {"email": one.email, "currentPassword": PASSWORD}
    _done(await buyer.http.patch("/api/profile", json=again))
    await _confirmed(market, one)
    return goods


async def _a_session(market: Market, one: Leaver, studio: PhotoStudio, text: str) -> None:
    """That took place, with a wish, an answer and somebody beside; and what staff noted of them."""
    answers = [{"questionId": ASKED["id"], "value": text}]
    held = _done(await hold(one.buyer, studio, 6, next(_HOURS), note=text, answers=answers))
    await pay(one.buyer, held)
    beside = {"name": f"Ben of {one.name}", "email": f"ben-{one.email}"}
    path = f"/api/bookings/{held['bookingId']}/participants"
    _done(await one.buyer.post(path, beside))
    await it_took_place(market.database_url, market.staff, held["bookingId"])
    asked = "SELECT client_id FROM client_accounts WHERE owner = $1"

    async def known() -> Any:
        return await fetch(market.database_url, asked, f"user:{one.id}")

    ((client,),) = await eventually(known, PATIENCE, "who was booked for is a client")
    path = f"/api/staff/clients/{client}"
    read = market.staff.get(path)
    card = {"name": one.name, "email": one.email, "phone": one.phone, "tags": [], "consent": True}
    headers = {"If-Match": read.headers["etag"]}
    _done(market.staff.put(path, json=card, headers=headers))
    _done(market.staff.post(f"{path}/notes", json={"text": text}))


async def a_guest_order(market: Market, one: Leaver, guest: Buyer) -> str:
    """Bought at the same address of mail, without logging in; it arrived."""
    goods = market.goods(5)
    held = _done(await guest.reserve(goods))
    path = f"/api/orders/{held['orderId']}/delivery"
    _done(await guest.http.put(path, json={"shippingAddress": one.address}))
    _done(await guest.create(held, _done(await guest.pay(held))))
    _done(market.staff.post(f"/api/staff/orders/{held['orderId']}/complete"))
    return str(held["orderId"])


def _done(answer: httpx.Response) -> Any:
    assert answer.is_success, f"{answer.status_code}: {answer.text}"
    return answer.json() if answer.content else None


async def leave(one: Leaver, **asked: Any) -> Any:
    """Ask to close the account; the answer as it came."""
    return await one.buyer.post(CLOSE, {"currentPassword": PASSWORD, **asked})


async def found_in(market: Market, *needles: str) -> set[str]:
    """Every column of every table in which one of these stands: each table is read once."""
    by_table: dict[str, list[str]] = {}
    for table, column in await fetch(market.database_url, _COLUMNS):
        by_table.setdefault(table, []).append(column)
    like = [f"%{one}%" for one in needles]
    found = await fetch(market.database_url, _looked_through(by_table), like)
    return {str(row[0]) for row in found}


def _looked_through(by_table: Mapping[str, Sequence[str]]) -> str:
    """A statement that reads each table once."""
    tables = []
    for table, columns in by_table.items():
        named = ", ".join(f"'{table}.{one}'" for one in columns)
        there = ", ".join(f'bool_or("{one}"::text ILIKE ANY ($1))' for one in columns)
        tables.append(f'SELECT ARRAY[{named}], ARRAY[{there}] FROM "{table}"')
    return f"""
        SELECT one FROM ({" UNION ALL ".join(tables)}) AS tables (named, stands),
        unnest(named, stands) AS column_of (one, there) WHERE there
    """
