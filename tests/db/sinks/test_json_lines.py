"""The JSON Lines sink: a message a line, many in one write, and a failure told to all of them."""

import asyncio
import json
from pathlib import Path

import pytest

from holdfast.sinks import Envelope, JsonLines, NotDelivered
from tests.db.sinks.conftest import Written
from tests.db.sinks.delivering import delivering, none_waits
from tests.support.line_files import files_by_age


def message(number: int) -> Envelope:
    return Envelope(str(number), "t", json.dumps({"number": number}).encode())


async def test_what_is_sent_together_is_written_together_in_order(tmp_path: Path) -> None:
    sink = JsonLines("jsonl", tmp_path / "orders.jsonl")
    await asyncio.gather(*(sink.send(message(number)) for number in range(500)))
    await sink.send(message(500))
    await sink.close()
    lines = (tmp_path / "orders.jsonl").read_text().splitlines()
    assert [json.loads(line)["number"] for line in lines] == list(range(501))


async def test_who_cannot_write_tells_everybody_and_goes_on_when_it_can(tmp_path: Path) -> None:
    (tmp_path / "folder").touch()
    sink = JsonLines("jsonl", tmp_path / "folder" / "orders.jsonl")
    told = await asyncio.gather(
        *(sink.send(message(number)) for number in range(3)), return_exceptions=True
    )
    assert all(isinstance(one, NotDelivered) for one in told), told
    assert "not written" in str(told[0])
    (tmp_path / "folder").unlink()
    await sink.send(message(1))
    await sink.close()
    assert (tmp_path / "folder" / "orders.jsonl").read_text() == '{"number": 1}\n'


async def test_what_breaks_the_writer_is_told_and_nobody_waits_for_ever(tmp_path: Path) -> None:
    sink = JsonLines("jsonl", tmp_path / "no\0name.jsonl")
    for _ in range(2):
        with pytest.raises(NotDelivered, match="ValueError"):
            await asyncio.wait_for(sink.send(message(1)), 20)
    await sink.close()


async def test_who_goes_away_while_it_is_written_takes_nobody_along(tmp_path: Path) -> None:
    sink = JsonLines("jsonl", tmp_path / "orders.jsonl")
    going = asyncio.create_task(sink.send(message(1)))
    staying = asyncio.create_task(sink.send(message(2)))
    await asyncio.sleep(0)
    going.cancel()
    await staying
    with pytest.raises(asyncio.CancelledError):
        await going
    await sink.close()


async def test_a_thousand_orders_go_through_the_book_into_the_file(
    written: Written, tmp_path: Path
) -> None:
    sink = JsonLines("platform", tmp_path / "orders.jsonl", most_bytes=20_000)
    for _ in range(2):
        await written.message(*(f"order-{number}" for number in range(1000)))
    async with delivering(written, sink):
        await none_waits(written)
    await sink.close()
    files = files_by_age(tmp_path / "orders.jsonl")
    assert len(files) > 1
    assert set(files) == set(tmp_path.iterdir())
    found: dict[str, list[int]] = {}
    for one in files:
        for line in one.read_text().splitlines():
            told = json.loads(line)
            found.setdefault(told["subject"], []).append(told["place"])
    assert len(found) == 1000
    assert all(len(places) == 2 and places == sorted(places) for places in found.values())
