"""What is read once in a while: never older than it says, and nobody waits for it who need not."""

import asyncio

import pytest

from holdfast.kit.lately import Lately


class Source:
    """Answers once it is told to; ``now`` is the clock."""

    def __init__(self) -> None:
        self.now = 0.0
        self.reads = 0
        self.gate = asyncio.Event()
        self.gate.set()
        self.fails = False
        self.lately = Lately(self._read, 1.0, lambda: self.now)

    async def _read(self) -> int:
        self.reads += 1
        found = self.reads
        await self.gate.wait()
        if self.fails:
            raise OSError("away")
        return found


async def turns() -> None:
    """All that is ready runs."""
    for _ in range(5):
        await asyncio.sleep(0)


async def test_it_is_read_by_the_way_before_it_is_too_old() -> None:
    source = Source()
    assert await source.lately.now() == 1
    source.now = 0.59
    assert await source.lately.now() == 1
    await turns()
    assert source.reads == 1
    source.gate.clear()
    source.now = 0.9
    # Many ask meanwhile: none waits, and it is read once.
    assert await asyncio.gather(*(source.lately.now() for _ in range(9))) == [1] * 9
    await turns()
    assert source.reads == 2
    source.gate.set()
    await turns()
    assert await source.lately.now() == 2
    source.now = 1.89  # it counts from when it was begun to be read
    assert await source.lately.now() == 2
    await turns()
    source.now = 1.9
    assert await source.lately.now() == 3


async def test_nobody_gets_what_is_too_old_however_long_it_takes_to_read() -> None:
    source = Source()
    assert await source.lately.now() == 1
    source.now = 0.9
    source.gate.clear()
    assert await source.lately.now() == 1
    await turns()
    source.now = 1.0
    asking = [asyncio.ensure_future(source.lately.now()) for _ in range(3)]
    await turns()
    assert not any(one.done() for one in asking)
    source.gate.set()
    assert await asyncio.gather(*asking) == [2, 2, 2]


async def test_what_changed_while_it_was_read_by_the_way_is_read_anew() -> None:
    source = Source()
    assert await source.lately.now() == 1
    source.now = 0.9
    source.gate.clear()
    assert await source.lately.now() == 1
    await turns()
    source.lately.forget()
    source.gate.set()
    await turns()
    assert await source.lately.now() == 3


async def test_a_failure_by_the_way_is_told_to_who_has_to_read() -> None:
    source = Source()
    assert await source.lately.now() == 1
    source.now, source.fails = 0.9, True
    for _ in range(3):
        assert await source.lately.now() == 1
        await turns()
    assert source.reads == 2, "it is not tried again and again"
    source.now = 1.0
    with pytest.raises(OSError, match="away"):
        await source.lately.now()
    source.fails = False
    assert await source.lately.now() == 4
    source.now = 1.7
    assert await source.lately.now() == 4
    await turns()
    assert source.reads == 5


async def test_a_reading_that_takes_longer_than_it_is_good_for_serves_all_who_wait() -> None:
    source = Source()
    source.gate.clear()
    asking = [asyncio.ensure_future(source.lately.now()) for _ in range(9)]
    await turns()
    source.now = 1.5
    later = [asyncio.ensure_future(source.lately.now()) for _ in range(9)]
    await turns()
    source.gate.set()
    assert await asyncio.gather(*asking) == [1] * 9
    # Who asked while it was read has what was read since.
    assert await asyncio.gather(*later) == [2] * 9
    assert source.reads == 2
