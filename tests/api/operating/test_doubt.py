"""The connection to the database is cut at the worst moment of a purchase: the buyer is answered
all the same, and nothing is there twice."""

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from holdfast.flows.payments.stragglers import GRACE
from tests.support.market import Buyer, Market, expect, opened_market
from tests.support.postgres import Postgres
from tests.support.wire import Moment, Wire

Visit = Callable[..., Buyer]
LANE = "holdfast ledger"


@pytest.fixture(scope="module")
def wired(postgres: Postgres, stocked: str) -> Iterator[tuple[Market, Wire]]:
    folder = Path(tempfile.mkdtemp(prefix="holdfast-test-"))
    url = postgres.create(stocked)
    environment = {"HOLDFAST_LIMITS": "off"}
    with (
        Wire(url) as wire,
        opened_market(folder, environment=environment, database_url=wire.url) as opened,
    ):
        yield opened, wire
    postgres.drop(url)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.parametrize("moment", Moment)
@pytest.mark.parametrize("keyed", [True, False], ids=["with-key", "without-key"])
async def test_a_purchase_survives_a_cut_at_every_commit(
    wired: tuple[Market, Wire], visit: Visit, moment: Moment, keyed: bool
) -> None:
    market, wire = wired
    goods = market.goods(5)
    buyer = visit(market)
    key = str(uuid4()) if keyed else None

    wire.cut(moment, application=LANE)
    reservation = expect(await buyer.reserve(goods, key=key))
    wire.wait_cut()
    assert market.stock(goods) == (4, 1)

    began_to_pay = time.monotonic()
    wire.cut(moment, application=LANE)
    payment = expect(await buyer.pay(reservation, key=f"{key}-pay" if key else None))
    wire.wait_cut()

    wire.cut(moment, application=LANE)
    expect(await buyer.create(reservation, payment))
    if time.monotonic() < began_to_pay + GRACE:  # later, the worker may have been first
        wire.wait_cut()
    assert market.stock(goods) == (4, 0)

    wire.cut(moment, application=LANE)
    expect(await buyer.cancel(orderId=reservation["orderId"]))
    wire.wait_cut()
    assert market.stock(goods) == (5, 0)
    operations = [entry["operation"] for entry in reversed(market.log(goods))]
    assert operations == ["deposit", "hold", "capture", "deposit"]
    if key is not None:
        again = expect(await buyer.reserve(goods, key=key))
        assert again["orderId"] == reservation["orderId"]
    assert len(expect(await buyer.get("/api/orders"))["orders"]) == 1
