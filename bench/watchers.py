"""Many web sockets in one process, each noting when which version of something arrived.

`python -m bench.watchers PORT COUNT [RESOURCE ...]`: they watch everything on sale, or the time of
these resources. It says "ready" once all are connected, subscribed and have their snapshot; then it
takes lines of JSON: "begin" (forget what came so far) or the list of what was committed,
``[[variant or resource, version, seconds since 1970], ...]``, and answers each with a line.

What arrives is only noted with its time; reading it waits until afterwards. Updates are the same
bytes for everybody, so each piece is kept, and later read, once. A ping is answered wherever it
stands among them: one that came in one piece with an update was not, the server closed that socket
45 s later, and all that was committed from then on counted as missed. Sockets that are closed all
the same are counted by themselves, and what they did not hear is not missed.
"""

import asyncio
import json
import re
import resource
import sys
import time
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias, cast

import uvloop

from bench.results import percentile

__all__ = ["main"]

Heard: TypeAlias = dict[str, tuple[list[int], list[float]]]

AT_ONCE: Final = 50
PING: Final = b"\x81\x012"
"""Engine.io's, as a frame. In no other: a text of ours has no byte below a space."""
REQUEST: Final = (
    b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n"
    b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)


@dataclass(frozen=True)
class Watch:
    """What is asked for, how its snapshot begins, and how an update says of what it is, and which
    version; ``changes``: the bits of that which count changes."""

    ask: bytes
    snapshot: bytes
    update: re.Pattern[bytes]
    changes: int = -1


STOCK: Final = Watch(
    b'42["subscribe:products"]',
    b'42["stock:snapshot"',
    re.compile(rb'42\["stock:update",[^]]*?"variantId":"([^"]+)"[^]]*?"version":(\d+)[^]]*?\]'),
)
_TIME: Final = re.compile(rb'"resourceId":"([^"]+)","taken":\[[^]]*\],"version":(\d+)')


def time_of(resources: Sequence[str]) -> Watch:
    """The time of these resources."""
    ask = json.dumps(["subscribe:slots", list(resources)]).encode()
    # What stands before them is the day, which the entries of the journal do not know.
    return Watch(b"42" + ask, b'42["slots:snapshot"', _TIME, (1 << 32) - 1)


def frame(text: bytes) -> bytes:
    """A text frame, masked with zeros."""
    size = len(text)
    assert size < 65_536
    length = bytes((0x80 | size,)) if size < 126 else bytes((0xFE, size >> 8, size & 0xFF))
    return b"\x81" + length + bytes(4) + text


class Notes:
    """What arrived: pieces of bytes by number, which of them have a ping in them, and for each
    arrival its time and piece."""

    def __init__(self, watch: Watch) -> None:
        self.watch = watch
        self.pieces: dict[bytes, int] = {}
        self.pings: list[bool] = []
        self.watchers: list[Watcher] = []

    def clear(self) -> None:
        self.pieces.clear()
        self.pings.clear()
        for watcher in self.watchers:
            watcher.clear()


class Watcher(asyncio.Protocol):
    """One socket: shakes hands, subscribes, then notes. ``closed``: by the server."""

    def __init__(self, notes: Notes, port: int) -> None:
        self.notes = notes
        self.port = port
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.steps = [
            (b"\r\n\r\n", frame(b"40")),
            (b"40{", frame(notes.watch.ask)),
            (notes.watch.snapshot, b""),
        ]
        self.seen = self.tail = b""
        self.closed = False
        self.clear()

    def clear(self) -> None:
        self.times = array("d")
        self.numbers = array("l")

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)
        self.transport.write(REQUEST % self.port)

    def data_received(self, data: bytes) -> None:
        if self.steps:
            self.seen += data
            while self.steps and self.steps[0][0] in self.seen:
                self.seen = self.seen.partition(self.steps[0][0])[2]
                self.transport.write(self.steps.pop(0)[1])
            if not self.steps and not self.ready.done():
                self.ready.set_result(None)
            return
        pieces, pings = self.notes.pieces, self.notes.pings
        number = pieces.setdefault(data, len(pieces))
        if number == len(pings):
            pings.append(PING in data)
        if pings[number] or PING in self.tail + data[:2]:
            self.transport.write(frame(b"3"))
        self.tail = data[-2:]
        self.times.append(time.time())
        self.numbers.append(number)

    def connection_lost(self, error: Exception | None) -> None:
        self.closed = True
        if not self.ready.done():
            self.ready.set_exception(error or ConnectionError("the server closed the socket"))


def boundary(data: bytes) -> int:
    """How much of ``data``, which begins with a frame, is whole frames."""
    at = 0
    while at + 2 <= len(data):
        size, head = data[at + 1], 2
        if size > 125:
            head = 4 if size == 126 else 10
            size = int.from_bytes(data[at + 2 : at + head])
        if at + head + size > len(data):
            break
        at += head + size
    return at


def news(watch: Watch, data: bytes) -> list[tuple[str, int]]:
    return [
        (one.decode(), int(version) & watch.changes) for one, version in watch.update.findall(data)
    ]


def heard(watcher: Watcher, pieces: list[bytes], read: list[list[tuple[str, int]] | None]) -> Heard:
    """What the watcher heard of each variant: versions and when they arrived. ``read`` is what
    the pieces that are whole frames say."""
    found: Heard = {}
    rest = b""
    for at, number in zip(watcher.times, watcher.numbers, strict=True):
        said = read[number]
        if rest or said is None:
            data = rest + pieces[number]
            end = boundary(data)
            said, rest = news(watcher.notes.watch, data[:end]), data[end:]
        for variant, version in said:
            versions, times = found.setdefault(variant, ([], []))
            versions.append(version)
            times.append(at)
    return found


def delays(notes: Notes, committed: list[tuple[str, int, float]]) -> tuple[list[float], int]:
    """Seconds from each commit to each watcher's first news at least as new; and how often none
    came to one that was still connected."""
    pieces = list(notes.pieces)
    read = [news(notes.watch, piece) if boundary(piece) == len(piece) else None for piece in pieces]
    found: list[float] = []
    missed = 0
    for watcher in notes.watchers:
        known = heard(watcher, pieces, read)
        for variant, version, at in committed:
            versions, times = known.get(variant, ([], []))
            place = bisect_left(versions, version)
            if place == len(versions):
                missed += not watcher.closed
            else:
                found.append(times[place] - at)
    return sorted(found), missed


async def main() -> None:
    port, count = int(sys.argv[1]), int(sys.argv[2])
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    loop = asyncio.get_running_loop()
    notes = Notes(time_of(sys.argv[3:]) if sys.argv[3:] else STOCK)
    while len(notes.watchers) < count:
        some = [
            (await loop.create_connection(lambda: Watcher(notes, port), "127.0.0.1", port))[1]
            for _ in range(min(AT_ONCE, count - len(notes.watchers)))
        ]
        await asyncio.gather(*(watcher.ready for watcher in some))
        notes.watchers.extend(some)
    print('"ready"', flush=True)
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        told = json.loads(line)
        if told == "begin":
            notes.clear()
            print('"begun"', flush=True)
            continue
        arrived = sum(len(watcher.times) for watcher in notes.watchers)
        found, missed = delays(notes, told)
        answer = {
            "p50": percentile(found, 0.5), "p99": percentile(found, 0.99),
            "worst": found[-1] if found else None, "samples": len(found), "missed": missed,
            "pieces": arrived, "closed": sum(one.closed for one in notes.watchers),
        }  # fmt: skip
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    uvloop.run(main())
