"""Strangers do their worst at the door, and another client notices hardly anything.

Floods of frames and pings, connections held for nothing, answers nobody reads, heads too long,
resets, two thousand connections at once, all of them together. Meanwhile somebody who behaves, at
an address of their own, is never refused and waits little; afterwards the memory is as it was.

    python -m tests.proof.door [--seconds 120] [--split]
"""

import argparse
import asyncio
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import aiohttp

from tests.proof.rude import RUDE
from tests.support.folders import on_disk
from tests.support.market import Market, opened_market, stock_up
from tests.support.server import ServerProcess
from tests.support.split import SplitPremises, opened_split

__all__ = ["Outcome", "hold_the_door", "main"]

HERE: Final = Path(__file__).parents[2]
NEIGHBOUR: Final = ("127.0.0.2", 0)
PAUSE: Final = 0.1  # seconds between two requests of who behaves
LEFT: Final = 50  # MiB that may stay
PATIENT: Final = 0.25  # seconds that one of a hundred may wait
SETTLED: Final = 15.0  # seconds in which everything is let go
PATHS: Final = ("/health/live", "/api/products/stock", "/health/live", "/health/live")


@dataclass
class Outcome:
    """Latencies in seconds, sorted; memory in MiB, of the processes at the door together."""

    waited: list[float]
    refused: list[str]
    before: float
    most: float
    after: float

    @property
    def p99(self) -> float:
        return self.waited[int(len(self.waited) * 0.99)]

    def __str__(self) -> str:
        p50 = self.waited[len(self.waited) // 2]
        return (
            f"{len(self.waited):,} requests of who behaves, {len(self.refused)} refused; "
            f"{1000 * p50:.0f} ms (p50), {1000 * self.p99:.0f} ms (p99), "
            f"{self.waited[-1]:.2f} s (longest); "
            f"memory {self.before:.0f}, {self.most:.0f} at most, {self.after:.0f} MiB in the end"
        )


def _memory(pids: list[int]) -> float:
    pages = [int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in pids]
    return sum(pages) * 4096 / 2**20


def _at_the_door(market: Market) -> list[int]:
    premises = market.premises
    if isinstance(premises, SplitPremises):
        return [premises.split.services[name].pid for name in premises.split.names("gateway")]
    assert isinstance(premises, ServerProcess)
    listed = Path(f"/proc/{premises.pid}/task/{premises.pid}/children").read_text().split()
    named = {int(one): Path(f"/proc/{one}/cmdline").read_bytes() for one in listed}
    return [pid for pid, line in named.items() if b"holdfast.server.worker" in line]


async def hold_the_door(market: Market, *, seconds: float) -> Outcome:
    """Run it; the figures."""
    host, port = market.url.removeprefix("http://").split(":")
    pids = _at_the_door(market)
    outcome = Outcome([], [], _memory(pids), 0.0, 0.0)
    words = [sys.executable, "-m", "tests.proof.rude"]
    rude = [
        await asyncio.create_subprocess_exec(*words, name, host, port, str(seconds), cwd=HERE)
        for name in RUDE
    ]
    until = time.monotonic() + seconds
    watch = asyncio.create_task(_watched(pids, outcome, until))
    await _behaves(market.url, outcome, until)
    await asyncio.gather(*(one.wait() for one in rude), watch)
    deadline = time.monotonic() + SETTLED
    while True:
        outcome.after = _memory(pids)
        if outcome.after < outcome.before + LEFT or time.monotonic() > deadline:
            break
        await asyncio.sleep(0.5)
    outcome.waited.sort()
    assert outcome.refused == []
    assert outcome.after < outcome.before + LEFT
    return outcome


async def _watched(pids: list[int], outcome: Outcome, until: float) -> None:
    while time.monotonic() < until:
        outcome.most = max(outcome.most, _memory(pids))
        await asyncio.sleep(0.5)


async def _behaves(url: str, outcome: Outcome, until: float) -> None:
    """Ask at a steady pace, half of the time over a new connection."""
    turn = 0
    kept = aiohttp.TCPConnector(local_addr=NEIGHBOUR)
    async with aiohttp.ClientSession(connector=kept) as session:
        while time.monotonic() < until:
            turn += 1
            began = time.monotonic()
            try:
                if turn % 2:
                    status = await _asked(session, url + PATHS[turn % len(PATHS)])
                else:
                    new = aiohttp.TCPConnector(local_addr=NEIGHBOUR)
                    async with aiohttp.ClientSession(connector=new) as another:
                        status = await _asked(another, url + PATHS[turn % len(PATHS)])
                if status != 200:
                    outcome.refused.append(str(status))
            except (aiohttp.ClientError, OSError, TimeoutError) as error:
                outcome.refused.append(repr(error))
            took = time.monotonic() - began
            outcome.waited.append(took)
            await asyncio.sleep(max(0.0, PAUSE - took))


async def _asked(session: aiohttp.ClientSession, url: str) -> int:
    async with session.get(url) as answer:
        await answer.read()
        return answer.status


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--seconds", type=float, default=120.0)
    words.add_argument("--split", action="store_true")
    asked = words.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(on_disk()))
        if asked.split:
            market = stack.enter_context(opened_split(folder, afresh=True))
        else:
            stock_up(folder)
            market = stack.enter_context(opened_market(folder, afresh=True))
        outcome = asyncio.run(hold_the_door(market, seconds=asked.seconds))
        print(outcome)
        if outcome.p99 > PATIENT:
            sys.exit(f"one of a hundred waited more than {PATIENT} s")


if __name__ == "__main__":
    main()
