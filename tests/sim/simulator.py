"""Thousands of commands against several ledgers at once, while everything breaks.

A seed fixes the commands, who gets them, what is delivered twice and when what breaks (counted in
outcomes, not seconds). What real processes and PostgreSQL do in between is theirs, so a seed
replays the story, not each interleaving: run it a few times.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from holdfast.ledger import (
    Accepted,
    AlreadyDone,
    Busy,
    Capture,
    Command,
    Expire,
    Extend,
    Hold,
    InDoubt,
    Ledger,
    Outcome,
    Release,
)
from holdfast.ledger.audit import audit
from tests.sim.auditor import Told, check_journal, check_promises
from tests.sim.world import CAPACITIES, World
from tests.support.chain import chain_report
from tests.support.ledger_process import LedgerProcesses, start
from tests.support.postgres import execute
from tests.support.wire import Moment, Wire

__all__ = ["LANE", "Simulator"]

LANE = "holdfast ledger"
CLIENTS = 12
JUMPS = [0.0, 0.0, 3.0, 70.0, 1200.0, -40.0]  # seconds the clock moves between phases


@dataclass
class Simulator:
    """One world, one database, several ledgers."""

    url: str
    partitions: int
    seed: int
    processes: LedgerProcesses
    told: dict[str, Told] = field(default_factory=dict)
    outcomes: Counter[str] = field(default_factory=Counter)
    broken: Counter[str] = field(default_factory=Counter)
    watches: list[asyncio.Task[None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.world = World(self.chance)
        self.offset = timedelta(0)

    async def run(self, phases: int, commands: int) -> None:
        """So many phases; after each, everything is checked."""
        await self._one_ledger(self.world.opening(), faults=False)
        for _ in range(phases):
            await self._phase(commands)
            await self._check()
            self.offset += timedelta(seconds=self.chance.choice(JUMPS))

    async def _phase(self, count: int) -> None:
        """In-process ledgers and processes at once, with duplicates, then retries."""
        work: list[list[Command]] = [[], [], [], []]
        for command in self.world.commands(count):
            first = self.chance.randrange(4)
            work[first].append(command)
            if command.key is not None and self.chance.random() < 0.25:
                again = work[self.chance.randrange(4)]
                again.insert(self.chance.randint(max(0, len(again) - 20), len(again)), command)
        await asyncio.gather(
            self._one_ledger(work[0], faults=True),
            self._one_ledger(work[1], faults=True),
            asyncio.to_thread(self._one_process, work[2], kill=False),
            asyncio.to_thread(self._one_process, work[3], kill=True),
        )
        unheard = [command for commands in work for command in commands
                   if command.key is not None and self._of(command).unheard]  # fmt: skip
        await self._one_ledger(list({command.key: command for command in unheard}.values()), False)

    # --- who commits

    async def _one_ledger(self, commands: Sequence[Command], faults: bool) -> None:
        """A ledger in this process behind a wire that is cut now and then."""
        queue = iter(commands)
        breaks = self._breaks(len(commands)) if faults else []
        done = 0
        with Wire(self.url) as wire:
            ledger = Ledger(wire.url, partitions=self.partitions, clock_offset=self.offset,
                            wait_at_most=0.25 if faults else 10.0)  # fmt: skip
            await start(ledger)

            async def customer() -> None:
                nonlocal done
                for command in queue:
                    self._send(command)
                    self._hear(command, await ledger.commit(command))
                    done += 1
                    while breaks and done >= breaks[-1][0]:
                        await breaks.pop()[1](wire)

            await asyncio.gather(*(customer() for _ in range(CLIENTS)))
            for watch in self.watches:
                watch.cancel()
            wire.refuse(False)
            await ledger.close()

    def _one_process(self, commands: Sequence[Command], kill: bool) -> None:
        """A process of its own; perhaps killed at a moment the seed names, its work unfinished."""
        deaths = self.chance.randint(1, max(1, len(commands) - 1)) if kill else -1
        with ExitStack() as stack:
            wire = stack.enter_context(Wire(self.url))
            (process,) = stack.enter_context(
                self.processes.several(
                    1, wire.url, partitions=self.partitions, clock_offset=self.offset
                )
            )
            for command in commands:
                self._send(command)
            if not kill:
                wire.cut(self.chance.choice(list(Moment)), application=LANE, skip=5)
            process.send(commands, CLIENTS)
            heard: set[int] = set()
            while len(heard) < len(commands):
                told = process.next_outcome()
                if told is None:
                    break
                heard.add(told[0])
                self._hear(commands[told[0]], told[1])
                if len(heard) == deaths:
                    process.kill()
                    self.broken["process killed"] += 1
            for number, command in enumerate(commands):
                if number not in heard:
                    self._of(command).unheard += 1

    # --- what breaks

    def _breaks(self, count: int) -> list[tuple[int, Callable[[Wire], Awaitable[None]]]]:
        """Faults and after how many outcomes they strike; the first last."""
        kinds: list[Callable[[Wire], Awaitable[None]]]
        kinds = [self._away, self._doubt, self._doubt, self._kill_backend]
        kinds += [partial(self._cut, moment) for moment in Moment]
        times = sorted((self.chance.randrange(max(count, 1)) for _ in range(6)), reverse=True)
        return [(at, self.chance.choice(kinds)) for at in times]

    async def _cut(self, moment: Moment, wire: Wire) -> None:
        self.broken[f"wire cut {moment.value} commit"] += 1
        wire.cut(moment)

    async def _kill_backend(self, _: Wire) -> None:
        self.broken["backend killed"] += 1
        await execute(
            self.url,
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            f"WHERE application_name = '{LANE}' AND datname = current_database()",
        )

    async def _away(self, wire: Wire) -> None:
        """The database is unreachable until somebody was told so."""
        self.broken["store away"] += 1
        wire.refuse()
        wire.cut_all()
        self._come_back(wire, "Busy")

    async def _doubt(self, wire: Wire) -> None:
        """The next COMMIT's answer is lost, and nobody is there to be asked about it."""
        self.broken["store away after commit"] += 1
        wire.refuse()
        wire.cut(Moment.AFTER_COMMIT)
        self._come_back(wire, "InDoubt")

    def _come_back(self, wire: Wire, told: str) -> None:
        """Let connections through again once somebody was told that there are none."""
        before = self.outcomes[told]

        async def watch() -> None:
            while self.outcomes[told] == before:
                await asyncio.sleep(0.01)
            wire.refuse(False)

        self.watches.append(asyncio.create_task(watch()))

    # --- what is said and heard

    def _of(self, command: Command) -> Told:
        told = self.told.get(command.request)
        if told is None:
            told = Told(frozenset(self._entries(command)), keyed=command.key is not None)
            self.told[command.request] = told
        return told

    def _send(self, command: Command) -> None:
        self._of(command).sent += 1

    def _hear(self, command: Command, outcome: Outcome) -> None:
        told = self._of(command)
        self.outcomes[type(outcome).__name__] += 1
        match outcome:
            case Accepted():
                told.accepted += 1
            case AlreadyDone(answer):
                told.repeated += 1
                assert answer == command.answer
            case InDoubt():
                told.unheard += 1
            case Busy() | _:
                told.refused += 1

    def _entries(self, command: Command) -> set[int]:
        """How many journal entries the command may make when it is accepted."""
        counts = {0}
        for op in command.operations:
            match op:
                case Hold(_, lines):
                    some = {len(lines)}
                case Capture(hold_id) | Release(hold_id):
                    some = {self.world.lines.get(hold_id, 0)}
                case Expire(hold_id):
                    some = {0, self.world.lines.get(hold_id, 0)}
                case Extend():
                    some = {0}
                case _:
                    some = {1}
            counts = {count + more for count in counts for more in some}
        return counts

    async def _check(self) -> None:
        chain = await chain_report(self.url)
        assert chain.clean, chain.text()
        report = await audit(self.url)
        assert report.clean, report.text()
        wrong = await check_journal(self.url, CAPACITIES)
        assert not wrong, "\n".join(wrong[:20])
        wrong = await check_promises(self.url, self.told)
        assert not wrong, "\n".join(wrong[:20])
