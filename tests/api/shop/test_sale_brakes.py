"""Brakes on bots in a flash sale's waiting room: one place too many costs a proof of work, which
counts once, for who was asked, in that sale."""

import asyncio
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.api.shop.wallet_buyers import Json, Visit, member
from tests.support.flash_sales import end_sale, new_sale
from tests.support.market import Buyer, Market, expect, refusal
from tests.support.markets import market_as_asked
from tests.support.postgres import Postgres, fetch
from tests.unit.test_sale_proofs import solved

BITS = 8
PLACES = "SELECT owner FROM flash_sale_places WHERE sale_id::text = $1"


@pytest.fixture(scope="module")
def market(postgres: Postgres, stocked: str) -> Iterator[Market]:
    strict = {
        "HOLDFAST_PLACES_PRINCIPAL": "2/hour",
        "HOLDFAST_PLACES_ADDRESS": "1000/hour",
        "HOLDFAST_PROOF_BITS": str(BITS),
    }
    with market_as_asked(postgres, stocked, strict, "one") as opened:
        yield opened


async def braked(buyer: Buyer, sale: Json) -> Json:
    """Places taken and left until one is one too many; the refusal."""
    path = f"/api/flash-sales/{sale['id']}/place"
    for _ in range(2):
        expect(await buyer.post(path, {}))
        expect(await buyer.post(path, {}))  # to be heard of is no new place
        assert (await buyer.http.delete(path)).status_code == 204
    answer = await buyer.post(path, {})
    said = refusal(answer, 429, "flash-sale-proof")
    assert int(answer.headers["retry-after"]) > 60
    assert said["bits"] == BITS
    return said


async def prove(buyer: Buyer, sale: Json, said: Json, word: str = "") -> Json:
    asked = {"challenge": said["challenge"], "word": word or solved(said["challenge"], BITS)}
    answer = await buyer.post(f"/api/flash-sales/{sale['id']}/proof", asked)
    found: Json = answer.json()
    return found


async def test_a_proof_of_work_is_a_place_once(market: Market, visit: Visit) -> None:
    sale, other = [new_sale(market, market.goods(1), 1, perSecond=1) for _ in range(2)]
    buyer, thief = await member(market, visit), await member(market, visit)
    said = await braked(buyer, sale)
    assert await fetch(market.database_url, PLACES, sale["id"]) == []
    assert (await prove(thief, sale, said))["reason"] == "not-yours"
    assert (await prove(buyer, other, said))["reason"] == "not-yours"
    assert (await prove(buyer, sale, said, "x" * 64))["reason"] == "too-easy"
    forged = said | {"challenge": said["challenge"][:-1]}
    again = await prove(buyer, sale, forged, "1")
    assert (again["code"], again["reason"]) == ("flash-sale-proof-refused", "unsigned")
    answers = await asyncio.gather(*(prove(buyer, sale, said) for _ in range(4)))
    found = Counter(one.get("reason", "a place") for one in answers)
    assert found == {"a place": 1, "used": 3}
    assert [row[0] for row in await fetch(market.database_url, PLACES, sale["id"])] != []
    expect(await buyer.post(f"/api/flash-sales/{sale['id']}/place", {}))  # it is theirs now
    (used,) = [one for one in answers if one.get("reason") == "used"][:1]
    assert (await buyer.http.delete(f"/api/flash-sales/{sale['id']}/place")).status_code == 204
    assert "position" in await prove(buyer, sale, used), "the challenge that came with it"
    metrics = market.staff.get("/metrics").text
    for outcome in ("asked", "solved", "used", "not-yours", "too-easy", "unsigned"):
        assert f'holdfast_flash_sale_proofs_total{{outcome="{outcome}"}}' in metrics
    for one in (sale, other):
        end_sale(market, one)
