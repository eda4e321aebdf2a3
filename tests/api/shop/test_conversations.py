"""Customers write with sellers and the shop: each sees their own, what is new to them, and who
wrote; staff look after it."""

from typing import Any
from uuid import uuid4

import httpx

from holdfast.kit import encode_cursor
from tests.api.seller.own_sales import Mill, a_mill, paid
from tests.api.shop.carts import cookies
from tests.api.shop.wallet_buyers import NOBODYS, Visit, member
from tests.support.live import OwnerWatcher
from tests.support.market import Buyer, Market, expect, refusal

OWN = "/api/conversations"
STAFF = "/api/staff/conversations"


async def ask(buyer: Buyer, text: str = "Is it wool?", **about: str) -> dict[str, Any]:
    answer = await buyer.post(OWN, {"text": text, **about})
    found: dict[str, Any] = expect(answer, 201)
    return found


async def write(who: Buyer, path: str, text: str) -> dict[str, Any]:
    found: dict[str, Any] = expect(await who.post(f"{path}/messages", {"text": text}), 201)
    return found


def theirs(mill: Mill) -> str:
    return f"{mill.place}/conversations"


async def unread(who: Buyer, place: str = OWN) -> int:
    found: int = expect(await who.get(place))["unread"]
    return found


class Reader(OwnerWatcher):
    """Another tab of somebody who looks at what is new to them."""

    channel, event, listed, id = "conversations", "conversations", "conversations", "listId"

    @property
    def new(self) -> tuple[int, int]:
        found = self.known.get("conversations", {})
        return found.get("own", 0), found.get("selling", 0)


async def test_a_customer_asks_a_seller_who_answers(market: Market, visit: Visit) -> None:
    mill, anna = await a_mill(market, visit), await member(market, visit)
    key, about = uuid4().hex, {"productId": mill.goods.product_id}
    asked = {"text": " Is it <b>wool</b>? ", **about}
    first = expect(await anna.post(OWN, asked, key), 201)
    assert expect(await anna.post(OWN, asked, key), 201) == first
    refusal(await anna.post(OWN, {**asked, "text": "Else"}, key), 422, "idempotency-key-reused")
    one = first["conversation"]
    assert (one["about"]["kind"], one["about"]["id"]) == ("product", mill.goods.product_id)
    assert mill.place.endswith(one["seller"]["id"])
    assert (one["status"], one["messages"], one["unread"]) == ("open", 1, False)
    (message,) = first["messages"]
    assert (message["text"], message["side"], message["read"]) == (
        "Is it <b>wool</b>?", "customer", False,
    )  # fmt: skip

    place = f"{theirs(mill)}/{one['id']}"
    assert (await unread(anna), await unread(mill.who, theirs(mill))) == (0, 1)
    listed = expect(await mill.who.get(theirs(mill), unread="true"))["conversations"]
    assert [(row["id"], row["unread"], row["last"]["text"]) for row in listed] == [
        (one["id"], True, "Is it <b>wool</b>?")
    ]
    assert listed[0]["customer"]["email"] is None
    seen = expect(await mill.who.post(f"{place}/read", {"number": 1}))
    assert (seen["conversation"]["unread"], seen["messages"][0]["read"]) == (False, True)
    answered = await write(mill.who, place, "All of it.")
    assert answered["messages"][1]["name"]

    assert (await unread(anna), await unread(mill.who, theirs(mill))) == (1, 0)
    found = expect(await anna.get(f"{OWN}/{one['id']}"))
    assert [(row["side"], row["name"]) for row in found["messages"]] == [
        ("customer", found["messages"][0]["name"]), ("seller", None),
    ]  # fmt: skip
    expect(await anna.post(f"{OWN}/{one['id']}/read", {"number": 2}))
    assert await unread(anna) == 0
    refusal(await anna.post(f"{OWN}/{one['id']}/read", {"number": 3}), 404, "message-not-found")

    closed = expect(await mill.who.post(f"{place}/close", {}))["conversation"]
    assert (closed["status"], closed["closedBy"]) == ("closed", "seller")
    again = await ask(anna, "And the lining?", **about)
    assert (again["conversation"]["id"], again["conversation"]["status"]) == (one["id"], "open")
    assert (
        expect(await anna.get(OWN, about=mill.goods.product_id))["conversations"][0]["id"]
        == (one["id"])
    )


