"""Staff keep groups of customers, and sell to them on other terms."""

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx
import pytest

from holdfast.api.contract.examples_addresses import ADDRESS
from tests.api.shop.leavers import a_leaver, leave
from tests.api.shop.wallet_buyers import member
from tests.api.staff.drafts import again, over
from tests.support.market import PRICE, Buyer, Market, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import add_person, log_in
from tests.support.postgres import fetch

Visit = Callable[..., Buyer]
GROUPS, PEOPLE = "/api/staff/customer-groups", "/api/staff/people"
PROMOTIONS = "/api/staff/promotions"


def a_group(market: Market, **more: Any) -> dict[str, Any]:
    asked = {"name": f"Wholesale {uuid4().hex[:8]}"} | more
    return expect(market.staff.post(GROUPS, json=asked), 201)


async def who(buyer: Buyer) -> dict[str, Any]:
    found: dict[str, Any] = expect(await buyer.http.get("/api/session"))["user"]
    return found


def put_in(market: Market, group: dict[str, Any], user: str) -> None:
    assert market.staff.put(f"{GROUPS}/{group['id']}/members/{user}").status_code == 204


def promote(market: Market, *groups: dict[str, Any], **terms: Any) -> dict[str, Any]:
    asked = {
        "name": "Trade price", "rule": "percent", "value": 20,
        "groups": [one["id"] for one in groups],
    } | terms  # fmt: skip
    made: dict[str, Any] = expect(market.staff.post(PROMOTIONS, json=asked), 201)["promotion"]
    return made


async def test_a_group_is_made_found_renamed_and_closed_on_record(market: Market) -> None:
    key, name = {"Idempotency-Key": uuid4().hex}, f"Club {uuid4().hex[:8]}"
    asked = {"name": f" {name} ", "translations": {"ru": "Клуб"}}
    made = expect(market.staff.post(GROUPS, json=asked, headers=key), 201)
    again = expect(market.staff.post(GROUPS, json=asked, headers=key), 201)
    assert (made, made["name"], made["members"]) == (again, name, 0)
    other = {"name": "Another"}
    refusal(market.staff.post(GROUPS, json=other, headers=key), 422, "idempotency-key-reused")
    taken = market.staff.post(GROUPS, json={"name": name.upper()})
    told = refusal(taken, 422, "customer-group-invalid")
    assert [(one["field"], one["code"]) for one in told["errors"]] == [("name", "taken")]
    for words in (name[:8], "клуб"):
        found = expect(market.staff.get(GROUPS, params={"q": words}))["groups"]
        assert made in found, words
    assert expect(market.staff.get(GROUPS, params={"q": uuid4().hex}))["groups"] == []
    at = f"{GROUPS}/{made['id']}"
    renamed = expect(market.staff.put(at, json={"name": f"{name} 2"}))
    assert (renamed["name"], renamed["translations"]) == (f"{name} 2", {})
    assert market.staff.delete(at).status_code == 204
    refusal(market.staff.get(at), 404, "customer-group-not-found")
    refusal(market.staff.delete(at), 404, "customer-group-not-found")
    a_group(market, name=f"{name} 2")  # the name is free
    rows = await fetch(
        market.database_url,
        "SELECT action FROM audit_log WHERE subject = $1 ORDER BY id",
        made["id"],
    )
    assert [row[0] for row in rows] == [
        "customer-group.made", "customer-group.changed", "customer-group.closed",
    ]  # fmt: skip


def test_pages_of_groups_are_whole(market: Market) -> None:
    word = uuid4().hex[:8]
    made = [a_group(market, name=f"{word} {at}")["id"] for at in range(5)]
    seen, cursor = [], None
    while True:
        asked: dict[str, str | int] = {"q": word, "limit": 2}
        asked |= {"cursor": cursor} if cursor else {}
        page = expect(market.staff.get(GROUPS, params=asked))
        seen += [one["id"] for one in page["groups"]]
        cursor = page["nextCursor"]
        if cursor is None:
            break
    assert seen == made[::-1]
    refusal(market.staff.get(GROUPS, params={"cursor": "x"}), 400, "bad-cursor")


