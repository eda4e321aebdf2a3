"""Whoever is killed after an analytics service took something, and before that was written down,
has it sent again by the next, with the same id: it counts once."""

import os
import signal
from collections.abc import Iterator

import httpx
import pytest

from tests.support.analytics import AnalyticsServer
from tests.support.market import expect
from tests.support.patience import PATIENCE
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess, until

CHOICE = "/api/analytics-choice"


@pytest.fixture
def services() -> Iterator[AnalyticsServer]:
    with AnalyticsServer() as opened:
        yield opened


@pytest.fixture
def shop(prepared: PreparedShops, services: AnalyticsServer) -> Iterator[ServerProcess]:
    with prepared.opened(HOLDFAST_LIMITS="off", **services.settings) as opened:
        yield opened


@pytest.mark.long
def test_killed_in_between_it_is_sent_again_and_counts_once(
    shop: ServerProcess, services: AnalyticsServer
) -> None:
    def kill() -> None:
        for pid in shop.worker_pids:
            os.kill(pid, signal.SIGKILL)

    services.cut = kill
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as visitor:
        expect(visitor.put(CHOICE, json={"agreed": True}))
        product = expect(visitor.get("/api/products"))["products"][0]["id"]
        expect(visitor.get(f"/api/products/{product}"))
    until(lambda: services.twice > 0, PATIENCE, "what was taken is sent again")
    assert services.names[1] == ["view_item"]
    assert services.faults == []