async def test_nobody_else_finds_it(market: Market, visit: Visit) -> None:
    mill, other = await a_mill(market, visit), await a_mill(market, visit)
    anna, ben, guest = await member(market, visit), await member(market, visit), visit(market)
    made = await ask(anna, productId=mill.goods.product_id)
    one = f"{OWN}/{made['conversation']['id']}"
    for who in (ben, mill.who):
        refusal(await who.get(one), 404, "conversation-not-found")
        said = await who.post(f"{one}/messages", {"text": "Me"})
        refusal(said, 404, "conversation-not-found")
        assert expect(await who.get(OWN))["conversations"] == []
    refusal(await guest.get(one), 401, "login-required")
    said = await guest.post(OWN, {"text": "Hi", "productId": mill.goods.product_id})
    refusal(said, 401, "login-required")
    number = one.rpartition("/")[2]
    refusal(await other.who.get(f"{theirs(other)}/{number}"), 404, "conversation-not-found")
    refusal(await other.who.get(f"{theirs(mill)}/{number}"), 404, "seller-not-found")
    assert expect(await other.who.get(theirs(other)))["conversations"] == []
    refusal(await anna.get(f"{STAFF}/{number}"), 403, "forbidden")
    refusal(await anna.get(f"{OWN}/{NOBODYS}"), 404, "conversation-not-found")


async def test_an_order_is_asked_about_at_its_seller_or_the_shop(
    market: Market, visit: Visit
) -> None:
    mill, anna = await a_mill(market, visit), await member(market, visit, 10_000)
    order = await paid(anna, mill.goods)
    seller = mill.place.rpartition("/")[2]
    to_seller = await ask(anna, "When?", orderId=order, sellerId=seller)
    to_shop = await ask(anna, "When?", orderId=order)
    assert to_seller["conversation"]["id"] != to_shop["conversation"]["id"]
    assert to_shop["conversation"]["seller"] is None
    assert to_shop["conversation"]["about"]["name"]
    other = await a_mill(market, visit)
    asked = {"text": "When?", "orderId": order, "sellerId": other.place.rpartition("/")[2]}
    refusal(await anna.post(OWN, asked), 404, "seller-not-found")
    ben = await member(market, visit)
    refusal(await ben.post(OWN, {"text": "When?", "orderId": order}), 404, "order-not-found")
    both = {"text": "When?", "orderId": order, "productId": mill.goods.product_id}
    refusal(await anna.post(OWN, both), 422, "invalid-request")
    refusal(await anna.post(OWN, {"text": "x" * 2001, "orderId": order}), 422, "invalid-request")
    refusal(await anna.post(OWN, {"text": " \u200e", "orderId": order}), 422, "message-empty")


async def test_pages_of_messages_and_conversations(market: Market, visit: Visit) -> None:
    anna = await member(market, visit)
    made = [await ask(anna, f"{n}", productId=market.goods().product_id) for n in range(3)]
    path = f"{OWN}/{made[0]['conversation']['id']}"
    for number in range(2, 6):
        await write(anna, path, f"{number}")
    last = expect(await anna.get(path, limit="2"))
    assert [one["number"] for one in last["messages"]] == [4, 5]
    before = expect(await anna.get(path, limit="2", cursor=last["nextCursor"]))
    assert [one["number"] for one in before["messages"]] == [2, 3]
    first = expect(await anna.get(path, limit="2", cursor=before["nextCursor"]))
    assert ([one["number"] for one in first["messages"]], first["nextCursor"]) == ([1], None)
    for forged in ("nonsense", encode_cursor(2**40), encode_cursor(-1)):
        refusal(await anna.get(path, cursor=forged), 400, "bad-cursor")
    page = expect(await anna.get(OWN, limit="2"))
    rest = expect(await anna.get(OWN, limit="2", cursor=page["nextCursor"]))
    order = [one["id"] for one in page["conversations"] + rest["conversations"]]
    assert order == [made[at]["conversation"]["id"] for at in (0, 2, 1)]


async def test_staff_answer_for_the_shop_and_in_place_of_a_suspended_seller(
    market: Market, visit: Visit
) -> None:
    mill, anna = await a_mill(market, visit), await member(market, visit)
    made = await ask(anna, productId=mill.goods.product_id)
    one = made["conversation"]["id"]
    seller = f"/api/staff/sellers/{mill.place.rpartition('/')[2]}"
    expect(market.staff.post(f"{seller}/suspend", json={"reason": "Nothing is sent"}))
    place = f"{theirs(mill)}/{one}"
    for step, body in (("messages", {"text": "Hi"}), ("close", {})):
        refusal(await mill.who.post(f"{place}/{step}", body), 403, "seller-suspended")
    expect(await mill.who.post(f"{place}/read", {"number": 1}))
    answer = market.staff.post(f"{STAFF}/{one}/messages", json={"text": "They are away."})
    found = expect(answer, 201)
    assert found["conversation"]["seller"]["suspended"]
    assert found["conversation"]["customer"]["email"]
    assert await unread(anna) == 1
    assert expect(await anna.get(f"{OWN}/{one}"))["messages"][1]["side"] == "shop"

    shops = await ask(anna, productId=market.goods().product_id)
    own = {"whose": "shop", "unread": "true", "limit": "100"}
    rows = expect(market.staff.get(STAFF, params=own))["conversations"]
    ids = [row["id"] for row in rows]
    assert shops["conversation"]["id"] in ids and one not in ids
    expect(market.staff.post(f"{STAFF}/{shops['conversation']['id']}/read", json={"number": 1}))
    rows = expect(market.staff.get(STAFF, params=own))["conversations"]
    assert shops["conversation"]["id"] not in [row["id"] for row in rows]


