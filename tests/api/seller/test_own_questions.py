"""Questions about a seller's goods: theirs to answer, and not to ask."""

from tests.api.seller.own_sales import a_mill
from tests.api.shop.wallet_buyers import Visit, member
from tests.support.market import Market, expect, refusal


async def test_a_seller_finds_what_waits_and_answers_it(market: Market, visit: Visit) -> None:
    mill, other = await a_mill(market, visit), await a_mill(market, visit)
    shopper = await member(market, visit)
    at = f"/api/products/{mill.goods.product_id}/question"
    refusal(await mill.who.http.put(at, json={"text": "How good is it?"}), 403, "own-goods")
    seen = expect(await mill.who.get(at))
    assert (seen["mayAsk"], seen["whyNot"], seen["mayAnswer"]) == (False, "own-goods", True)
    asked = expect(await shopper.http.put(at, json={"text": "Is it wool?"}))["question"]

    theirs = f"{mill.place}/questions"
    refusal(await other.who.get(theirs), 404, "seller-not-found")
    found = expect(await mill.who.get(theirs, status="unanswered"))
    (row,) = found["questions"]
    assert (row["question"]["id"], row["question"]["text"], found["unanswered"]) == (
        asked["id"], "Is it wool?", 1,
    )  # fmt: skip
    of_shop = {"kind": "question", "status": "unanswered", "productId": mill.goods.product_id}
    assert expect(market.staff.get("/api/staff/reviews", params=of_shop))["reviews"] == []

    answer = f"/api/questions/{asked['id']}/answer"
    said = {"text": "All of it.", "version": row["question"]["version"]}
    refusal(await other.who.http.put(answer, json=said), 404, "product-question-not-found")
    for _ in range(2):
        assert (await mill.who.http.put(answer, json=said)).status_code == 204
    found = expect(await mill.who.get(theirs, status="unanswered"))
    assert (found["questions"], found["unanswered"]) == ([], 0)
    (row,) = expect(await mill.who.get(theirs, status="answered"))["questions"]
    assert row["question"]["answer"]["text"] == "All of it."
