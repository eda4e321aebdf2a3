"""A database whose clock is not that of the machine the shop runs on: times are the database's."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from holdfast.db.clock import SKEW_WARNED
from tests.support.database_clock import database_apart
from tests.support.market import Buyer, Market, expect, opened_market, refusal
from tests.support.postgres import TEMPLATE, Postgres
from tests.support.server import ServerProcess

Visit = Callable[..., Buyer]


@pytest.fixture(scope="module", params=[-1200.0, 1200.0], ids=["behind", "ahead"])
def apart(
    request: pytest.FixtureRequest,
    postgres: Postgres,
    stocked: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Market, float]]:
    settings = {"HOLDFAST_LIMITS": "off"}
    folder = tmp_path_factory.mktemp("apart")
    with (
        database_apart(postgres, stocked, request.param) as url,
        opened_market(folder, environment=settings, database_url=url) as market,
    ):
        yield market, request.param


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def is_close(told: str, seconds: float, asked: datetime) -> bool:
    """Whether a time is that of a clock so many seconds ahead of ours, since this was asked."""
    by_ours, about = moment(told) - timedelta(seconds=seconds), timedelta(seconds=2)
    return asked - about < by_ours < datetime.now(UTC) + about


async def test_who_pays_in_time_is_in_time(apart: tuple[Market, float], visit: Visit) -> None:
    market, seconds = apart
    buyer = visit(market)
    goods, asked = market.goods(1), datetime.now(UTC)
    held = expect(await buyer.reserve(goods))
    assert is_close(held["serverTime"], seconds, asked)
    left = moment(held["expiresAt"]) - moment(held["serverTime"])
    assert timedelta(minutes=14, seconds=55) < left <= timedelta(minutes=15, seconds=1)
    payment = expect(await buyer.pay(held))
    expect(await buyer.create(held, payment))
    assert (await buyer.order(held))["status"] == "paid"


async def test_who_is_late_is_told_so_whatever_our_clock_says(
    apart: tuple[Market, float], visit: Visit
) -> None:
    market, _ = apart
    buyer = visit(market)
    held = expect(await buyer.reserve(market.goods(1)))
    expect(await buyer.cancel(reservationId=held["reservationId"]))
    refusal(await buyer.pay(held), 409, "order-cancelled")


async def test_every_answer_tells_the_database_s_time(
    apart: tuple[Market, float], visit: Visit
) -> None:
    market, seconds = apart
    buyer = visit(market)
    goods = market.goods(1)
    held = expect(await buyer.reserve(goods))
    for path in (
        "/api/config",
        "/api/orders",
        f"/api/orders/{held['orderId']}",
        f"/api/products/stock?ids={goods.product_id}",
    ):
        asked = datetime.now(UTC)
        told = expect(await buyer.get(path))["serverTime"]
        assert is_close(told, seconds, asked), path


def skew_of(server: ServerProcess) -> float:
    """By how much the database is ahead, as the server says."""
    (line,) = (
        line for line in server.metrics().splitlines()
        if line.startswith("holdfast_clock_skew_seconds ")
    )  # fmt: skip
    return float(line.split()[1])


async def test_clocks_that_differ_are_a_figure_and_a_warning(apart: tuple[Market, float]) -> None:
    market, seconds = apart
    assert abs(skew_of(market.server) - seconds) < SKEW_WARNED
    assert market.server.said.count("the clocks of the database and of this machine differ") == 1


def test_a_gateway_goes_by_the_clock_of_orders(
    postgres: Postgres, redis_url: str, scratch: Path
) -> None:
    shared = {
        "HOLDFAST_SECRET": "what all processes of this shop share",
        "REDIS_URL": redis_url,
        "HOLDFAST_BROKER_URL": "amqp://guest:guest@127.0.0.1:1/",
        "HOLDFAST_DEMO_PROVIDER_URL": "http://127.0.0.1:1",
    }
    with (
        database_apart(postgres, TEMPLATE, 600.0) as url,
        ServerProcess(
            scratch / "orders", "--demo", role="orders", environment=shared, database_url=url
        ) as orders,
    ):
        there = {"HOLDFAST_ORDERS_URL": orders.url, "HOLDFAST_PAYMENTS_URL": orders.url}
        with ServerProcess(
            scratch / "gateway", role="gateway", environment=shared | there
        ) as gateway:
            assert abs(skew_of(gateway) - 600) < SKEW_WARNED
