"""Carriers that say nothing: asked by time, less and less often, until it is a person's task."""

import tempfile
from collections.abc import Iterator
from dataclasses import replace as with_parts
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from holdfast.flows.fulfilment.asking import MOST_AT_ONCE, ask_about_quiet
from holdfast.flows.fulfilment.hearing import heard
from holdfast.flows.fulfilment.packing import deliver, ship
from holdfast.fulfilment import AskCarrier, DemoCarrier, Listening, Parcel
from holdfast.kit import shop_now
from holdfast.roles.remote_carrier import RemoteCarrier
from holdfast.views.order_list import OrderQuery, order_list
from holdfast.views.staff_home import to_do
from tests.db.flows.fulfilment.test_labels import Clock, labelled, now, packed, with_carrier
from tests.db.flows.fulfilment.test_parcels import STAFF
from tests.db.flows.stage import Stage, jobs_due
from tests.support.market import eventually
from tests.support.patience import PATIENCE
from tests.support.server import ServerProcess, free_port

SECRET = "a secret of the shop and its carrier"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(scope="module")
def carrier() -> Iterator[RemoteCarrier]:
    """The demo's carrier as a process, which tells its words where nobody is."""
    nobody = f"http://127.0.0.1:{free_port()}"
    there = {"HOLDFAST_SECRET": SECRET, "HOLDFAST_DEMO_CARRIER_PACE": "0.01"}
    with (
        tempfile.TemporaryDirectory(prefix="holdfast-test-") as folder,
        ServerProcess(
            Path(folder) / "data", "--shop", nobody, role="demo-carrier", environment=there
        ) as running,
    ):
        yield RemoteCarrier(running.url, SECRET.encode())


async def asked(stage: Stage, at: datetime) -> int:
    """How many parcels the timer has asked about; what it left to be done is done."""
    found = await ask_about_quiet(stage, at)
    assert (await jobs_due(stage)).count("ask-carrier") == found
    await stage.database.pool.execute("DELETE FROM jobs WHERE queue = 'ask-carrier'")
    return found


async def silent(stage: Stage, parcel: Parcel) -> tuple[int, list[str], datetime | None]:
    """As staff are told: at home, in their list of orders, and at the parcel."""
    async with stage.database.read() as connection:
        found, _ = await order_list(stage.database, OrderQuery(locale="en", silent=True))
        count = (await to_do(connection, (), stage.reader.partitions)).silent_parcels
    label = (await now(stage, parcel)).label
    since = None if label is None else label.silent_since
    return count, [one["number"] for one in found], since


async def test_a_parcel_arrives_though_every_word_of_it_is_lost(
    stage: Stage, carrier: RemoteCarrier
) -> None:
    stage = with_parts(stage, carriers={"demo": carrier})
    order, parcel = await packed(stage)
    await labelled(stage, order, parcel)
    begun = shop_now()
    assert await asked(stage, begun + 5 * HOUR) == 0
    assert (await now(stage, parcel)).status == "picking"

    async def arrived() -> bool:
        await heard(stage, AskCarrier(parcel.id), "r")
        return (await now(stage, parcel)).status == "delivered"

    assert await asked(stage, begun + 7 * HOUR) == 1
    await eventually(arrived, PATIENCE, "the carrier says that it is there")
    assert await asked(stage, begun + 90 * DAY) == 0
    assert await silent(stage, parcel) == (0, [], None)


async def test_who_says_nothing_is_asked_less_and_less_and_then_told_to_staff(
    stage: Stage,
) -> None:
    clock = Clock()
    stage = with_carrier(stage, DemoCarrier(b"s", 1.0, clock))
    order, parcel = await packed(stage)
    await labelled(stage, order, parcel)
    begun = shop_now()
    hours = [at for at in range(30 * 24) if await asked(stage, begun + (at + 0.5) * HOUR)]
    assert hours == [6, 13, 27, 55, 111, 168]  # each after as long again; a last time in a week
    since = (await now(stage, parcel)).label
    assert since is not None
    assert await silent(stage, parcel) == (1, [order.number], since.silent_since)
    assert since.silent_since is not None
    assert abs(since.silent_since - begun) < timedelta(minutes=5)

    clock.now += 2  # it was handed over, after all
    await heard(stage, AskCarrier(parcel.id), "r")
    assert await silent(stage, parcel) == (0, [], None)
    await heard(stage, AskCarrier(parcel.id), "r")  # nothing new
    assert await asked(stage, shop_now() + 7 * HOUR) == 1
    assert await asked(stage, shop_now() + 40 * DAY) == 1
    assert (await silent(stage, parcel))[0] == 1
    await deliver(stage, STAFF, order.id, parcel.id)  # staff found out
    assert await silent(stage, parcel) == (0, [], None)


async def test_a_carrier_that_is_gone_is_a_task_at_once_and_few_are_asked_at_a_time(
    stage: Stage,
) -> None:
    stage = with_carrier(stage, DemoCarrier(b"s", 1.0, Clock()))
    order, parcel = await packed(stage)
    await labelled(stage, order, parcel)
    await ship(stage, STAFF, order.id, parcel.id, "Demo Post", None)
    gone = with_parts(stage, carriers={})
    assert await asked(gone, shop_now() + DAY) == 0
    assert (await silent(stage, parcel))[0] == 1

    await stage.database.pool.execute(
        """
        INSERT INTO parcels (id, order_id, number, status, link, service, label, label_key,
                             reference, heard_at, ask_at)
        SELECT gen_random_uuid(), gen_random_uuid(), 1, 'picking', g::text, 'demo', 'ready',
               gen_random_uuid(), g::text, now(), now() + g * interval '1 second'
        FROM generate_series(1, 30) g
        """
    )
    later = shop_now() + 6 * HOUR
    assert await ask_about_quiet(stage, later) == MOST_AT_ONCE
    assert await ask_about_quiet(stage, later) == 0  # these are still to be asked about
    await stage.database.pool.execute("DELETE FROM jobs WHERE queue = 'ask-carrier'")
    assert await ask_about_quiet(stage, later) == 10
    await stage.database.pool.execute("DELETE FROM parcels WHERE link ~ '^[0-9]+$'")


async def test_what_is_due_is_found_by_the_index(stage: Stage) -> None:
    async with stage.database.transaction() as connection:
        await connection.execute(sa.text("SET LOCAL enable_seqscan = off"))
        for which in ("ask_at <= now() ORDER BY ask_at", "ask_at IS NULL"):
            plan = await connection.scalars(
                sa.text(f"EXPLAIN SELECT id FROM parcels WHERE heard_at IS NOT NULL AND {which}")
            )
            assert any("ix_parcels_ask_at" in line for line in plan)


def test_the_times_to_ask_end() -> None:
    listening = Listening(timedelta(days=2), timedelta(days=1))
    begun = shop_now()
    assert listening.ask_after(begun, begun) == begun + DAY
    assert listening.ask_after(begun, begun + DAY) is None
