"""Staff and the command line look at messages that could not be read, and have them read again; in
one process without a broker."""

import json
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest

from holdfast.flows.messaging.messages import ORDERS_TO_PAY, PAYMENT_RESULTS
from holdfast.kit import encode_cursor
from tests.support import command
from tests.support.market import Buyer, Market, eventually, expect, opened_market, refusal
from tests.support.patience import PATIENCE
from tests.support.postgres import Postgres, fetch

PATH = "/api/staff/stuck"
Visit = Callable[..., Buyer]


@pytest.fixture(scope="module")
def market(postgres: Postgres, stocked: str) -> Iterator[Market]:
    url = postgres.create(stocked)
    with tempfile.TemporaryDirectory(prefix="holdfast-test-") as folder:
        settings = {"HOLDFAST_LIMITS": "off", "HOLDFAST_SETTLEMENT": "messages"}
        with opened_market(Path(folder), environment=settings, database_url=url) as opened:
            yield opened
    postgres.drop(url)


@pytest.fixture(autouse=True)
async def three_dead_letters(market: Market) -> None:
    """Two to be paid, one result; nobody can read them."""
    connection = await asyncpg.connect(market.database_url)
    try:
        await connection.execute("DELETE FROM dead_letters")
        await connection.executemany(
            "INSERT INTO dead_letters (queue, message, body, seal, reason)"
            " VALUES ($1, $2, $3, 'x', 'the seal is broken')",
            [
                (ORDERS_TO_PAY, "pay/1", b'{"type":"pay"}'),
                (ORDERS_TO_PAY, "pay/2", b"\xff"),
                (PAYMENT_RESULTS, "paid/1", b"{}"),
            ],
        )
    finally:
        await connection.close()


def listed(market: Market, **query: object) -> dict[str, Any]:
    return expect(market.staff.get(PATH, params={"kind": "letter"} | query))  # type: ignore[arg-type]


def does(market: Market, action: str, **more: Any) -> httpx.Response:
    return market.staff.post(PATH, json={"action": action, "kind": "letter"} | more)


def subjects(told: dict[str, Any]) -> list[str]:
    return [one["subject"] for one in told["stuck"]]


def holdfast(market: Market, *words: str) -> tuple[int, str]:
    done = command.holdfast("messages", *words, "--database-url", market.database_url)
    return done.returncode, done.stdout + done.stderr


def test_staff_see_them_by_queue_with_their_reasons(market: Market) -> None:
    told = listed(market)
    assert [(one["name"], one["count"]) for one in told["counts"] if one["kind"] == "letter"] == [
        (ORDERS_TO_PAY, 2), (PAYMENT_RESULTS, 1),
    ]  # fmt: skip
    assert [(one["name"], one["subject"], one["content"]) for one in told["stuck"]] == [
        (ORDERS_TO_PAY, "pay/1", '{"type":"pay"}'),
        (ORDERS_TO_PAY, "pay/2", "�"),
        (PAYMENT_RESULTS, "paid/1", "{}"),
    ]
    assert {one["reason"] for one in told["stuck"]} == {"the seal is broken"}
    assert subjects(listed(market, name=PAYMENT_RESULTS, limit=1)) == ["paid/1"]
    everything = expect(market.staff.get(PATH))
    assert subjects(everything) == ["pay/1", "pay/2", "paid/1"]
    assert everything["brokerAway"] is False


def test_staff_page_through_all_of_them(market: Market) -> None:
    seen: list[str] = []
    query: dict[str, object] = {"limit": 1}
    while True:
        page = listed(market, **query)
        seen += subjects(page)
        if page["nextCursor"] is None:
            break
        query["cursor"] = page["nextCursor"]
    assert seen == ["pay/1", "pay/2", "paid/1"]
    wrong = {"cursor": encode_cursor("letter", encode_cursor("q", 1))}
    refusal(market.staff.get(PATH, params=wrong), 400, "bad-cursor")


async def test_programs_find_the_number_in_metrics(market: Market) -> None:
    counted = {
        f'holdfast_dead_letters{{queue="{ORDERS_TO_PAY}"}} 2.0',
        f'holdfast_dead_letters{{queue="{PAYMENT_RESULTS}"}} 1.0',
    }

    async def told() -> bool:
        return counted <= set(market.server.metrics().splitlines())

    await eventually(told, PATIENCE, "dead letters are counted")


