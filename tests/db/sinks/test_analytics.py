"""Analytics services in every kind of trouble: real HTTP, their documented limits."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from holdfast.db.reading import Position
from holdfast.sinks import (
    Amplitude,
    Ga4,
    Hit,
    HitItem,
    NotDelivered,
    Sink,
    ToDeliver,
    event_id,
)
from holdfast.sinks.amplitude import MOST_BYTES, MOST_EVENTS
from tests.db.sinks.conftest import AT, Written
from tests.db.sinks.delivering import delivering, none_waits
from tests.support.analytics import AMPLITUDE_KEY, MEASUREMENT_ID, SECRET, AnalyticsServer
from tests.support.market import eventually
from tests.support.site import Asked, Told, said


@pytest.fixture
def server() -> Iterator[AnalyticsServer]:
    with AnalyticsServer() as opened:
        yield opened


def ga4(server: AnalyticsServer, seconds: float = 10.0) -> Ga4:
    return Ga4(server.url, MEASUREMENT_ID, SECRET, seconds)


def amplitude(server: AnalyticsServer, key: str = AMPLITUDE_KEY) -> Amplitude:
    return Amplitude(f"{server.url}/", key)


def a_hit(number: int, person: str = "somebody", name_of_item: str = "Lens") -> Hit:
    return Hit(
        name="view_item",
        id=event_id(Position(1, 1000, number)),
        person=person,
        at=datetime(2026, 11, 20, tzinfo=UTC),
        items=[HitItem("lens", name_of_item, "product")],
    )


async def wrote(written: Written, sink: Sink, *hits: Hit) -> None:
    """They wait in the book."""
    made = [
        ToDeliver(Position(1, 1000, int(one.id.split("-")[2])), one.person, AT, one.envelope)
        for one in hits
    ]
    async with written.database.transaction() as connection:
        await written.book.put(connection, [sink.name], made)


async def test_each_service_is_told_by_its_own_protocol(server: AnalyticsServer) -> None:
    sinks: list[Sink] = [ga4(server), amplitude(server)]
    for sink in sinks:
        await sink.send(a_hit(1).envelope)
        await sink.close()
    assert server.names == (["view_item"], ["view_item"])
    assert server.faults == []


async def test_uploads_gather_what_waits_within_the_limits(server: AnalyticsServer) -> None:
    """Of events and of bytes."""
    sink = amplitude(server)
    small = [a_hit(number) for number in range(MOST_EVENTS + 50)]
    await asyncio.gather(*(sink.send(one.envelope) for one in small))
    assert max(server.uploads) <= MOST_EVENTS
    assert len(server.uploads) <= 3
    assert len(server.events) == len(small)
    server.uploads.clear()
    large = [a_hit(5000 + number, name_of_item="x" * (MOST_BYTES // 10)) for number in range(25)]
    await asyncio.gather(*(sink.send(one.envelope) for one in large))
    await sink.close()
    assert sum(server.uploads) == 25
    assert max(server.uploads) < 10


async def test_who_breaks_an_upload_fails_alone(server: AnalyticsServer) -> None:
    sink = amplitude(server)
    bad, *good = [
        a_hit(number, "abc" if number == 0 else f"person {number}") for number in range(9)
    ]
    answers = await asyncio.gather(
        *(sink.send(one.envelope) for one in (bad, *good)), return_exceptions=True
    )
    await sink.close()
    assert str(answers[0]) == "answered 400: device_id is not valid"
    assert answers[1:] == [None] * 8
    assert len(server.events) == 8


async def test_a_wrong_key_is_a_reason_for_all(server: AnalyticsServer) -> None:
    sink = amplitude(server, "another")
    with pytest.raises(NotDelivered, match=r"answered 400: .*Invalid API key"):
        await sink.send(a_hit(1).envelope)
    await sink.close()


async def test_an_upload_that_is_too_large_after_all_is_halved(server: AnalyticsServer) -> None:
    def small_only(asked: Asked) -> Told | None:
        return said({"code": 413}, 413) if asked.body.count("insert_id") > 3 else None

    server.trouble = small_only
    sink = amplitude(server)
    await asyncio.gather(*(sink.send(a_hit(number).envelope) for number in range(20)))
    await sink.close()
    assert len(server.events) == 20
    assert max(server.uploads) <= 3


@pytest.mark.parametrize("make", [ga4, amplitude])
async def test_a_service_that_is_away_gets_all_of_it_later_and_once(
    make: object, server: AnalyticsServer, written: Written
) -> None:
    """500, then a connection lost after it took the event."""
    sink: Sink = ga4(server) if make is ga4 else amplitude(server)
    await wrote(written, sink, *(a_hit(number, f"person {number % 4}") for number in range(12)))
    troubles = [said({"error": "oh"}, 500)] * 3
    server.trouble = lambda _: troubles.pop() if troubles else None

    async with delivering(written, sink) as deliverer:
        for _ in range(200):
            if await written.waiting() == 0:
                break
            written.pass_by(60)
            deliverer.wake()
            await asyncio.sleep(0.02)
        await none_waits(written)
    await sink.close()
    told = server.hits if make is ga4 else server.events
    assert len(told) == 12
    assert server.faults == []


async def test_who_is_asked_to_wait_waits_for_everybody_and_it_is_no_try(
    server: AnalyticsServer, written: Written
) -> None:
    sink = ga4(server)
    busy, looked = [Told(429, b"slow down", {"Retry-After": "120"})], 0

    def looks() -> bool:
        nonlocal looked
        looked += 1
        return True

    server.trouble = lambda _: busy[0] if busy else None
    await wrote(written, sink, a_hit(1, "ann"))
    async with delivering(written, sink, looks) as deliverer:

        async def put_off() -> bool:
            return await written.troubles() == {"ann": (1, False)}

        await eventually(put_off, 60, "ann waits")
        busy.clear()
        await wrote(written, sink, a_hit(2, "bob"))
        written.pass_by(100)
        before = looked

        async def looked_again() -> bool:
            return looked > before + 2

        await eventually(looked_again, 60, "it was looked what may be sent")
        assert server.hits == []
        written.pass_by(21)
        deliverer.wake()
        await none_waits(written)
    await sink.close()
    assert sorted(one["person"] for one in server.hits) == ["ann", "bob"]


async def test_what_is_taken_back_is_told_nobody(written: Written, server: AnalyticsServer) -> None:
    sink = ga4(server)
    await wrote(written, sink, a_hit(1, "ann"), a_hit(2, "ann"), a_hit(3, "bob"))
    async with written.database.transaction() as connection:
        assert await written.book.take_back(connection, [sink.name], "ann") == 2
    async with delivering(written, sink):
        await none_waits(written)
    await sink.close()
    assert [one["person"] for one in server.hits] == ["bob"]
