"""Where no analytics are set up nobody is asked, and nobody can agree."""

from collections.abc import Callable

from tests.support.market import Buyer, Market, expect, refusal

Visit = Callable[..., Buyer]
PATH = "/api/analytics-choice"


async def test_without_a_service_there_is_nothing_to_agree_to(market: Market, visit: Visit) -> None:
    client = visit(market)
    assert expect(await client.get("/api/config"))["analytics"] is False
    assert expect(await client.get(PATH)) == {"services": [], "agreed": None}
    problem = refusal(await client.http.put(PATH, json={"agreed": True}), 409, "no-analytics")
    assert problem["field"] == "agreed"
    kept = expect(await client.http.put(PATH, json={"agreed": False}))
    assert kept == {"services": [], "agreed": False}, "who takes it back may do so at any time"
    assert expect(await client.get(PATH))["agreed"] is False
    assert expect(await visit(market).get(PATH))["agreed"] is None
    for wrong in ({"agreed": "yes"}, {"agreed": None}, {}):
        refusal(await client.http.put(PATH, json=wrong), 422, "invalid-request")
