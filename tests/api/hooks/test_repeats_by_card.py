"""A kept card pays a repeat order, over HTTP: agreed to where it begins, seen, changed and taken
off by its owner alone."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from tests.api.hooks.stripe_shop import begun, pays_there
from tests.support.market import Buyer, Goods, Market, eventually, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.repeating import repeated_goods
from tests.support.stripe import StripeServer

Visit = Callable[..., Buyer]
OWN, STAFF, CARDS = "/api/repeat-orders", "/api/staff/repeat-orders", "/api/cards"


async def somebody(shop: Market, visit: Visit) -> Buyer:
    buyer = visit(shop)
    about = {"email": f"{uuid4().hex}@example.com", "password": "long enough", "name": "Anna"}
    expect(await buyer.post("/api/signup", about), 201)
    return buyer


async def by_card(
    shop: Market, stripe: StripeServer, buyer: Buyer, goods: Goods | None = None
) -> dict[str, Any]:
    """The buyer's, whose first order's card is charged from then on, as they agreed."""
    goods = goods or repeated_goods(shop, 9)
    asked = {"items": [goods.line()], "repeatEvery": "4w"}
    reserved = expect(await buyer.post("/api/orders/reserve", asked))
    payment = await begun(buyer, reserved, chargeLater=True)
    pays_there(stripe, payment)
    told = {"reservationId": reserved["reservationId"], "paymentId": payment["paymentId"]}
    assert expect(await buyer.post("/api/orders/create", told))["status"] == "paid"

    async def stands() -> Any:
        found = expect(await buyer.get(OWN))["repeatOrders"]
        return [one for one in found if one["orderId"] == reserved["orderId"]]

    (one,) = await eventually(stands, PATIENCE, "the repeat order stands")
    made: dict[str, Any] = one
    return made


async def add_card(stripe: StripeServer, buyer: Buyer) -> str:
    """Another one, kept without paying anything."""
    added = expect(await buyer.post(CARDS, {"provider": "stripe"}))
    stripe.visit(added["redirectUrl"].rpartition("/")[2], "pay")
    return str(expect(await buyer.get(CARDS))["cards"][0]["id"])


async def test_its_owner_sees_which_card_pays_and_staff_no_more_than_brand_and_digits(
    shop: Market, stripe: StripeServer, visit: Visit
) -> None:
    buyer = await somebody(shop, visit)
    ways = expect(await buyer.get("/api/config"))["providers"]
    assert {one["name"]: one["chargesLater"] for one in ways} == {
        "demo": True, "stripe": True, "manual": False,
    }  # fmt: skip
    one = await by_card(shop, stripe, buyer)
    assert one["payBy"] == "card"
    card = one["card"]
    assert (card["brand"], card["lastDigits"], card["expiresYear"]) == ("visa", "4242", 2034)
    assert (card["provider"], card["expiresBefore"]) == ("stripe", False)
    (kept,) = expect(await buyer.get(CARDS))["cards"]
    assert (kept["id"], kept["charged"]) == (card["id"], True)
    assert kept["repeatOrders"] == [{"id": one["id"], "every": "4w"}]

    seen = expect(shop.staff.get(f"{STAFF}/{one['id']}"))
    assert seen["card"] == {
        "brand": "visa", "lastDigits": "4242", "id": None, "provider": None,
        "expiresMonth": None, "expiresYear": None, "expiresBefore": False,
    }  # fmt: skip
    held = expect(await buyer.get("/api/profile/data"))
    assert held["repeatOrders"][0]["card"]["last_digits"] == "4242"


async def test_its_owner_changes_to_another_card_to_the_link_and_back(
    shop: Market, stripe: StripeServer, visit: Visit
) -> None:
    buyer = await somebody(shop, visit)
    one = await by_card(shop, stripe, buyer)
    path, first = f"{OWN}/{one['id']}", one["card"]["id"]
    other = await add_card(stripe, buyer)
    assert other != first
    changed = expect(await buyer.http.patch(path, json={"payBy": "card", "cardId": other}))
    assert changed["card"]["id"] == other
    plain = expect(await buyer.http.patch(path, json={"every": "1w"}))
    assert (plain["payBy"], plain["card"]["id"]) == ("card", other), "the rest stays"
    by_link = expect(await buyer.http.patch(path, json={"payBy": "link"}))
    assert (by_link["payBy"], by_link["card"]) == ("link", None)
    asked = refusal(await buyer.http.patch(path, json={"payBy": "card"}), 422, "repeat-invalid")
    assert asked["field"] == "cardId"
    asked = refusal(await buyer.http.patch(path, json={"cardId": first}), 422, "repeat-invalid")
    assert asked["field"] == "payBy"
    back = expect(await buyer.http.patch(path, json={"payBy": "card", "cardId": first}))
    assert back["card"]["id"] == first


async def test_anothers_card_is_as_unknown_as_nobodys(
    shop: Market, stripe: StripeServer, visit: Visit
) -> None:
    buyer, other = await somebody(shop, visit), await somebody(shop, visit)
    one, theirs = await by_card(shop, stripe, buyer), await by_card(shop, stripe, other)
    found = []
    for card in (theirs["card"]["id"], "pm_nobodys"):
        asked = {"payBy": "card", "cardId": card}
        answer = await buyer.http.patch(f"{OWN}/{one['id']}", json=asked)
        found.append(refusal(answer, 422, "repeat-invalid")["errors"])
        refusal(await buyer.http.delete(f"{CARDS}/{card}"), 404, "card-not-found")
    assert found[0] == found[1]
    assert expect(await other.get(f"{OWN}/{theirs['id']}"))["card"] == theirs["card"]


async def test_a_card_that_is_taken_off_leaves_its_repeat_orders_to_the_link(
    shop: Market, stripe: StripeServer, visit: Visit
) -> None:
    buyer = await somebody(shop, visit)
    one = await by_card(shop, stripe, buyer)
    kept = await add_card(stripe, buyer)
    path = f"{CARDS}/{one['card']['id']}"
    assert (await buyer.http.delete(path)).status_code == 204
    refusal(await buyer.http.delete(path), 404, "card-not-found")
    after = expect(await buyer.get(f"{OWN}/{one['id']}"))
    assert (after["payBy"], after["card"], after["status"]) == ("link", None, "active")
    assert (after["steps"][0]["what"], after["steps"][0]["reason"]) == ("changed", "card")
    assert [each["id"] for each in expect(await buyer.get(CARDS))["cards"]] == [kept]


async def test_a_card_that_expires_before_the_next_day_is_said_to(
    shop: Market, stripe: StripeServer, visit: Visit
) -> None:
    buyer = await somebody(shop, visit)
    one = await by_card(shop, stripe, buyer)
    card = stripe.book.cards.methods[await add_card(stripe, buyer)]
    year, month = map(int, one["nextOn"].split("-")[:2])
    path, asked = f"{OWN}/{one['id']}", {"payBy": "card", "cardId": card["id"]}
    card["card"] |= {"exp_year": year, "exp_month": month}
    good = expect(await buyer.http.patch(path, json=asked))
    assert good["card"]["expiresBefore"] is False, "it is good to the end of its month"
    before = (year, month - 1) if month > 1 else (year - 1, 12)
    card["card"] |= dict(zip(("exp_year", "exp_month"), before, strict=True))
    over = expect(await buyer.http.patch(path, json=asked))
    assert over["card"]["expiresBefore"] is True


@pytest.mark.parametrize("provider", ["stripe", "demo"])
async def test_only_who_is_logged_in_and_orders_again_and_again_agrees_to_be_charged(
    shop: Market, visit: Visit, provider: str
) -> None:
    buyer, guest, goods = await somebody(shop, visit), visit(shop), shop.goods(4)

    async def asks(who: Buyer, **about: Any) -> Any:
        return await who.post("/api/payments", {"provider": provider, "chargeLater": True} | about)

    mine = expect(await buyer.reserve(goods))
    answer = await asks(buyer, reservationId=mine["reservationId"])
    assert refusal(answer, 422, "not-charged-later")["field"] == "chargeLater"
    theirs = expect(await guest.reserve(goods))
    refusal(await asks(guest, reservationId=theirs["reservationId"]), 401, "login-required")
    refusal(await asks(buyer, walletId=str(uuid4()), amount=100), 422, "invalid-request")
    plain = await buyer.post(
        "/api/payments", {"provider": "demo", "reservationId": mine["reservationId"]}
    )
    assert expect(plain)["status"] == "succeeded", "nothing was begun by what was refused"


async def test_the_demos_card_pays_where_nobody_asks_for_its_owner(
    shop: Market, visit: Visit
) -> None:
    buyer = await somebody(shop, visit)
    asked = {"items": [repeated_goods(shop, 9).line()], "repeatEvery": "4w"}
    reserved = expect(await buyer.post("/api/orders/reserve", asked))
    paid = {"reservationId": reserved["reservationId"], "provider": "demo", "chargeLater": True}
    payment = expect(await buyer.post("/api/payments", paid))
    expect(await buyer.create(reserved, payment))

    async def stands() -> Any:
        return expect(await buyer.get(OWN))["repeatOrders"]

    (one,) = await eventually(stands, PATIENCE, "the repeat order stands")
    assert (one["payBy"], one["card"]["lastDigits"]) == ("card", "4242")


async def test_a_price_is_told_as_if_it_were_repeated(shop: Market, visit: Visit) -> None:
    goods, plain, guest = repeated_goods(shop, 9), shop.goods(3), visit(shop)
    once = expect(await guest.post("/api/quote", {"items": [goods.line(3)]}))
    asked = {"items": [goods.line(3)], "repeatEvery": "4w"}
    again = expect(await guest.post("/api/quote", asked))
    assert again["total"] == once["total"] - round(once["subtotal"] * 0.1)
    assert [part["title"] for part in again["parts"]][:2] == ["Goods", "Repeat order"]
    refusal(await guest.post("/api/quote", asked | {"repeatEvery": "6m"}), 409, "repeat-off")
    other = {"items": [plain.line()], "repeatEvery": "4w"}
    refusal(await guest.post("/api/quote", other), 409, "repeat-off")
