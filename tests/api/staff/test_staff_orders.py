"""Staff find orders, see who bought, go through them page by page, take them along as CSV."""

import csv
import io
import itertools
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from holdfast.api.contract.examples_addresses import ADDRESS
from tests.support.market import Buyer, Goods, Market, eventually, expect, refusal
from tests.support.patience import PATIENCE

Visit = Callable[..., Buyer]
ORDERS = "/api/staff/orders"


def listed(market: Market, **query: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = expect(market.staff.get(ORDERS, params=query))["orders"]
    return found


def numbers(market: Market, **query: Any) -> list[str]:
    return [order["number"] for order in listed(market, **query)]


def typed(market: Market, visit: Visit) -> tuple[Buyer, str]:
    """A buyer of a new typed id."""
    handle = f"ann-{uuid4().hex[:12]}"
    return visit(market, **{"X-User-Id": handle}), handle


def sku_of(market: Market, goods: Goods) -> str:
    product = market.product(goods.product_id)["product"]
    (sku,) = [one["sku"] for one in product["variants"] if one["id"] == goods.variant_id]
    return str(sku)


async def test_an_order_is_found_by_whatever_is_known_of_it(market: Market, visit: Visit) -> None:
    buyer, handle = typed(market, visit)
    goods = market.goods(5)
    reservation = await buyer.buy(goods)
    number = reservation["number"]
    payment = str((await buyer.order(reservation))["paymentId"])
    (order,) = listed(market, q=number)
    assert order["buyer"]["kind"] == "typed"
    assert order["buyer"]["name"] == handle
    assert order["buyer"]["email"] is None
    assert (order["status"], order["payment"], order["provider"]) == ("paid", "paid", "demo")
    assert [(item["sku"], item["quantity"]) for item in order["items"]] == [
        (sku_of(market, goods), 1)
    ]
    owner = order["owner"]
    ids = (reservation["orderId"], reservation["reservationId"], payment)
    for q in (number.lower(), number[:6], handle, owner, owner[5:], sku_of(market, goods), *ids):
        assert number in numbers(market, q=q), q
    assert numbers(market, q=f"nobody-{uuid4()}") == []
    assert numbers(market, q="%") == []
    assert numbers(market, q="____") == []


async def test_a_guests_order_says_that_a_guest_bought(market: Market, visit: Visit) -> None:
    reservation = await visit(market).buy(market.goods(1))
    (order,) = listed(market, q=reservation["number"])
    assert order["buyer"]["kind"] == "guest"
    assert order["buyer"]["name"] is order["buyer"]["email"] is order["buyer"]["userId"] is None
    assert numbers(market, q=order["owner"]) == [reservation["number"]]


async def test_a_guest_is_known_and_found_by_whom_the_order_goes_to(
    market: Market, visit: Visit
) -> None:
    mark, goods = uuid4().hex[:8], market.goods(4)
    to = ADDRESS | {"name": f"Marie-Louise O'{mark}", "email": f"{mark}@guest.example"}
    buyer = visit(market)
    asked: dict[str, Any] = {"items": [goods.line()], "shippingAddress": to}
    sent = expect(await buyer.post("/api/orders/reserve", asked))
    for q in (mark, f"O'{mark.upper()}", f"louise {mark}"):
        assert numbers(market, q=q) == [sent["number"]], q
    (row,) = listed(market, q=mark)
    opened = expect(market.staff.get(f"{ORDERS}/{sent['orderId']}"))
    for shown in (row["buyer"], opened["buyer"]):
        assert (shown["kind"], shown["userId"]) == ("guest", None)
        assert (shown["name"], shown["email"]) == (to["name"], to["email"])
    assert opened["order"]["timeline"][0]["actorName"] == to["name"]
    (line,) = csv.DictReader(
        io.StringIO(market.staff.get(ORDERS, params={"q": mark, "format": "csv"}).text)
    )
    assert (line["buyer"], line["email"]) == (to["name"], to["email"])

    # Who called, and is known as a client only.
    caller = {"name": f"Caller {mark}", "phone": "+49 30 555 0199"}
    asked = {"items": [goods.line()], "newClient": caller}
    taken = expect(market.staff.post(ORDERS, json=asked), 201)["order"]
    assert numbers(market, q=f"caller {mark}") == [taken["number"]]
    assert listed(market, q=taken["number"])[0]["buyer"]["name"] == caller["name"]


async def test_a_buyer_is_found_by_name_and_by_mail(market: Market) -> None:
    goods = market.goods(1)
    with httpx.Client(base_url=market.url, timeout=PATIENCE) as customer:
        known = {"email": "customer@example.com", "password": "holdfast-customer"}
        expect(customer.post("/api/session/login", json=known))
        asked = {"items": [goods.line()]}
        number = expect(customer.post("/api/orders/reserve", json=asked))["number"]
        for q in ("carl", "Customer Carl", "customer@example.com", "CUSTOMER@example", number):
            assert number in numbers(market, q=q), q
        (order,) = listed(market, q=number)
        assert order["buyer"] | {"owner": "", "userId": ""} == {
            "owner": "", "kind": "user", "userId": "", "name": "Carl Customer",
            "email": "customer@example.com",
        }  # fmt: skip
        expect(customer.post("/api/orders/cancel", json={"orderId": order["id"]}))


async def test_filters_leave_out_what_does_not_fit(market: Market, visit: Visit) -> None:
    buyer, handle = typed(market, visit)
    goods = market.goods(5)
    pending = expect(await buyer.reserve(goods))["number"]
    paid = (await buyer.buy(goods))["number"]
    gone = await buyer.buy(goods)
    expect(await buyer.cancel(orderId=gone["orderId"]))
    cancelled = gone["number"]

    async def refunded() -> bool:
        return numbers(market, q=handle, payment="refunded") == [cancelled]

    await eventually(refunded, PATIENCE, "the money is back")
    assert numbers(market, q=handle) == [cancelled, paid, pending]  # newest first
    assert numbers(market, q=handle, status="pending") == [pending]
    assert numbers(market, q=handle, status="paid") == [paid]
    assert numbers(market, q=handle, status="cancelled") == [cancelled]
    assert numbers(market, q=handle, status="completed") == []
    assert numbers(market, q=handle, payment="unpaid") == [pending]
    assert numbers(market, q=handle, payment="paid") == [paid]
    assert numbers(market, q=handle, provider="demo") == [cancelled, paid]
    assert numbers(market, q=handle, provider="wallet") == []
    assert cancelled in numbers(market, provider="demo", payment="refunded")


async def test_a_day_is_from_one_moment_to_before_another(market: Market, visit: Visit) -> None:
    buyer, handle = typed(market, visit)
    expect(await buyer.reserve(market.goods(1)))
    (order,) = listed(market, q=handle)
    at = datetime.fromisoformat(order["createdAt"])
    a_bit = timedelta(milliseconds=1)  # as exactly as times are told

    def within(since: datetime, until: datetime) -> int:
        return len(listed(market, q=handle, **{"from": since.isoformat(), "to": until.isoformat()}))

    day = timedelta(days=1)
    assert within(at - day, at + day) == 1
    assert within(at, at + a_bit) == 1
    assert within(at - day, at) == 0
    assert within(at + a_bit, at + day) == 0
    today = datetime.now(UTC).date()
    assert order["number"] in numbers(market, **{"from": str(today - day)})


async def test_pages_stay_as_they_are_while_orders_come_in(market: Market, visit: Visit) -> None:
    buyer, handle = typed(market, visit)
    goods = market.goods(10)
    before = [expect(await buyer.reserve(goods))["number"] for _ in range(5)]
    page = expect(market.staff.get(ORDERS, params={"q": handle, "limit": 2}))
    seen = [order["number"] for order in page["orders"]]
    expect(await buyer.reserve(goods))
    while page["nextCursor"]:
        query = {"q": handle, "limit": 2, "cursor": page["nextCursor"]}
        page = expect(market.staff.get(ORDERS, params=query))
        seen += [order["number"] for order in page["orders"]]
    assert seen == before[::-1]
    expect(await buyer.cancel(orderId=listed(market, q=handle)[0]["id"]))


async def test_the_csv_has_what_is_shown(market: Market, visit: Visit) -> None:
    buyer, handle = typed(market, visit)
    goods = market.goods(5)
    await buyer.buy(goods, quantity=2)
    await buyer.buy(goods)
    answer = market.staff.get(ORDERS, params={"q": handle, "format": "csv", "limit": 1})
    assert answer.headers["content-type"].startswith("text/csv")
    assert 'filename="orders.csv"' in answer.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["units"] for row in rows] == ["1", "2"]
    assert rows[1]["total"] == "10.00"  # of two for 500 cents each
    assert rows[1]["items"] == f"2 x {sku_of(market, goods)}"
    assert {row["buyer"] for row in rows} == {handle}
    assert {row["payment"] for row in rows} == {"paid"}


