"""Questions about a product over HTTP: shoppers ask, the shop answers, everybody reads; staff
hide."""

from typing import Any

import httpx

from tests.api.shop.wallet_buyers import Visit, member
from tests.support.market import Buyer, Goods, Market, expect, refusal

STAFF_PATH = "/api/staff/reviews"


def path(goods: Goods, what: str = "question") -> str:
    return f"/api/products/{goods.product_id}/{what}"


async def ask(someone: Buyer, goods: Goods, text: str) -> httpx.Response:
    return await someone.http.put(path(goods), json={"text": text})


async def listed(reader: Buyer, goods: Goods, **query: Any) -> dict[str, Any]:
    found: dict[str, Any] = expect(await reader.get(path(goods, "questions"), **query))
    return found


async def texts(reader: Buyer, goods: Goods, **query: Any) -> list[str]:
    return [one["text"] for one in (await listed(reader, goods, **query))["questions"]]


def answer(market: Market, question: dict[str, Any], text: str) -> httpx.Response:
    said = {"text": text, "version": question["version"]}
    return market.staff.put(f"/api/questions/{question['id']}/answer", json=said)


def of_product(market: Market, goods: Goods, **query: Any) -> list[dict[str, Any]]:
    asked = {"kind": "question", "productId": goods.product_id} | query
    found: list[dict[str, Any]] = expect(market.staff.get(STAFF_PATH, params=asked))["reviews"]
    return found


def moderate(market: Market, action: str, *found: Any, **more: Any) -> httpx.Response:
    named = [{"id": one["id"], "version": one["version"]} for one in found]
    asked = {"action": action, "kind": "question", "reviews": named} | more
    return market.staff.post(STAFF_PATH, json=asked)


async def test_a_question_shows_at_once_and_the_shop_answers_it_for_all(
    market: Market, visit: Visit
) -> None:
    goods, guest, shopper = market.goods(3), visit(market), await member(market, visit)
    nothing = {"questions": [], "count": 0, "nextCursor": None}
    assert await listed(guest, goods) == nothing
    assert expect(await guest.get(path(goods)))["whyNot"] == "login"
    refusal(await ask(guest, goods, "Warm?"), 401, "login-required")
    assert expect(await shopper.get(path(goods))) == {
        "question": None, "mayAsk": True, "whyNot": None, "mayAnswer": False,
    }  # fmt: skip
    refusal(await ask(shopper, goods, " \n "), 422, "question-empty")
    own = expect(await ask(shopper, goods, " Is it warm? "))["question"]
    assert (own["text"], own["answered"], own["hidden"]) == ("Is it warm?", False, False)

    found = await listed(guest, goods)
    (question,) = found["questions"]
    name = expect(await shopper.get("/api/session"))["user"]["name"]
    assert (question["text"], question["username"], question["answer"], found["count"]) == (
        "Is it warm?", name, None, 1,
    )  # fmt: skip
    assert of_product(market, goods, status="unanswered")[0]["id"] == question["id"]
    reply = f"/api/questions/{question['id']}/answer"
    said = {"text": "Yes", "version": question["version"]}
    refusal(await shopper.http.put(reply, json=said), 404, "product-question-not-found")
    refusal(answer(market, question, " "), 422, "answer-empty")
    assert answer(market, question, "Down to -10 °C.").status_code == 204
    (question,) = (await listed(guest, goods))["questions"]
    assert question["answer"]["text"] == "Down to -10 °C."
    assert of_product(market, goods, status="unanswered") == []
    assert expect(market.staff.get(path(goods)))["mayAnswer"] is True


async def test_one_question_of_a_person_waits_at_a_time(market: Market, visit: Visit) -> None:
    goods, shopper = market.goods(3), await member(market, visit)
    first = expect(await ask(shopper, goods, "Is it warm?"))["question"]["id"]
    (read,) = (await listed(shopper, goods))["questions"]
    assert expect(await ask(shopper, goods, "How warm is it?"))["question"]["id"] == first
    refusal(answer(market, read, "Yes"), 409, "question-changed")
    (read,) = (await listed(shopper, goods))["questions"]
    assert (read["text"], read["editedAt"] is None) == ("How warm is it?", False)
    assert answer(market, read, "Very").status_code == 204
    for _ in range(2):  # the same words again are the same question
        assert expect(await ask(shopper, goods, "How warm is it?"))["question"]["id"] == first
    second = expect(await ask(shopper, goods, "And light?"))["question"]["id"]
    assert second != first
    # Those with an answer stand first.
    assert await texts(shopper, goods) == ["How warm is it?", "And light?"]
    page = await listed(shopper, goods, limit=1)
    assert (page["count"], [one["id"] for one in page["questions"]]) == (2, [first])
    assert await texts(shopper, goods, limit=1, cursor=page["nextCursor"]) == ["And light?"]


