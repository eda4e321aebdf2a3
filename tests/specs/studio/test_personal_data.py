"""Whoever the studio keeps data of has it as a file, and has it removed."""

from collections.abc import Callable

from tests.api.shop.leavers import a_leaver, found_in, leave
from tests.specs.sentences import sentence
from tests.support.market import Buyer, Market, expect

Visit = Callable[..., Buyer]


@sentence("E", "2.1. Документы", "Политика конфиденциальности (GDPR/ФЗ-152).",
          at="GET /api/profile/data, POST /api/profile/close")  # fmt: skip
async def test_who_asks_has_their_data_and_has_it_removed(market: Market, visit: Visit) -> None:
    one = await a_leaver(market, visit)
    expect(await one.buyer.post("/api/addresses", one.address), 201)
    told = expect(await one.buyer.get("/api/profile/data"))
    assert told["addresses"][0]["address"]["street"] == one.address["street"]
    expect(await leave(one))
    assert await found_in(market, *one.needles) == set()