async def test_what_could_be_a_formula_is_none(market: Market, visit: Visit) -> None:
    handle = f"=1+{uuid4().hex[:8]}"
    await visit(market, **{"X-User-Id": handle}).buy(market.goods(1))
    text = market.staff.get(ORDERS, params={"q": handle, "format": "csv"}).text
    assert f"'{handle}" in text


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"status": "held"}, "status"),
        ({"payment": "gone"}, "payment"),
        ({"from": "yesterday"}, "from"),
        ({"to": "0.5"}, "to"),
        ({"limit": 0}, "limit"),
        ({"limit": 101}, "limit"),
        ({"q": "x" * 201}, "q"),
        ({"format": "pdf"}, "format"),
    ],
)
async def test_a_bad_question_is_told_as_such(
    market: Market, query: dict[str, Any], field: str
) -> None:
    problem = refusal(market.staff.get(ORDERS, params=query), 422, "invalid-request")
    assert problem["field"] == field


async def test_a_forged_cursor_is_refused(market: Market) -> None:
    for form in ("json", "csv"):
        query = {"cursor": "Zm9yZ2Vk", "format": form}
        refusal(market.staff.get(ORDERS, params=query), 400, "bad-cursor")


async def test_only_staff_see_orders_of_others(market: Market, visit: Visit) -> None:
    buyer, _ = typed(market, visit)
    reservation = await buyer.buy(market.goods(1))
    one = f"{ORDERS}/{reservation['orderId']}"
    for path in (ORDERS, one):
        refusal(await visit(market).get(path), 401, "login-required")
        refusal(await buyer.get(path), 403, "forbidden")
    note = f"{one}/notes"
    refusal(await visit(market).post(note, {"text": "mine"}), 401, "login-required")
    refusal(await buyer.post(note, {"text": "mine"}), 403, "forbidden")


