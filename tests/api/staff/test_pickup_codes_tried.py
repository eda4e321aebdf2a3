"""A parcel is found by its code however many wait, and so many codes are tried by one person."""

from collections.abc import Callable, Iterator
from uuid import uuid4

import asyncpg
import pytest

from tests.api.staff.test_parcels import step
from tests.api.staff.test_picked_up import METHODS
from tests.api.staff.test_picked_up_by_others import find, ready
from tests.support.mail_server import MailServer, mail_settings, running_mail_server
from tests.support.market import Buyer, Market, expect, refusal
from tests.support.markets import market_as_asked
from tests.support.postgres import Postgres

Visit = Callable[..., Buyer]
MANY = 2100
_OTHERS = """
INSERT INTO parcels (id, order_id, number, status, link, shipped_at, picked_at)
SELECT gen_random_uuid(), $1, 1 + n, 'shipped', 'link-' || n,
       clock_timestamp() + n * interval '1 s', clock_timestamp()
FROM generate_series(1, $2::int) AS n
"""


@pytest.fixture(scope="module")
def post() -> Iterator[MailServer]:
    with running_mail_server() as server:
        yield server


@pytest.fixture(scope="module")
def market(postgres: Postgres, stocked: str, post: MailServer) -> Iterator[Market]:
    """One with limits."""
    with market_as_asked(postgres, stocked, mail_settings(post)) as opened:
        asked = {"currency": "EUR", "shippingMethods": METHODS}
        expect(opened.staff.patch("/api/staff/settings", json=asked))
        yield opened


async def test_the_oldest_of_many_is_found_and_nobody_guesses(
    market: Market, visit: Visit, post: MailServer
) -> None:
    buyer = visit(market)
    order_id, parcel = await ready(buyer, market, "waits-long@test.example")
    connection = await asyncpg.connect(market.database_url)
    try:
        await connection.execute(_OTHERS, order_id, MANY)
        found = expect(find(market, parcel["pickupCode"]))["pickups"]
        assert parcel["id"] in [one["parcel"]["id"] for one in found]
        await connection.execute("DELETE FROM parcels WHERE order_id = $1 AND number > 1", order_id)
    finally:
        await connection.close()

    wrong = f"{(int(parcel['pickupCode']) + 1) % 1_000_000:06}"
    answers = [find(market, wrong) for _ in range(20)]
    answers += [step(market, order_id, parcel["id"], "deliver", {"code": wrong}) for _ in range(20)]
    told = [one for one in answers if one.status_code == 429]
    assert 10 <= len(told) <= 15
    assert int(told[0].headers["Retry-After"]) > 0
    refusal(told[0], 429, "rate-limited")
    key = str(uuid4())
    done = step(market, order_id, parcel["id"], "deliver", key=key)
    assert expect(done)["order"]["status"] == "completed", "a face is as good"
