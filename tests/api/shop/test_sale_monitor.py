"""What staff see of a flash sale while it runs, over HTTP and live; and what those who wait are
told: how many were let in, one message for all."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.shop.wallet_buyers import NOBODYS, Json, Visit, member
from tests.support.flash_sales import SaleWatcher, end_sale, new_sale, purchase
from tests.support.market import Buyer, Market, eventually, expect, refusal
from tests.support.markets import market_as_asked
from tests.support.patience import PATIENCE
from tests.support.postgres import Postgres, execute


@pytest.fixture(scope="module")
def market(postgres: Postgres, stocked: str) -> Iterator[Market]:
    with market_as_asked(postgres, stocked, {"HOLDFAST_LIMITS": "off"}, "one") as opened:
        yield opened


def cookies(client: Any) -> dict[str, str]:
    return {"cookie": "; ".join(f"{one.name}={one.value}" for one in client.cookies.jar)}


async def asked(buyer: Buyer, sale: Json) -> Json:
    return expect(await buyer.post(f"/api/flash-sales/{sale['id']}/place", {}))


def room(market: Market, sale: Json) -> Json:
    found: Json = expect(market.staff.get(f"/api/staff/flash-sales/{sale['id']}/room"))["room"]
    return found


async def test_staff_see_who_waits_and_why_others_were_refused(
    market: Market, visit: Visit
) -> None:
    sale = new_sale(market, market.goods(3), 3, perSecond=100)
    first, second = await member(market, visit), await member(market, visit)
    async with SaleWatcher(market.url, cookies(market.staff)) as page:
        told: list[Json] = []
        page.client.on("sale-room:update", told.append)
        assert (await page.client.ask("subscribe:sale-rooms", [sale["id"]]))["ok"]
        refusal(await purchase(second, sale), 409, "flash-sale-turn")

        async def in_turn() -> bool:
            return bool((await asked(first, sale))["letIn"])

        await eventually(in_turn, PATIENCE, "it is one's turn")
        expect(await purchase(first, sale), 201)
        refusal(await purchase(first, sale), 409, "flash-sale-limit")

        async def all_told() -> Json | None:
            last = told[-1] if told else {}
            refused = {"flash-sale-turn": 1, "flash-sale-limit": 1}
            return last if last.get("boughtLately") and last["refused"] == refused else None

        last: Json = await eventually(all_told, PATIENCE, "staff are told live")
        assert (last["letIn"], last["waiting"], last["away"]) == (1, 0, 0)
        away = "UPDATE flash_sale_places SET let_in_at = NULL, seen_at = seen_at - interval '1 day'"
        await execute(market.database_url, f"{away} WHERE sale_id = '{sale['id']}'")
        again = room(market, sale)
        assert (again["letIn"], again["waiting"], again["away"]) == (0, 0, 1)
        assert again["version"] > last["version"]
    metrics = market.staff.get("/metrics").text
    assert 'holdfast_flash_sale_purchases_total{outcome="flash-sale-limit"}' in metrics
    end_sale(market, sale)


async def test_who_is_not_of_staff_is_told_nothing(market: Market, visit: Visit) -> None:
    sale = new_sale(market, market.goods(1), 1, perSecond=1)
    buyer, path = await member(market, visit), f"/api/staff/flash-sales/{sale['id']}/room"
    refusal(await buyer.get(path), 403, "forbidden")
    refusal(market.staff.get(f"/api/staff/flash-sales/{NOBODYS}/room"), 404, "flash-sale-not-found")
    for headers, code in ((cookies(buyer.http), "forbidden"), ({}, "login-required")):
        async with SaleWatcher(market.url, headers) as page:
            answer = await page.client.ask("subscribe:sale-rooms", [sale["id"]])
            assert (answer["ok"], answer["error"]["code"]) == (False, code)
    end_sale(market, sale)


async def test_a_manager_who_logs_out_is_told_no_more(market: Market, visit: Visit) -> None:
    sale = new_sale(market, market.goods(1), 1, perSecond=1)
    boss = visit(market)
    known = expect(market.staff.get("/api/config"))["demoUsers"]
    (words,) = [one for one in known if "manager" in one["roles"]][:1]
    expect(
        await boss.post(
            "/api/session/login", {"email": words["email"], "password": words["password"]}
        )
    )
    async with SaleWatcher(market.url, cookies(boss.http)) as page:
        problems: list[Json] = []
        page.client.on("problem", problems.append)
        assert (await page.client.ask("subscribe:sale-rooms", [sale["id"]]))["ok"]
        await boss.post("/api/session/logout", {})

        async def told() -> bool:
            return any(one["code"] == "login-required" for one in problems)

        await eventually(told, PATIENCE, "the watcher is told that it is over")
        answer = await page.client.ask("subscribe:sale-rooms", [sale["id"]])
        assert answer["error"]["code"] == "login-required"
    end_sale(market, sale)


async def test_a_place_and_the_socket_together_say_where_one_stands(
    market: Market, visit: Visit
) -> None:
    sale = new_sale(market, market.goods(1), 1, perSecond=1)
    ghosts = (
        "INSERT INTO flash_sale_places (sale_id, owner, turn, seen_at) SELECT '{}', 'ghost:' || n,"
        " -1, clock_timestamp() + interval '1 hour' FROM generate_series(1, 3) n"
    )
    buyer = await member(market, visit)
    async with SaleWatcher(market.url) as page:
        told: list[Json] = []
        page.client.on("sale-turns:update", told.append)
        assert (await page.client.ask("subscribe:sale-turns", [sale["id"]]))["ok"]
        await execute(market.database_url, ghosts.format(sale["id"]))
        now = await asked(buyer, sale)
        assert now["position"] is not None

        async def reached() -> bool:
            done = told[-1]["letIn"] - now["letInCount"] if told else 0
            return bool(now["position"] - done <= 0)

        await eventually(reached, PATIENCE, "it is one's turn, as the socket tells it")
        assert (await asked(buyer, sale))["letIn"]
        assert [one["letIn"] for one in told] == sorted({one["letIn"] for one in told})
    end_sale(market, sale)