async def test_the_number_is_right_within_a_second(market: Market) -> None:
    """Of three times once: another's load on this machine may delay any of them."""
    soonest = PATIENCE
    for number in range(3, 6):
        await fetch(
            market.database_url,
            "INSERT INTO dead_letters (queue, message, body, seal, reason)"
            " VALUES ($1, 'pay/3', 'x', 'x', 'the seal is broken')",
            ORDERS_TO_PAY,
        )
        wanted = f'holdfast_dead_letters{{queue="{ORDERS_TO_PAY}"}} {number}.0'
        began = time.monotonic()
        while wanted not in market.server.metrics().splitlines():
            assert time.monotonic() - began < PATIENCE, wanted
        soonest = min(soonest, time.monotonic() - began)
    assert soonest < 1.0


def test_nobody_else_does(market: Market) -> None:
    with httpx.Client(base_url=market.url, timeout=PATIENCE) as guest:
        refusal(guest.get(PATH), 401, "login-required")
        refusal(guest.post(PATH, json={}), 401, "login-required")


def test_a_queue_there_is_not(market: Market) -> None:
    assert listed(market, name="q")["stuck"] == []
    assert expect(does(market, "retry", name="q"))["count"] == 0
    code, said = holdfast(market, "dead", "--queue", "q")
    assert (code, "orders.to_pay" in said) == (2, True)


async def read_again(market: Market, *messages: str, since: list[dict[str, Any]]) -> None:
    """Wait until these were read again, in vain: they are back, each with a later time."""
    before = {one["subject"]: one["since"] for one in since}

    async def back() -> bool:
        now = {one["subject"]: one["since"] for one in listed(market)["stuck"]}
        return all(now.get(one, "") > before[one] for one in messages)

    await eventually(back, PATIENCE, "they were read again, in vain")


async def test_staff_replay_one_and_it_is_back_with_a_new_time(market: Market) -> None:
    before = listed(market)["stuck"]
    ids = [f"{ORDERS_TO_PAY}/pay/1", f"{ORDERS_TO_PAY}/pay/7"]
    assert expect(does(market, "retry", ids=ids))["count"] == 1
    await read_again(market, "pay/1", since=before)
    ((actor, about),) = await fetch(
        market.database_url,
        "SELECT actor, data::text FROM audit_log WHERE action = 'letters.replayed'",
    )
    assert str(actor).startswith("user:")
    assert json.loads(str(about)) == {"sent": 1, "reason": "", "ids": ["pay/1", "pay/7"]}


async def test_staff_give_one_up_with_a_reason(market: Market) -> None:
    one = [f"{ORDERS_TO_PAY}/pay/2"]
    refusal(does(market, "give-up", ids=one), 422, "invalid-request")
    assert expect(does(market, "give-up", ids=one, reason="Forged"))["count"] == 1
    assert subjects(listed(market)) == ["pay/1", "paid/1"]
    refusal(does(market, "give-up", ids=one, reason="Forged"), 404, "not-stuck")
    ((about,),) = await fetch(
        market.database_url,
        "SELECT data::text FROM audit_log WHERE action = 'letters.given-up'",
    )
    assert json.loads(str(about)) == {"sent": 1, "reason": "Forged", "ids": ["pay/2"]}


async def test_the_command_line_lists_and_replays(market: Market) -> None:
    code, said = holdfast(market, "dead")
    assert code == 1
    assert said.count("the seal is broken") == 3
    code, said = holdfast(market, "dead", "--queue", PAYMENT_RESULTS, "--json")
    (letter,) = json.loads(said)
    assert (code, letter["messageId"], letter["body"]) == (1, "paid/1", "{}")
    before = listed(market)["stuck"]
    assert holdfast(market, "replay", "paid/1", "pay/2", "--json") == (0, '{"sent": 2}\n')
    await read_again(market, "paid/1", "pay/2", since=before)  # or they come back after the next
    await fetch(market.database_url, "DELETE FROM dead_letters RETURNING 1")
    assert holdfast(market, "replay") == (0, "0 sent again\n")
    assert holdfast(market, "dead") == (0, "")
