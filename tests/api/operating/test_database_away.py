"""The database goes away and comes back: clear answers meanwhile, and no restart."""

from collections.abc import Callable

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.support.patience import PATIENCE
from tests.support.server import ServerProcess, until
from tests.support.wire import Wire

CART = {"items": [{"productId": "0193a1d2-0000-7000-8000-000000000000", "quantity": 1}]}
SOMEBODY = {"Authorization": "Bearer hf_of-whom-only-the-database-can-tell"}


def test_away_and_back(start_server: Callable[..., ServerProcess], wire: Wire) -> None:
    running = start_server(database_url=wire.url, environment={"HOLDFAST_LIMITS": "off"})
    with httpx.Client(base_url=running.url, timeout=PATIENCE) as client:
        assert client.post("/api/orders/reserve", json=CART).status_code == 404
        wire.refuse()
        wire.cut_all()
        for answer in (
            client.get("/api/config"),
            client.post("/api/orders/reserve", json=CART),
            client.post("/api/session/login", json={"email": "a@b.example", "password": "x"}),
        ):
            assert answer.status_code == 503, answer.text
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.json()["code"] in ("unavailable", "busy", "timed-out")
            assert int(answer.headers["retry-after"]) > 0
        sockets = running.url.replace("http://", "ws://") + "/socket.io/?EIO=4&transport=websocket"
        with pytest.raises(InvalidStatus) as handshake:
            connect(sockets, additional_headers=SOMEBODY, open_timeout=PATIENCE)
        for refused in (client.get("/api/session", headers=SOMEBODY), handshake.value.response):
            assert refused.status_code == 503
            assert refused.headers["content-type"] == "application/problem+json"
            assert int(refused.headers["retry-after"]) > 0
        assert client.get("/health/live").status_code == 200
        ready = client.get("/health/ready")
        assert (ready.status_code, ready.json()["status"]) == (503, "not ready")
        wire.refuse(False)
        until(lambda: client.get("/health/ready").status_code == 200, PATIENCE, "it is ready again")
        until(lambda: client.get("/api/config").status_code == 200, PATIENCE, "it answers again")
        reserve = "/api/orders/reserve"
        until(
            lambda: client.post(reserve, json=CART).status_code == 404, PATIENCE, "it sells again"
        )
    assert "unhandled error" not in running.said