async def test_questions_are_found_by_the_words_of_them_and_of_their_answers(
    market: Market, visit: Visit
) -> None:
    goods = market.goods(3)
    for text, said in (("Does it fit 100% of laptops?", "Up to 16 inches"), ("Is it warm?", "")):
        shopper = await member(market, visit)
        own = expect(await ask(shopper, goods, text))["question"]
        if said:
            (asked,) = [one for one in of_product(market, goods) if one["id"] == own["id"]]
            assert answer(market, asked, said).status_code == 204
    reader = visit(market)
    assert await texts(reader, goods, q="LAPTOPS inches") == ["Does it fit 100% of laptops?"]
    assert await texts(reader, goods, q="0%") == ["Does it fit 100% of laptops?"]
    assert await texts(reader, goods, q="warm inches") == []
    assert (await listed(reader, goods, q="nothing"))["count"] == 2


async def test_who_asked_takes_it_back_and_nobody_else_does(market: Market, visit: Visit) -> None:
    goods, shopper, other = (
        market.goods(3),
        await member(market, visit),
        await member(market, visit),
    )
    own = expect(await ask(shopper, goods, "Is it warm?"))["question"]
    at = f"/api/questions/{own['id']}"
    refusal(await other.http.delete(at), 404, "product-question-not-found")
    for _ in range(2):
        assert expect(await shopper.http.delete(at))["question"] is None
    assert await texts(shopper, goods) == []
    assert of_product(market, goods) == []


async def test_so_many_are_asked_in_a_day(market: Market, visit: Visit) -> None:
    goods, shopper = market.goods(3), await member(market, visit)
    for n in range(10):
        own = expect(await ask(shopper, goods, f"Question {n}"))["question"]
        expect(await shopper.http.delete(f"/api/questions/{own['id']}"))
    problem = refusal(await ask(shopper, goods, "One more"), 409, "too-many-questions")
    assert problem["detail"] == "You have asked 10 questions today. Ask again tomorrow."


async def test_staff_hide_a_question_with_a_reason_that_its_author_reads(
    market: Market, visit: Visit
) -> None:
    goods, shopper, reader = market.goods(3), await member(market, visit), visit(market)
    expect(await ask(shopper, goods, "Call me at 555-0100"))
    (row,) = of_product(market, goods, status="new")
    assert (row["rating"], row["text"], row["new"]) == (None, "Call me at 555-0100", True)
    expect(await ask(shopper, goods, "Call me at 555-0101"))
    assert expect(moderate(market, "hide", row, reason="No"))["changed"] == [row["id"]]
    (row,) = of_product(market, goods)
    refusal(moderate(market, "hide", row), 422, "invalid-request")
    done = expect(moderate(market, "hide", row, reason="Personal data"))
    assert [(one["hidden"], one["hiddenReason"]) for one in done["reviews"]] == [
        (True, "Personal data")
    ]
    assert await texts(reader, goods) == []
    own = expect(await shopper.get(path(goods)))["question"]
    assert (own["hidden"], own["hiddenReason"]) == (True, "Personal data")
    refusal(answer(market, row, "Hello"), 404, "product-question-not-found")
    expect(await ask(shopper, goods, "What does it weigh?"))  # hidden until staff look again
    assert await texts(reader, goods) == []
    (row,) = of_product(market, goods, status="new")
    expect(moderate(market, "show", row))
    assert await texts(reader, goods) == ["What does it weigh?"]
    refusal(
        market.staff.post(
            STAFF_PATH,
            json={"action": "show", "reviews": [{"id": row["id"], "version": 1}]},
        ),
        404,
        "review-not-found",
    )
