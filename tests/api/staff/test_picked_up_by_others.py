"""Somebody else picks an order up; whoever comes for it says a code, by which the desk finds it."""

from collections.abc import Callable
from typing import Any

import httpx

from holdfast.api.contract.examples_addresses import ADDRESS
from tests.api.staff.test_parcels import make, order_of, step
from tests.api.staff.test_picked_up import bought_by, mailed
from tests.api.staff.test_picked_up import market as market
from tests.api.staff.test_picked_up import post as post
from tests.support.mail_server import MailServer
from tests.support.market import Buyer, Market, expect, refusal

Visit = Callable[..., Buyer]
ANN = {"name": " Ann Lee ", "phone": "+49 30 901820"}
FIND = "/api/staff/pickups/find"


async def ready(buyer: Buyer, market: Market, email: str) -> tuple[str, dict[str, Any]]:
    """An order that waits at the desk, and its parcel as its buyer sees it."""
    order_id = await bought_by(buyer, market, email)
    (packed,) = order_of(make(market, order_id, {"packed": True}))["parcels"]
    step(market, order_id, packed["id"], "ship", {})
    (parcel,) = (await buyer.order({"orderId": order_id}))["parcels"]
    return order_id, parcel


def find(market: Market, code: str) -> httpx.Response:
    return market.staff.post(FIND, json={"code": code})


async def test_the_desk_hands_over_by_the_code_that_the_buyer_passed_on(
    market: Market, visit: Visit, post: MailServer
) -> None:
    buyer, email = visit(market), "passes-on@test.example"
    order_id, parcel = await ready(buyer, market, email)
    code = parcel["pickupCode"]
    assert code in await mailed(post, email, "is ready to be picked up")
    told = expect(await buyer.http.put(f"/api/orders/{order_id}/collector",
                                       json={"collector": ANN}))["order"]  # fmt: skip
    assert told["collector"] == {"name": "Ann Lee", "phone": "+4930901820"}
    (found,) = expect(find(market, f"{code[:3]} {code[3:]}"))["pickups"]
    assert (found["orderId"], found["collector"]) == (order_id, told["collector"])
    assert found["parcel"]["id"] == parcel["id"]
    assert order_of(market.staff.get(f"/api/staff/orders/{order_id}"))["collector"]

    one = parcel["id"]
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    told = refusal(step(market, order_id, one, "deliver", {"code": wrong}),
                   422, "pickup-code-wrong")  # fmt: skip
    assert told["field"] == "code"
    done = order_of(step(market, order_id, one, "deliver", {"code": code}))
    assert (done["status"], done["parcels"][0]["status"]) == ("completed", "delivered")
    refusal(find(market, code), 422, "pickup-code-wrong")
    (own,) = (await buyer.order({"orderId": order_id}))["parcels"]
    assert "pickupCode" not in own


async def test_nobody_but_the_buyer_sees_the_code(market: Market, visit: Visit) -> None:
    buyer = visit(market)
    order_id, parcel = await ready(buyer, market, "keeps-it@test.example")
    code = parcel["pickupCode"]
    for text in (
        market.staff.get(f"/api/staff/orders/{order_id}").text,
        market.staff.get(f"/api/orders/{order_id}").text,
        (await visit(market).get(f"/api/track/{parcel['link']}")).text,
        find(market, code).text,
    ):
        assert f'"{code}"' not in text
    refusal(await visit(market).post(FIND, {"code": code}), 401, "login-required")


async def test_who_picks_it_up_is_said_by_the_buyer_alone_until_it_is_handed_over(
    market: Market, visit: Visit
) -> None:
    buyer = visit(market)
    order_id, parcel = await ready(buyer, market, "says-who@test.example")
    path = f"/api/orders/{order_id}/collector"
    stranger = await visit(market).http.put(path, json={"collector": ANN})
    refusal(stranger, 404, "order-not-found")
    for wrong, field in (({"name": "  "}, "name"), ({"name": "Ann", "phone": "1"}, "phone")):
        told = refusal(
            await buyer.http.put(path, json={"collector": wrong}), 422, "collector-invalid"
        )
        assert told["field"] == f"collector.{field}"
    for wanted in (ANN, None):
        shown = expect(await buyer.http.put(path, json={"collector": wanted}))["order"]
        assert bool(shown["collector"]) == bool(wanted)
    order_of(step(market, order_id, parcel["id"], "deliver"))
    over = await buyer.http.put(path, json={"collector": ANN})
    refusal(over, 409, "not-to-pick-up")


async def test_what_is_sent_is_picked_up_by_nobody(market: Market, visit: Visit) -> None:
    buyer = visit(market)
    how = {"shippingMethod": "post", "shippingAddress": ADDRESS}
    order_id = await bought_by(buyer, market, "sent@test.example", **how)
    told = await buyer.http.put(f"/api/orders/{order_id}/collector", json={"collector": ANN})
    refusal(told, 409, "not-to-pick-up")
    (parcel,) = order_of(make(market, order_id, {"packed": True}))["parcels"]
    step(market, order_id, parcel["id"], "ship")
    by_code = step(market, order_id, parcel["id"], "deliver", {"code": "000000"})
    refusal(by_code, 422, "pickup-code-wrong")
