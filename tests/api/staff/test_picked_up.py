"""An order that its buyer picks up: they are told where, when it is ready, and by mail."""

from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest

from holdfast.api.contract.examples_addresses import ADDRESS
from tests.api.staff.test_parcels import make, order_of, step
from tests.support.mail_server import MailServer, mail_settings, running_mail_server
from tests.support.market import Buyer, Market, eventually, expect, refusal
from tests.support.markets import market_as_asked
from tests.support.patience import PATIENCE
from tests.support.postgres import Postgres

Visit = Callable[..., Buyer]
PLACE = "Main street 1, by the clock"
METHODS = [
    {"id": "here", "name": "Pick-up", "price": 0, "currency": "EUR", "pickup": PLACE,
     "daysFrom": 0, "daysTo": 1},
    {"id": "post", "name": "Post", "price": 500, "currency": "EUR", "toAddress": True,
     "translations": {"ru": "Почта"}},
]  # fmt: skip


@pytest.fixture(scope="module")
def post() -> Iterator[MailServer]:
    with running_mail_server() as server:
        yield server


@pytest.fixture(scope="module")
def market(postgres: Postgres, stocked: str, post: MailServer) -> Iterator[Market]:
    environment = mail_settings(post, HOLDFAST_LIMITS="off")
    with market_as_asked(postgres, stocked, environment) as opened:
        asked = {"currency": "EUR", "shippingMethods": METHODS}
        expect(opened.staff.patch("/api/staff/settings", json=asked))
        yield opened


async def mailed(post: MailServer, address: str, titled: str) -> str:
    async def there() -> list[str]:
        mine = post.to(address)
        return [one.text("plain") for one in mine if titled in str(one.mail["Subject"])]

    (found,) = await eventually(there, PATIENCE, f"mail to {address}: {titled}")
    return str(found)


async def bought_by(buyer: Buyer, market: Market, email: str, **how: object) -> str:
    goods = market.goods(2)
    held = expect(await buyer.post("/api/orders/reserve", {"items": [goods.line()]} | how))
    path = f"/api/orders/{held['orderId']}/contact"
    if "shippingAddress" not in how:
        expect(await buyer.http.put(path, json={"email": email}))
    paid = expect(await buyer.pay(held))
    expect(await buyer.create(held, paid))
    return str(held["orderId"])


async def test_who_picks_it_up_is_told_where_and_when(
    market: Market, visit: Visit, post: MailServer
) -> None:
    buyer, email = visit(market), "fetcher@test.example"
    order_id = await bought_by(buyer, market, email)
    assert (await buyer.order({"orderId": order_id}))["pickup"] == PLACE
    paid = await mailed(post, email, "is paid")
    assert "Pick-up: free" in paid
    assert PLACE in paid
    assert "Expected to be ready" in paid

    (parcel,) = order_of(make(market, order_id, {"packed": True}))["parcels"]
    (ready,) = order_of(step(market, order_id, parcel["id"], "ship", {}))["parcels"]
    assert (ready["status"], ready["carrier"], ready["pickup"]) == ("shipped", None, PLACE)
    tracked = expect(await buyer.get(f"/api/track/{ready['link']}"))
    assert tracked["pickup"] == PLACE
    assert PLACE in await mailed(post, email, "is ready to be picked up")
    order_of(step(market, order_id, parcel["id"], "deliver"))
    await mailed(post, email, "was picked up")


async def test_of_orders_sent_together_what_is_picked_up_is_ready_and_no_carrier_has_it(
    market: Market, visit: Visit
) -> None:
    order_id = await bought_by(visit(market), market, "together@test.example")
    order_of(make(market, order_id, {"packed": True}))
    asked = {"orderIds": [order_id], "carrier": "Post"}
    sent = market.staff.post(
        "/api/staff/orders-shipped", json=asked, headers={"Idempotency-Key": str(uuid4())}
    )
    assert expect(sent)["orders"][0]["refusal"] is None
    order = expect(market.staff.get(f"/api/staff/orders/{order_id}"))["order"]
    (ready,) = order["parcels"]
    assert (ready["status"], ready["carrier"], ready["pickup"]) == ("shipped", None, PLACE)
    assert in_list(market, order["number"]) == (PLACE, "shipped")


def in_list(market: Market, number: str) -> tuple[str | None, str]:
    (row,) = expect(market.staff.get("/api/staff/orders", params={"q": number}))["orders"]
    return row["pickup"], row["fulfilment"]


async def test_what_is_sent_names_its_carrier_and_what_it_cost(
    market: Market, visit: Visit, post: MailServer
) -> None:
    buyer, email = visit(market), "receiver@test.example"
    address = ADDRESS | {"email": email}
    how = {"shippingMethod": "post", "shippingAddress": address}
    order_id = await bought_by(buyer, market, email, **how)
    order = await buyer.order({"orderId": order_id})
    assert (order["pickup"], order["shipping"]) == (None, 500)
    assert in_list(market, order["number"]) == (None, "unfulfilled")
    paid = await mailed(post, email, "is paid")
    assert "Post: €5" in paid
    assert PLACE not in paid
    (parcel,) = order_of(make(market, order_id, {"packed": True}))["parcels"]
    unnamed = step(market, order_id, parcel["id"], "ship", {})
    assert refusal(unnamed, 422, "carrier-missing")["field"] == "carrier"
    (sent,) = order_of(step(market, order_id, parcel["id"], "ship"))["parcels"]
    assert (sent["carrier"], sent["pickup"]) == ("Post", None)
    assert "Carrier: Post" in await mailed(post, email, "is on its way")


async def test_a_mail_calls_delivery_as_its_reader_does(
    market: Market, visit: Visit, post: MailServer
) -> None:
    buyer, email = visit(market), "reader@test.example"
    how = {"shippingMethod": "post", "shippingAddress": ADDRESS | {"email": email}}
    await bought_by(buyer, market, email, locale="ru", **how)
    assert "Почта: 5\N{NO-BREAK SPACE}€" in await mailed(post, email, "оплачен")