async def test_an_order_with_staffs_eyes(market: Market, visit: Visit) -> None:
    buyer, handle = typed(market, visit)
    goods = market.goods(5)
    reservation = await buyer.buy(goods)
    seen = expect(market.staff.get(f"{ORDERS}/{reservation['orderId']}"))
    assert seen["order"]["number"] == reservation["number"]
    assert seen["buyer"]["name"] == handle
    assert [item["sku"] for item in seen["order"]["items"]] == [sku_of(market, goods)]
    assert [(one["provider"], one["status"]) for one in seen["payments"]] == [("demo", "succeeded")]
    what = [one["what"] for one in seen["order"]["timeline"]]
    assert sorted(what) == ["captured", "held", "paid"]
    held = next(one for one in seen["order"]["timeline"] if one["what"] == "held")
    assert held["actor"] == seen["buyer"]["owner"]
    assert held["actorName"] == handle
    assert held["request"]
    assert all(one["actor"] for one in seen["order"]["timeline"])
    assert seen["notes"] == []


async def test_an_order_that_is_not_there(market: Market) -> None:
    refusal(market.staff.get(f"{ORDERS}/{uuid4()}"), 404, "order-not-found")
    refusal(market.staff.post(f"{ORDERS}/{uuid4()}/notes", json={"text": "x"}), 404,
            "order-not-found")  # fmt: skip


async def test_a_note_is_kept_once_with_who_wrote_it(market: Market, visit: Visit) -> None:
    buyer, _ = typed(market, visit)
    reservation = expect(await buyer.reserve(market.goods(1)))
    path = f"{ORDERS}/{reservation['orderId']}/notes"
    key = {"Idempotency-Key": str(uuid4())}
    body = {"text": "  Called: comes on Monday  "}
    for _ in range(2):
        answer = market.staff.post(path, json=body, headers=key)
        (note,) = expect(answer)["notes"]
    assert note["data"] == {"text": "Called: comes on Monday"}
    assert note["action"] == "order.note"
    assert note["actorName"] == "Mina Manager"
    assert note["request"]
    other = market.staff.post(path, json={"text": "Something else"}, headers=key)
    refusal(other, 422, "idempotency-key-reused")
    newest = expect(market.staff.post(path, json={"text": "A second one"}))["notes"]
    assert [one["data"]["text"] for one in newest] == ["A second one", "Called: comes on Monday"]
    assert "notes" not in await buyer.order(reservation)
    assert "Monday" not in (await buyer.get(f"/api/orders/{reservation['orderId']}")).text


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001, "a\x00b", None, 7])
async def test_a_note_says_something_of_a_bounded_length(
    market: Market, visit: Visit, text: object
) -> None:
    reservation = expect(await visit(market).reserve(market.goods(1)))
    path = f"{ORDERS}/{reservation['orderId']}/notes"
    refusal(market.staff.post(path, json={"text": text}), 422, "invalid-request")


async def test_an_order_has_so_many_notes_and_no_more(market: Market, visit: Visit) -> None:
    reservation = expect(await visit(market).reserve(market.goods(1)))
    path = f"{ORDERS}/{reservation['orderId']}/notes"
    for number in range(200):
        expect(market.staff.post(path, json={"text": f"note {number}"}))
    refusal(market.staff.post(path, json={"text": "one more"}), 409, "too-many-notes")


def test_an_orders_id_is_of_the_order_of_time(market: Market) -> None:
    """The list relies on it."""
    orders = listed(market, limit=100)
    ids = [UUID(order["id"]) for order in orders]
    assert ids == sorted(ids, reverse=True)
    for newer, older in itertools.pairwise(orders):
        before = datetime.fromisoformat(older["createdAt"])
        assert before - datetime.fromisoformat(newer["createdAt"]) < timedelta(seconds=5)
