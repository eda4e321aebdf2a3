"""Specification C's own client, in Node: one process, or the services behind their door."""

import asyncio
import json
import secrets
from pathlib import Path

from tests.specs.sentences import sentence
from tests.support.market import Buyer, Market, expect, refusal
from tests.support.patience import PATIENCE

CLIENT = Path(__file__).with_name("client.mjs")
WEB = Path(__file__).parents[3] / "web"
NOBODYS = "00000000-0000-7000-8000-000000000000"
PHASES = {"NEW", "FINISHED", "CANCELLED"}


@sentence("C", "Как пользоваться", "Наблюдайте за сменой статуса (NEW -> FINISHED) и всплывающими "
          "уведомлениями.", at="?view=gozon, subscribe:orders")  # fmt: skip
async def test_a_client_that_knows_only_this_specification(market: Market) -> None:
    user = secrets.token_hex(4)
    running = await asyncio.create_subprocess_exec(
        "node", CLIENT, market.url, user, WEB,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    said, trouble = await asyncio.wait_for(running.communicate(), 2 * PATIENCE)
    assert running.returncode == 0, trouble.decode()
    saw = json.loads(said)
    assert saw["created"] == 201
    assert saw["made"] in ([201, "FINISHED"], [202, "NEW"])
    assert saw["one"] == "FINISHED"
    assert saw["poor"] in ([409, 1], [202, "NEW"], [202, "CANCELLED"])
    assert set(saw["listed"]) <= PHASES
    assert saw["listed"][-1] == "FINISHED"
    assert saw["notices"][-1] == "FINISHED"
    assert set(saw["notices"]) <= {"NEW", "FINISHED"}
    assert saw["balance"] == 40


async def test_another_view_is_refused_by_name(market: Market) -> None:
    buyer = Buyer(market.url, {"X-User-Id": secrets.token_hex(4)})
    for path, view in (("/api/orders", "ozon"), (f"/api/orders/{NOBODYS}", "")):
        problem = refusal(await buyer.get(path, view=view), 422, "invalid-request")
        assert "view" in problem["field"]
    assert expect(await buyer.get("/api/orders", view="gozon"))["orders"] == []
