"""Candidates over HTTP, in turns, at several numbers of clients; what came out as tables."""

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bench.results import Result, Say, Table, median, ms, rate
from bench.wrk import Requests, load

__all__ = ["Candidate", "Turns", "processor_seconds", "tables", "take_turns"]

LOOK: Final = 2.0
"""Seconds in which a process that rests takes less than a tenth of a processor: longer than its
consumers rest between two turns."""
PATIENCE: Final = 600.0


@dataclass(frozen=True)
class Candidate:
    """What is sent, and the process that answers it."""

    requests: Requests
    pid: int


@dataclass
class Turns:
    rates: list[float] = field(default_factory=list)
    middles: list[float] = field(default_factory=list)
    tails: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return median(self.rates)


def take_turns(
    candidates: Mapping[str, Candidate], clients: tuple[int, ...], *, quick: bool, say: Say
) -> dict[tuple[str, int], Turns]:
    """Every candidate once warmed up, then turn after turn, each time in the other order. What a
    candidate leaves to be done after its answers is its own, not the next one's; what its process
    takes while nothing happens is nobody's."""
    turns, seconds = (1, 2) if quick else (5, 3)
    clients = clients[:1] if quick else clients
    idle = {}
    for candidate in candidates.values():
        load(candidate.requests, clients[0], 1)
        before = _at_rest(candidate.pid)
        time.sleep(1)
        idle[candidate.pid] = processor_seconds(candidate.pid) - before
    found = {(name, number): Turns() for number in clients for name in candidates}
    for turn in range(turns):
        say(f"turn {turn + 1} of {turns}")
        for number in clients:
            names = list(candidates)
            for name in names if turn % 2 == 0 else reversed(names):
                candidate = candidates[name]
                before = processor_seconds(candidate.pid)
                one = load(candidate.requests, number, seconds)
                ended = time.monotonic()
                spent = _at_rest(candidate.pid) - before
                spent -= (time.monotonic() - ended) * idle[candidate.pid]
                kept = found[name, number]
                kept.processor.append(spent / one.count)
                kept.rates.append(one.per_second)
                kept.middles.append(one.p50)
                kept.tails.append(one.p99)
    return found


def _at_rest(pid: int) -> float:
    """What the process has used once it has caught up with all it was asked."""
    used, until = processor_seconds(pid), time.monotonic() + PATIENCE
    while time.monotonic() < until:
        time.sleep(LOOK)
        before, used = used, processor_seconds(pid)
        if used - before < LOOK / 10:
            return used
    raise RuntimeError(f"process {pid} does not rest")


def processor_seconds(pid: int) -> float:
    """What the process has used of the processor so far."""
    user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def tables(result: Result, found: Mapping[tuple[str, int], Turns], *against: str) -> None:
    """A table for each number of clients; rates also as parts of those ``against``."""
    for number in dict.fromkeys(number for _, number in found):
        rows = []
        for name in (name for name, at in found if at == number):
            kept = found[name, number]
            parts = [f"{kept.rate / found[whole, number].rate:.2f}" for whole in against]
            processor = median(kept.processor)
            rows.append(
                (
                    name, rate(kept.rate), *parts, ms(median(kept.middles)),
                    ms(median(kept.tails)), f"{processor * 1e6:.0f}",
                )
            )  # fmt: skip
            result.figures[f"{name}, {number} clients"] = {
                "per_second": round(kept.rate),
                "p50_ms": round(median(kept.middles) * 1000, 2),
                "p99_ms": round(median(kept.tails) * 1000, 2),
                "processor_us": round(processor * 1e6, 1),
                "turns": [round(value) for value in kept.rates],
            }
        of = [f"of {whole}" for whole in against]
        columns = ("what", "per second", *of, "p50 ms", "p99 ms", "processor us")
        result.tables.append(Table(f"{number} clients", columns, rows))
