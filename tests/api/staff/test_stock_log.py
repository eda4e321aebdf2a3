"""The stock log says who did it by their name."""

from uuid import uuid4

import httpx

from tests.support.market import STAFF, expect
from tests.support.patience import PATIENCE
from tests.support.server import ServerProcess


def test_the_stock_log_names_who_changed_it(server: ServerProcess) -> None:
    with httpx.Client(base_url=server.url, timeout=PATIENCE) as staff:
        me = expect(staff.post("/api/session/login", json=STAFF))["user"]
        (one,) = expect(staff.get("/api/staff/variants", params={"limit": 1}))["variants"]
        change = {"deposit": 1, "reason": "Found behind the shelf"}
        key = {"Idempotency-Key": uuid4().hex}
        expect(
            staff.post(f"/api/staff/variants/{one['variantId']}/stock", json=change, headers=key)
        )
        asked = {"variantId": one["variantId"], "actor": f"user:{me['id']}"}
        log = expect(staff.get("/api/staff/stock-log", params=asked))["entries"]
    assert (log[0]["actor"], log[0]["actorName"]) == (f"user:{me['id']}", me["name"])
