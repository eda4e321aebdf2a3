"""Messages that were given up: staff see them by order, count them, and have them sent again."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import jsonschema_rs
import pytest

from tests.support import command
from tests.support.market import (
    Buyer,
    Market,
    eventually,
    expect,
    opened_market,
    refusal,
)
from tests.support.patience import PATIENCE
from tests.support.postgres import fetch

Visit = Callable[..., Buyer]
PATH = "/api/staff/stuck"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("deliveries")


@pytest.fixture(scope="module")
def url(stocked_url: str) -> str:
    """The database, since no interface buries a message."""
    return stocked_url


@pytest.fixture(scope="module")
def market(url: str, folder: Path) -> Iterator[Market]:
    """It tells a file of orders."""
    environment = {
        "HOLDFAST_LIMITS": "off",
        "HOLDFAST_SINKS": f"archive=jsonl:{folder}/told/orders.jsonl",
        "HOLDFAST_PUBLIC_URL": "https://shop.example",
    }
    with opened_market(folder, environment=environment, database_url=url) as opened:
        yield opened


def told(folder: Path) -> list[dict[str, Any]]:
    """What the file was told until now."""
    path = folder / "told" / "orders.jsonl"
    if not path.exists():
        return []
    *lines, _ = path.read_bytes().split(b"\n")  # what follows the last end may be half a line
    return [json.loads(line) for line in lines]


async def types(folder: Path, order: str, count: int) -> list[str]:
    """Types of what the file was told of an order, once they are so many."""

    async def enough() -> list[str]:
        found = [one["type"] for one in told(folder) if one["subject"] == order]
        return found if len(found) >= count else []

    found: list[str] = await eventually(enough, PATIENCE, f"{count} messages of {order}")
    return found


async def bury(url: str, order: str) -> None:
    """As if it had been tried for a day, before anything of it was delivered."""
    await fetch(
        url,
        "INSERT INTO delivery_troubles (sink, subject, tries, error, failed_at, next_attempt_at,"
        " dead_at) VALUES ('archive', $1, 150, 'answered 500', now(), now(), now())",
        order,
    )


async def dead_order(market: Market, buyer: Buyer, url: str) -> str:
    """An order whose payment was told, and what came after was given up."""
    reservation = await buyer.buy(market.goods(1))
    order = str(reservation["orderId"])
    await bury(url, order)
    expect(await buyer.cancel(orderId=order))

    async def refunded() -> bool:
        return bool((await buyer.order(reservation))["refund"] == "done")

    await eventually(refunded, PATIENCE, "the refund is done")

    async def waits() -> bool:
        rows = await fetch(
            url,
            "SELECT FROM deliveries WHERE subject = $1 AND type = 'holdfast.order.refund.done.v1'",
            order,
        )
        return bool(rows)

    await eventually(waits, PATIENCE, "its messages wait")
    return order


def shown(market: Market, **query: Any) -> dict[str, Any]:
    found: dict[str, Any] = expect(market.staff.get(PATH, params={"kind": "delivery"} | query))
    return found


def does(market: Market, action: str, **more: Any) -> httpx.Response:
    return market.staff.post(PATH, json={"action": action, "kind": "delivery"} | more)


async def test_an_order_is_told_as_it_goes(market: Market, visit: Visit, folder: Path) -> None:
    buyer = visit(market)
    reservation = await buyer.buy(market.goods(1))
    expect(await buyer.cancel(orderId=reservation["orderId"]))
    assert await types(folder, reservation["orderId"], 3) == [
        "holdfast.order.paid.v1", "holdfast.order.cancelled.v1", "holdfast.order.refund.done.v1",
    ]  # fmt: skip


async def test_a_message_s_schema_is_where_it_says(
    market: Market, visit: Visit, folder: Path
) -> None:
    reservation = await visit(market).buy(market.goods(1))
    await types(folder, reservation["orderId"], 1)
    (message,) = [one for one in told(folder) if one["subject"] == reservation["orderId"]]
    assert message["source"] == "https://shop.example"
    path = message["dataschema"].removeprefix("https://shop.example")
    answer = httpx.get(market.url + path)
    assert answer.headers["content-type"] == "application/schema+json"
    jsonschema_rs.Draft202012Validator(expect(answer)).validate(message["data"])
    names = expect(httpx.get(f"{market.url}/api/schemas"))["schemas"]
    assert path.rpartition("/")[2] in names
    refusal(httpx.get(f"{market.url}/api/schemas/order.paid.v0"), 404, "schema-not-found")


async def test_what_was_given_up_is_sent_again_in_order_when_staff_say_so(
    market: Market, visit: Visit, folder: Path, url: str
) -> None:
    order = await dead_order(market, visit(market), url)
    (row,) = [one for one in shown(market)["stuck"] if one["orderId"] == order]
    assert (row["name"], row["tries"], row["reason"]) == ("archive", 150, "answered 500")
    assert row["content"].split()[-2:] == [
        "holdfast.order.cancelled.v1", "holdfast.order.refund.done.v1",
    ]  # fmt: skip
    assert expect(does(market, "retry", ids=[row["id"]])) == {"success": True, "count": 1}
    assert await types(folder, order, 3) == [
        "holdfast.order.paid.v1", "holdfast.order.cancelled.v1", "holdfast.order.refund.done.v1",
    ]  # fmt: skip
    refusal(does(market, "retry", ids=[row["id"]]), 404, "not-stuck")


async def test_what_staff_give_up_is_told_to_nobody_and_what_comes_after_is(
    market: Market, visit: Visit, folder: Path, url: str
) -> None:
    order, later = await dead_order(market, visit(market), url), visit(market)
    (row,) = [one for one in shown(market)["stuck"] if one["orderId"] == order]
    given_up = does(market, "give-up", ids=[row["id"]], reason="They took it by hand")
    assert expect(given_up)["count"] == 1
    assert await fetch(url, "SELECT FROM deliveries WHERE subject = $1", order) == []
    ((about,),) = await fetch(
        url,
        "SELECT data::text FROM audit_log WHERE action = 'delivery.given-up' AND subject = $1",
        f"order/{order}",
    )
    assert json.loads(str(about)) == {"sink": "archive", "reason": "They took it by hand"}
    after = await later.buy(market.goods(1))
    assert await types(folder, after["orderId"], 1) == ["holdfast.order.paid.v1"]
    assert order not in [one["subject"] for one in told(folder)]


async def test_all_of_a_sink_are_sent_again_at_once(
    market: Market, visit: Visit, folder: Path, url: str
) -> None:
    orders = [await dead_order(market, visit(market), url) for _ in range(2)]
    page = shown(market, limit=1)
    assert [(one["name"], one["count"]) for one in page["counts"]] == [("archive", 2)]
    assert len(shown(market, limit=1, cursor=page["nextCursor"])["stuck"]) == 1
    assert shown(market, name="else")["stuck"] == []

    async def counted() -> bool:
        metrics = httpx.get(f"{market.url}/metrics").text
        return '\nholdfast_dead_deliveries{sink="archive"} 2.0\n' in metrics

    await eventually(counted, PATIENCE, "the metric shows them")
    assert expect(does(market, "retry", name="else"))["count"] == 0
    assert expect(does(market, "retry", name="archive"))["count"] == 2
    for order in orders:
        assert len(await types(folder, order, 3)) == 3
    refusal(market.staff.get(PATH, params={"cursor": "x"}), 400, "bad-cursor")


async def test_only_staff_see_them_and_send_them_again(market: Market, visit: Visit) -> None:
    guest = visit(market)
    refusal(await guest.get(PATH), 401, "login-required")
    refusal(await guest.post(PATH, {}), 401, "login-required")


async def test_the_command_line_shows_retries_and_replays(
    market: Market, visit: Visit, folder: Path, url: str
) -> None:
    order = await dead_order(market, visit(market), url)
    data = str(market.server.data)

    def holdfast(*words: str, sinks: str = "archive=jsonl:orders.jsonl") -> tuple[int, str]:
        done = command.holdfast(*words, "--database-url", url, "--data", data, HOLDFAST_SINKS=sinks)
        return done.returncode, done.stdout

    code, said = holdfast("events", "dead", "--json")
    assert (code, [one["orderId"] for one in json.loads(said)]) == (1, [order])
    assert f"order {order}" in holdfast("events", "dead")[1]
    code, said = holdfast("events", "retry", "--order", order, "--json")
    assert (code, json.loads(said)) == (0, {"retried": 1})
    assert len(await types(folder, order, 3)) == 3
    assert holdfast("events", "dead")[0] == 0
    assert holdfast("events", "retry")[0] == 1

    code, said = holdfast("events", "replay", "--from", "2026-01-01", "--json")
    replayed = json.loads(said)
    assert (code, replayed["sinks"]) == (0, ["archive"])
    # What is low is told to whoever looks after the shop, not to this sink.
    assert replayed["events"] >= replayed["messages"] >= 3
    assert (await types(folder, order, 6))[3:] == (await types(folder, order, 6))[:3]
    for words in (
        ("--from", "tomorrow"), ("--from", "2026-01-02", "--to", "2026-01-01"),
        ("--from", "2026-01-01", "--sink", "else"),
    ):  # fmt: skip
        assert holdfast("events", "replay", *words)[0] == 2
    assert holdfast("events", "replay", "--from", "2026-01-01", sinks="")[0] == 2
