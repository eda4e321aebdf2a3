"""A shop whose cards YooKassa keeps: for who asks, shown to nobody else, charged by repeat orders,
taken off here; and what becomes of that when YooKassa does not allow it."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest

from tests.support.market import Buyer, Goods, Market, eventually, expect, refusal
from tests.support.markets import market_as_asked
from tests.support.patience import PATIENCE
from tests.support.postgres import Postgres, fetch
from tests.support.repeating import repeated_goods
from tests.support.yookassa import YooKassaServer

Visit = Callable[..., Buyer]
OWN, CARDS, HOME = "/api/repeat-orders", "/api/cards", "/api/staff/home"


@pytest.fixture(scope="module")
def yookassa() -> Iterator[YooKassaServer]:
    with YooKassaServer.running() as running:
        yield running


@pytest.fixture(scope="module")
def shop(postgres: Postgres, stocked: str, yookassa: YooKassaServer) -> Iterator[Market]:
    settings = {
        "HOLDFAST_LIMITS": "off",
        **yookassa.settings,
        "HOLDFAST_YOOKASSA_SAVE_CARDS": "on",
    }
    with market_as_asked(postgres, stocked, settings, "one") as opened:
        yield opened


async def somebody(shop: Market, visit: Visit) -> Buyer:
    buyer = visit(shop)
    about = {"email": f"{uuid4().hex}@example.com", "password": "long enough", "name": "Anna"}
    expect(await buyer.post("/api/signup", about), 201)
    return buyer


async def paid(
    yookassa: YooKassaServer, buyer: Buyer, goods: Goods, every: str | None = None, **asked: Any
) -> dict[str, Any]:
    """An order that is paid on its page; the reservation."""
    wanted = {"items": [goods.line()], **({"repeatEvery": every} if every else {})}
    reserved: dict[str, Any] = expect(await buyer.post("/api/orders/reserve", wanted))
    body = {"reservationId": reserved["reservationId"], "provider": "yookassa", **asked}
    payment = expect(await buyer.post("/api/payments", body))
    assert yookassa.visit(payment["nextAction"]["redirectUrl"].rpartition("/")[2], "pay")
    told = {"reservationId": reserved["reservationId"], "paymentId": payment["paymentId"]}
    assert expect(await buyer.post("/api/orders/create", told))["status"] == "paid"
    return reserved


async def cards(buyer: Buyer) -> Any:
    return expect(await buyer.get(CARDS))["cards"]


async def test_a_card_is_kept_for_who_asks_and_is_nobody_elses(
    shop: Market, yookassa: YooKassaServer, visit: Visit
) -> None:
    buyer, other = await somebody(shop, visit), await somebody(shop, visit)
    ways = expect(await buyer.get("/api/config"))["providers"]
    (way,) = [one for one in ways if one["name"] == "yookassa"]
    assert (way["keepsCards"], way["chargesLater"]) == (True, True)
    await paid(yookassa, buyer, shop.goods(4))
    await paid(yookassa, buyer, shop.goods(4), saveCard=True)
    (card,) = await eventually(lambda: cards(buyer), PATIENCE, "the one that was asked for")
    assert (card["provider"], card["brand"], card["lastDigits"]) == (
        "yookassa", "MasterCard", "4444",
    )  # fmt: skip
    assert (card["expiresMonth"], card["expiresYear"], card["charged"]) == (7, 2030, True)
    path = f"{CARDS}/{card['id']}"
    assert await cards(other) == []
    refusal(await other.http.delete(path), 404, "card-not-found")
    assert (await buyer.http.delete(path)).status_code == 204
    refusal(await buyer.http.delete(path), 404, "card-not-found")
    assert await cards(buyer) == []


async def test_a_card_is_added_without_paying(
    shop: Market, yookassa: YooKassaServer, visit: Visit
) -> None:
    buyer = await somebody(shop, visit)
    added = expect(await buyer.post(CARDS, {"provider": "yookassa"}, key="add-a-card"))
    again = expect(await buyer.post(CARDS, {"provider": "yookassa"}, key="add-a-card"))
    assert added == again
    assert await cards(buyer) == []
    page = added["redirectUrl"].rpartition("/")[2]
    assert yookassa.visit(page, "pay") == f"{shop.url}/account"
    assert [one["id"] for one in await cards(buyer)] == [page]


async def test_an_order_is_paid_with_it_without_a_page_by_its_owner_alone(
    shop: Market, yookassa: YooKassaServer, visit: Visit
) -> None:
    buyer, other, guest = await somebody(shop, visit), await somebody(shop, visit), visit(shop)
    ways = expect(await buyer.get("/api/config"))["providers"]
    assert {one["name"]: one["cardsHere"] for one in ways} == {
        "demo": False, "yookassa": True, "manual": False,
    }  # fmt: skip
    await paid(yookassa, buyer, shop.goods(4), saveCard=True)
    (card,) = await eventually(lambda: cards(buyer), PATIENCE, "the one that was asked for")
    goods = shop.goods(9)

    async def asks(who: Buyer, **about: Any) -> Any:
        held = expect(await who.reserve(goods))
        about = {"provider": "yookassa", "cardId": card["id"]} | about
        return held, await who.post(
            "/api/payments", {"reservationId": held["reservationId"]} | about
        )

    held, answer = await asks(buyer)
    payment = expect(answer)
    assert payment["status"] == "succeeded"
    assert "nextAction" not in payment
    told = {"reservationId": held["reservationId"], "paymentId": payment["paymentId"]}
    assert expect(await buyer.post("/api/orders/create", told))["status"] == "paid"

    said = [(await asks(other, cardId=one))[1] for one in (card["id"], "nobodys")]
    unknown = [refusal(one, 404, "card-not-found") for one in said]
    assert unknown[0]["detail"] == unknown[1]["detail"]
    refusal((await asks(guest))[1], 401, "login-required")
    refused = refusal((await asks(buyer, provider="demo"))[1], 422, "cards-not-kept")
    assert refused["field"] == "cardId"
    refusal((await asks(buyer, saveCard=True))[1], 422, "invalid-request")

    yookassa.book.cards.refuse[card["id"]] = "insufficient_funds"
    held, answer = await asks(buyer)
    assert expect(answer)["status"] == "failed"
    assert (await buyer.order(held))["status"] == "pending", "the goods stay held"
    yookassa.book.cards.refuse.clear()


async def test_a_repeat_order_charges_it_until_it_is_taken_off(
    shop: Market, yookassa: YooKassaServer, visit: Visit
) -> None:
    buyer = await somebody(shop, visit)
    placed = await paid(yookassa, buyer, repeated_goods(shop, 9), every="4w", chargeLater=True)

    async def stands() -> Any:
        found = expect(await buyer.get(OWN))["repeatOrders"]
        return [one for one in found if one["orderId"] == placed["orderId"]]

    (one,) = await eventually(stands, PATIENCE, "the repeat order stands")
    assert (one["payBy"], one["card"]["provider"]) == ("card", "yookassa")
    (card,) = await cards(buyer)
    assert card["repeatOrders"] == [{"id": one["id"], "every": "4w"}]
    assert (await buyer.http.delete(f"{CARDS}/{card['id']}")).status_code == 204
    after = expect(await buyer.get(f"{OWN}/{one['id']}"))
    assert (after["payBy"], after["card"], after["status"]) == ("link", None, "active")
    asked = {"payBy": "card", "cardId": card["id"]}
    answer = await buyer.http.patch(f"{OWN}/{one['id']}", json=asked)
    refusal(answer, 422, "repeat-invalid")


async def test_where_it_is_not_allowed_buyers_pay_and_staff_are_told(
    shop: Market, yookassa: YooKassaServer, visit: Visit
) -> None:
    buyer = await somebody(shop, visit)
    assert expect(shop.staff.get(HOME))["cardsForbidden"] == []
    yookassa.book.cards.allowed = False
    try:
        await paid(yookassa, buyer, shop.goods(4), saveCard=True)
        refusal(await buyer.post(CARDS, {"provider": "yookassa"}), 422, "cards-not-kept")
        assert expect(shop.staff.get(HOME))["cardsForbidden"] == ["yookassa"]
        assert expect(shop.staff.get(HOME))["keysRefused"] == [], "its key is well"
        assert await cards(buyer) == []
    finally:
        yookassa.book.cards.allowed = True
    await paid(yookassa, buyer, shop.goods(4), saveCard=True)
    assert expect(shop.staff.get(HOME))["cardsForbidden"] == []


async def test_cards_go_with_the_account_and_are_told_to_who_asks_what_is_kept(
    shop: Market, yookassa: YooKassaServer, visit: Visit
) -> None:
    buyer = await somebody(shop, visit)
    added = expect(await buyer.post(CARDS, {"provider": "yookassa"}))
    yookassa.visit(added["redirectUrl"].rpartition("/")[2], "pay")
    (card,) = await cards(buyer)
    told = (await buyer.get("/api/profile/data")).text
    assert '"lastDigits":"4444"' in told.replace(" ", "")
    assert card["id"] not in told, "YooKassa's own id of it is of no use to them"
    await buyer.post(CARDS, {"provider": "yookassa"})  # and never enters it
    expect(await buyer.post("/api/profile/close", {"currentPassword": "long enough"}))
    kept = await fetch(shop.database_url, "SELECT card FROM kept_cards")
    assert card["id"] not in {row[0] for row in kept}
    open_pages = "SELECT card FROM kept_cards WHERE kept_at IS NULL"
    assert await fetch(shop.database_url, open_pages) == []
