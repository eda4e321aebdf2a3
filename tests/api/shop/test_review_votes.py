"""Readers say which reviews helped them, each once; the most helpful can be read first."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import httpx

from holdfast.kit import encode_cursor
from tests.api.shop.test_reviews import listed, moderate, of_product, owner_of, path, put
from tests.api.shop.wallet_buyers import Visit, member
from tests.support.market import Buyer, Goods, Market, expect, refusal


async def vote(who: Buyer, review: str, helpful: object = True) -> httpx.Response:
    return await who.http.put(f"/api/reviews/{review}/helpful", json={"helpful": helpful})


async def answer(who: Buyer, goods: Goods, **query: Any) -> dict[str, Any]:
    return expect(await who.get(path(goods, "reviews"), **query))


async def reviewed(
    market: Market, visit: Visit, goods: Goods, stars: Sequence[int]
) -> list[tuple[Buyer, str]]:
    """So many, each with who wrote it, in the order in which they were written."""
    found = []
    for count in stars:
        buyer = await owner_of(market, visit, goods)
        found.append((buyer, expect(await put(buyer, goods, count, "Fine."))["review"]["id"]))
    return found


async def test_a_reader_finds_a_review_helpful_once_and_no_longer(
    market: Market, visit: Visit
) -> None:
    goods, guest, reader = market.goods(9), visit(market), await member(market, visit)
    ((author, review),) = await reviewed(market, visit, goods, [4])
    refusal(await vote(guest, review), 401, "login-required")
    refusal(await vote(author, review), 403, "own-review")
    refusal(await vote(reader, str(uuid4())), 404, "review-not-found")
    for wrong in (None, 1, "yes"):
        refusal(await vote(reader, review, wrong), 422, "invalid-request")
    for _ in range(2):
        assert expect(await vote(reader, review)) == {"helpful": 1}
    assert expect(await vote(await member(market, visit), review)) == {"helpful": 2}
    for who, own in ((guest, []), (author, []), (reader, [review])):
        found = await answer(who, goods)
        assert (found["helpful"], found["foundHelpful"]) == ({review: 2}, own)
    for _ in range(2):
        assert expect(await vote(reader, review, False)) == {"helpful": 1}
    assert (await answer(reader, goods))["foundHelpful"] == []


async def test_what_is_hidden_or_taken_back_helps_nobody(market: Market, visit: Visit) -> None:
    goods, reader = market.goods(9), await member(market, visit)
    ((author, review),) = await reviewed(market, visit, goods, [4])
    expect(await vote(reader, review))
    expect(moderate(market, "hide", *of_product(market, goods), reason="Not about it."))
    refusal(await vote(reader, review, False), 404, "review-not-found")
    expect(moderate(market, "show", *of_product(market, goods)))
    assert (await answer(reader, goods))["helpful"] == {review: 1}
    expect(await put(author, goods, 4, "Fine, still."))  # other words of the same
    assert (await answer(reader, goods))["helpful"] == {review: 1}
    expect(await author.http.delete(path(goods)))
    refusal(await vote(reader, review), 404, "review-not-found")
    expect(await put(author, goods, 1, "It broke."))
    assert (await answer(reader, goods))["helpful"] == {}


async def test_the_most_helpful_are_read_first_page_by_page(market: Market, visit: Visit) -> None:
    goods = market.goods(9)
    (_, first), (_, second), (_, third), (_, last) = await reviewed(
        market, visit, goods, [5, 1, 5, 3]
    )
    for review, votes in ((second, 2), (first, 1), (third, 1)):
        for _ in range(votes):
            expect(await vote(await member(market, visit), review))
    reader, found, cursor = visit(market), [], None
    while True:
        page = await answer(reader, goods, sort="helpful", limit=1, cursor=cursor or "")
        found += [one["id"] for one in page["reviews"]]
        cursor = page["nextCursor"]
        if cursor is None:
            break
    assert found == [second, third, first, last]
    of_five = await listed(reader, goods, sort="helpful", rating=5)
    assert [one["id"] for one in of_five] == [third, first]
    begun = (await answer(reader, goods, sort="helpful", limit=1))["nextCursor"]
    refusal(await reader.get(path(goods, "reviews"), sort="new", cursor=begun), 400, "bad-cursor")


async def test_no_review_was_found_helpful_more_often_than_is_counted(
    market: Market, visit: Visit
) -> None:
    reader, listing = visit(market), path(market.goods(1), "reviews")
    for votes in (2**40, -1):
        forged = encode_cursor("helpful", votes, "2026-11-20T12:00:00Z", str(uuid4()))
        found = await reader.get(listing, sort="helpful", cursor=forged)
        refusal(found, 400, "bad-cursor")