def test_a_list_of_addresses_says_who_is_not_known(market: Market) -> None:
    group = a_group(market)
    known = [f"{uuid4().hex}@test.example" for _ in range(3)]
    for email in known:
        add_person(market.database_url, email)
    at, key = f"{GROUPS}/{group['id']}/members", {"Idempotency-Key": uuid4().hex}
    asked = {"emails": [known[0].upper(), known[1], "nobody@test.example", known[1]]}
    told = expect(market.staff.post(at, json=asked, headers=key))
    assert told == {"added": 2, "already": 0, "unknown": ["nobody@test.example"]}
    assert expect(market.staff.post(at, json=asked, headers=key)) == told, "asked for again"
    told = expect(market.staff.post(at, json={"emails": known}))
    assert told == {"added": 1, "already": 2, "unknown": []}
    members = expect(market.staff.get(at))["members"]
    assert {one["email"] for one in members} == set(known)
    assert expect(market.staff.get(f"{GROUPS}/{group['id']}"))["members"] == 3
    (one,) = expect(market.staff.get(at, params={"q": known[2]}))["members"]
    assert one["email"] == known[2]
    first = expect(market.staff.get(at, params={"limit": 2}))
    rest = expect(market.staff.get(at, params={"cursor": first["nextCursor"]}))
    assert first["members"] + rest["members"] == members


def test_a_list_that_is_too_long_or_empty_is_refused(market: Market) -> None:
    at = f"{GROUPS}/{a_group(market)['id']}/members"
    for emails in ([], [f"{one}@test.example" for one in range(501)], ["x" * 400]):
        refusal(market.staff.post(at, json={"emails": emails}), 422, "invalid-request")
    most = [f"{one}@test.example" for one in range(500)]
    told = expect(market.staff.post(at, json={"emails": most}))
    assert (told["added"], len(told["unknown"])) == (0, 500)


async def test_staff_put_a_customer_in_and_out_from_their_page(
    market: Market, visit: Visit
) -> None:
    buyer, group = await member(market, visit), a_group(market)
    user = (await who(buyer))["id"]
    put_in(market, group, user)
    put_in(market, group, user)  # is in it already
    shown = expect(market.staff.get(f"{PEOPLE}/{user}"))
    assert shown["groups"] == [{"id": group["id"], "name": group["name"]}]
    at = f"{GROUPS}/{group['id']}/members/{user}"
    assert market.staff.delete(at).status_code == 204
    assert market.staff.delete(at).status_code == 204  # is not in it any more
    assert expect(market.staff.get(f"{PEOPLE}/{user}"))["groups"] == []
    rows = await fetch(
        market.database_url,
        "SELECT action FROM audit_log WHERE subject = $1 AND action LIKE 'customer-group%'"
        " ORDER BY id",
        f"user:{user}",
    )
    assert [row[0] for row in rows] == ["customer-group.joined", "customer-group.left"]
    nobody = f"{GROUPS}/{group['id']}/members/{uuid4()}"
    refusal(market.staff.put(nobody), 404, "user-not-found")
    nowhere = f"{GROUPS}/{uuid4()}/members"
    for answer in (
        market.staff.get(nowhere),
        market.staff.post(nowhere, json={"emails": ["a@test.example"]}),
        market.staff.put(f"{nowhere}/{user}"),
        market.staff.delete(f"{nowhere}/{user}"),
        market.staff.put(f"{GROUPS}/{uuid4()}", json={"name": "Nothing"}),
        market.staff.get(f"{GROUPS}/x"),
    ):
        refusal(answer, 404, "customer-group-not-found")