async def test_staff_read_hide_and_show_and_that_is_kept(market: Market, visit: Visit) -> None:
    mill, anna = await a_mill(market, visit), await member(market, visit)
    one = (await ask(anna, productId=mill.goods.product_id))["conversation"]["id"]
    place, path = f"{theirs(mill)}/{one}", f"{STAFF}/{one}"
    await write(mill.who, place, "Rude words")
    told = expect(await anna.post(f"{OWN}/{one}/messages/2/report", {"reason": "Rude"}))
    assert told["messages"][1]["reported"]
    mine = await anna.post(f"{OWN}/{one}/messages/1/report", {"reason": "Rude"})
    refusal(mine, 404, "message-not-found")
    reported = expect(market.staff.get(STAFF, params={"reported": "true", "limit": "100"}))
    assert one in [row["id"] for row in reported["conversations"]]
    for _ in range(2):
        expect(market.staff.get(path))
    why = {"reason": "Be kind"}
    hidden = expect(market.staff.post(f"{path}/messages/2/hide", json=why))
    assert (hidden["messages"][1]["text"], hidden["messages"][1]["reportedReason"]) == (
        "Rude words", "Rude",
    )  # fmt: skip
    row = expect(await anna.get(OWN))["conversations"][0]
    assert row["last"] == {"side": "seller", "text": "", "hidden": True}
    for who, at, reason in ((anna, f"{OWN}/{one}", None), (mill.who, place, "Be kind")):
        message = expect(await who.get(at))["messages"][1]
        assert (message["text"], message["hidden"], message["hiddenReason"]) == ("", True, reason)
    expect(market.staff.post(f"{path}/messages/2/show", json={}))
    assert expect(await anna.get(f"{OWN}/{one}"))["messages"][1]["text"] == "Rude words"
    none: httpx.Response = market.staff.post(f"{path}/messages/3/hide", json=why)
    refusal(none, 404, "message-not-found")
    refusal(market.staff.get(f"{STAFF}/{NOBODYS}"), 404, "conversation-not-found")


async def test_what_is_new_is_told_live_to_the_other_side_alone(
    market: Market, visit: Visit
) -> None:
    mill, anna, ben = (
        await a_mill(market, visit),
        await member(market, visit),
        await member(market, visit),
    )
    async with (
        Reader(market.url, cookies(anna)) as hers,
        Reader(market.url, cookies(mill.who)) as mills,
        Reader(market.url, cookies(ben)) as others,
    ):
        for reader in (hers, mills, others):
            await reader.subscribe()
        one = (await ask(anna, productId=mill.goods.product_id))["conversation"]["id"]
        await mills.until(lambda: mills.new == (0, 1))
        await write(mill.who, f"{theirs(mill)}/{one}", "All of it.")
        await hers.until(lambda: hers.new == (1, 0))
        await mills.until(lambda: mills.new == (0, 0))
        version = hers.known["conversations"]["version"]
        await write(mill.who, f"{theirs(mill)}/{one}", "And more.")
        await hers.until(lambda: hers.known["conversations"]["version"] > version)
        expect(await anna.post(f"{OWN}/{one}/read", {"number": 3}))
        await hers.until(lambda: hers.new == (0, 0))
        assert others.new == (0, 0)


async def test_staffs_home_counts_what_nobody_has_read_and_what_was_reported(
    market: Market, visit: Visit
) -> None:
    def to_do() -> tuple[int, int]:
        counts = expect(market.staff.get("/api/staff/home"))["toDo"]
        return counts["messages"], counts["reported"]

    mill, anna = await a_mill(market, visit), await member(market, visit)
    before = to_do()
    await ask(anna, productId=mill.goods.product_id)
    assert to_do() == before, "the seller is to answer"
    made = await ask(anna, productId=market.goods().product_id)
    one = f"{STAFF}/{made['conversation']['id']}"
    assert to_do() == (before[0] + 1, before[1])
    expect(market.staff.post(f"{one}/messages", json={"text": "Not yet."}), 201)
    assert to_do() == before
    expect(await anna.post(f"{one.replace('/staff', '')}/messages/2/report", {"reason": "Rude"}))
    assert to_do() == (before[0], before[1] + 1)
    expect(market.staff.post(f"{one}/messages/2/hide", json={"reason": "It was"}))
    assert to_do() == before