async def test_members_pay_less_in_the_cart_and_at_the_till(market: Market, visit: Visit) -> None:
    buyer, other, guest = await member(market, visit), await member(market, visit), visit(market)
    goods, group = market.goods(9), a_group(market)
    put_in(market, group, (await who(buyer))["id"])
    made = promote(market, group, scope=[goods.product_id])
    assert made["groups"] == [group["id"]]
    of_group = expect(market.staff.get(PROMOTIONS, params={"group": group["id"]}))["promotions"]
    assert of_group == [made]
    asked = {"items": [goods.line(2)]}
    for one, price in ((buyer, 2 * PRICE * 80 // 100), (other, 2 * PRICE), (guest, 2 * PRICE)):
        told = expect(await one.post("/api/quote", asked))
        off = 2 * PRICE - price
        assert told["total"] == price
        assert told["memberOffers"] == ([{"name": "Trade price", "amount": off}] if off else [])
        held = expect(await one.post("/api/orders/reserve", asked | {"expectedTotal": price}))
        order = expect(await one.get(f"/api/orders/{held['orderId']}"))["order"]
        assert order["total"] == price
    refused = market.staff.delete(f"{GROUPS}/{group['id']}")
    assert refusal(refused, 409, "customer-group-in-use")["promotions"] == [made["id"]]


async def test_who_left_the_group_is_told_that_the_price_has_changed(
    market: Market, visit: Visit
) -> None:
    buyer, goods, group = await member(market, visit), market.goods(9), a_group(market)
    user = (await who(buyer))["id"]
    put_in(market, group, user)
    promote(market, group, scope=[goods.product_id])
    asked = {"items": [goods.line()]}
    shown = expect(await buyer.post("/api/quote", asked))["total"]
    assert market.staff.delete(f"{GROUPS}/{group['id']}/members/{user}").status_code == 204
    answer = await buyer.post("/api/orders/reserve", asked | {"expectedTotal": shown})
    told = refusal(answer, 409, "price-changed")
    assert (told["expected"]["total"], told["quote"]["total"]) == (PRICE * 80 // 100, PRICE)
    assert market.stock(goods)[1] == 0, "nothing is held"


async def test_a_code_for_a_group_is_not_for_others_and_names_nobody(
    market: Market, visit: Visit
) -> None:
    buyer, other, guest = await member(market, visit), await member(market, visit), visit(market)
    goods, group = market.goods(9), a_group(market)
    put_in(market, group, (await who(buyer))["id"])
    code = f"T{uuid4().hex[:8]}".upper()
    promote(market, group, code=code)
    asked = {"items": [goods.line()], "promoCode": code}
    assert expect(await buyer.post("/api/quote", asked))["total"] == PRICE * 80 // 100
    for one, why in ((other, "group"), (guest, "account")):
        answer = await one.post("/api/orders/reserve", asked)
        told = refusal(answer, 409, "promo-code-not-usable")
        assert told["promoCode"] == {"code": code, "reason": why}
        assert group["name"] not in answer.text


async def test_an_order_by_telephone_is_priced_for_the_customer_not_for_staff(
    market: Market, visit: Visit
) -> None:
    buyer, goods, group = await member(market, visit), market.goods(9), a_group(market)
    put_in(market, group, (await who(buyer))["id"])
    staffs = a_group(market)
    put_in(market, staffs, expect(market.staff.get("/api/session"))["user"]["id"])
    promote(market, group, scope=[goods.product_id])
    promote(market, staffs, scope=[goods.product_id], value=90)
    asked = {"items": [goods.line()], "shippingAddress": ADDRESS}
    of_member = asked | {"client": (await who(buyer))["id"]}
    quoted = expect(market.staff.post("/api/staff/orders/quote", json=of_member))
    assert quoted["total"] == PRICE * 80 // 100
    assert quoted["memberOffers"] == [{"name": "Trade price", "amount": PRICE * 20 // 100}]
    unnamed = expect(market.staff.post("/api/staff/orders/quote", json=asked))
    assert (unnamed["total"], unnamed["memberOffers"]) == (PRICE, [])
    unknown = asked | {"client": str(uuid4())}
    refusal(market.staff.post("/api/staff/orders/quote", json=unknown), 422, "client-unknown")
    told = of_member | {"expectedTotal": quoted["total"]}
    made = expect(market.staff.post("/api/staff/orders", json=told), 201)["order"]
    assert made["total"] == PRICE * 80 // 100
    of_nobody = expect(market.staff.post("/api/staff/orders", json=asked), 201)["order"]
    assert of_nobody["total"] == PRICE


async def test_goods_of_an_offer_for_a_group_do_not_stand_among_the_offers_of_all(
    market: Market,
) -> None:
    goods, group = market.goods(9), a_group(market)
    promote(market, group, scope=[goods.product_id])
    asked = {"blocks": [{"kind": "collection", "source": "offers", "count": 12}]}
    shown = expect(market.staff.post("/api/home/preview", json=asked))
    assert goods.product_id not in str(shown)


def test_a_promotion_names_groups_that_there_are(market: Market) -> None:
    asked = {"name": "Trade", "rule": "percent", "value": 20, "groups": [str(uuid4())]}
    told = refusal(market.staff.post(PROMOTIONS, json=asked), 422, "promotion-invalid")
    assert told["errors"][0]["code"] == "customer-group-not-found"
    refusal(market.staff.post(PROMOTIONS, json=asked | {"groups": []}), 422, "invalid-request")


@pytest.mark.parametrize(
    ("duties", "reads", "members", "writes"),
    [
        (["clients:read", "clients:write"], True, True, True),
        (["clients:read"], True, True, False),
        (["promotions:read", "promotions:write"], True, False, False),
        (["orders:read"], False, False, False),
    ],
)
async def test_whose_duty_groups_are(
    market: Market, duties: list[str], reads: bool, members: bool, writes: bool
) -> None:
    group, email = a_group(market), f"{uuid4().hex}@test.example"
    await asyncio.to_thread(add_person, market.database_url, email, ["manager"], duties)
    at = f"{GROUPS}/{group['id']}"
    with httpx.Client(base_url=market.url, timeout=PATIENCE) as narrowed:
        log_in(narrowed, email)
        asked = (
            (narrowed.get(GROUPS), reads),
            (narrowed.get(at), reads),
            (narrowed.get(f"{at}/members"), members),
            (narrowed.put(at, json={"name": group["name"]}), writes),
            (narrowed.put(f"{at}/members/{uuid4()}"), writes),
            (narrowed.post(f"{at}/members", json={"emails": ["a@test.example"]}), writes),
        )
    for answer, may in asked:
        assert (answer.status_code != 403) is may, answer.request.url


async def test_who_closes_the_account_is_in_no_group_and_had_their_groups_in_the_file(
    market: Market, visit: Visit
) -> None:
    one, group = await a_leaver(market, visit), a_group(market)
    put_in(market, group, one.id)
    told = expect(await one.buyer.get("/api/profile/data"))["customerGroups"]
    assert [each["groupId"] for each in told] == [group["id"]]
    expect(await leave(one))
    at = f"{GROUPS}/{group['id']}"
    assert expect(market.staff.get(at))["members"] == 0
    assert expect(market.staff.get(f"{at}/members"))["members"] == []
    refusal(market.staff.put(f"{at}/members/{one.id}"), 404, "user-not-found")
    asked = "SELECT FROM customer_group_members WHERE owner = $1"
    assert await fetch(market.database_url, asked, f"user:{one.id}") == []


async def test_lists_show_a_member_their_price_and_others_none(
    market: Market, visit: Visit
) -> None:
    buyer, other = await member(market, visit, 0), await member(market, visit, 0)
    goods, beside = market.goods(2), market.goods(2)
    group = a_group(market)
    put_in(market, group, (await who(buyer))["id"])
    promote(market, group, scope=[goods.product_id])
    asked = {"ids": f"{goods.product_id},{beside.product_id}"}

    async def shown(to: Buyer) -> list[dict[str, Any]]:
        answer = await to.http.get("/api/member-prices", params=asked)
        assert answer.headers["cache-control"] == "no-store"
        found: list[dict[str, Any]] = expect(answer)["prices"]
        return found

    price = {"productId": goods.product_id, "price": PRICE * 8 // 10, "currency": "EUR"}
    assert await shown(buyer) == [price | {"unitPrice": None}]
    path = f"/api/staff/products/{goods.product_id}"
    product = expect(market.staff.get(path))["product"]
    measured = again(product)
    measured["variants"][0]["measure"] = {"amount": 0.5, "unit": "l", "per": 1, "perUnit": "l"}
    expect(market.staff.put(path, json=measured, headers=over(product)))
    litre = {"price": PRICE * 16 // 10, "per": 1, "unit": "l"}
    assert await shown(buyer) == [price | {"unitPrice": litre}]
    assert await shown(other) == []
    assert await shown(visit(market)) == []
    assert expect(await other.http.get("/api/config"))["uses"]["memberPrices"] is True
    refusal(await buyer.http.get("/api/member-prices", params={"ids": "x"}), 422, "invalid-request")
