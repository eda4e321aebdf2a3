"""What the ledger's database tests share: ledgers on one database, and ways to look at it."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from holdfast.kit import new_id
from holdfast.ledger import (
    BatchReport,
    Command,
    Deposit,
    Hold,
    Insert,
    Ledger,
    Line,
    Outcome,
    RowTable,
    StateTable,
    Transition,
)
from holdfast.ledger.audit import audit
from tests.support.chain import chain_report
from tests.support.postgres import execute, fetch

__all__ = ["NOTES", "THINGS", "Scene", "hold", "move", "note", "together", "until"]

NOTES = RowTable(
    "notes",
    ("id", "number", "amount", "text", "partner"),
    ("uuid", "bigint", "int", "text", "uuid"),
)
THINGS = StateTable(
    "things",
    "id",
    "state",
    {"reason": "text"},
    {
        "new": ("old", "seen"),
        "pending": ("paid", "cancelled", "first", "second", "third"),
        **dict.fromkeys(("old", "seen", "paid", "cancelled", "first", "second", "third"), ()),
    },
)


def hold(*lines: Line | str, ttl: float = 600, hold_id: UUID | None = None) -> Hold:
    """A hold of one each of the keys, or of the lines given."""
    made = tuple(Line(line, 1) if isinstance(line, str) else line for line in lines)
    return Hold(hold_id or new_id(), made, ttl, "test")


def note(number: int | None = None, amount: int | None = 1, text: str | None = "",
         note_id: UUID | None = None, partner: UUID | None = None) -> Insert:  # fmt: skip
    """A rider that inserts one row."""
    return Insert(NOTES, ((note_id or new_id(), number, amount, text, partner),))


def move(thing: UUID, before: str, after: str, reason: str = "") -> Transition:
    """A rider that moves a thing on, from one of the states in ``before`` (``a|b``)."""
    return Transition(THINGS, thing, tuple(before.split("|")), after, (("reason", reason),))


async def until(happens: Callable[[], Awaitable[bool]], what: str, seconds: float = 60) -> None:
    """Ask until it is so: for what another process or PostgreSQL does in its own time."""
    deadline = time.monotonic() + seconds
    while not await happens():
        assert time.monotonic() < deadline, f"never happened: {what}"
        await asyncio.sleep(0.01)


@dataclass
class Scene:
    """One database, and the ledgers opened on it."""

    url: str
    partitions: int
    batches: list[BatchReport] = field(default_factory=list)
    tampered: bool = False
    """The test itself changed what batches had been sealed with."""
    _ledgers: list[Ledger] = field(default_factory=list)

    async def ledger(self, url: str | None = None, **options: object) -> Ledger:
        made = Ledger(
            url or self.url, partitions=self.partitions, on_batch=self.batches.append,
            **options,  # type: ignore[arg-type]
        )  # fmt: skip
        await made.start()
        self._ledgers.append(made)
        return made

    async def close(self) -> None:
        for ledger in self._ledgers:
            await ledger.close()

    async def stock(self, **quantities: int) -> None:
        """Fill accounts."""
        filler = Ledger(self.url, partitions=self.partitions)
        await filler.start()
        await filler.commit(Command(tuple(Deposit(key, n) for key, n in quantities.items())))
        await filler.close()

    async def account(self, key: str) -> tuple[int, int, int]:
        """Balance, held and version as the database has them."""
        rows = await fetch(
            self.url, "SELECT balance, held, version FROM ledger_accounts WHERE key = $1", key
        )
        return (rows[0][0], rows[0][1], rows[0][2]) if rows else (0, 0, 0)

    async def holds(self) -> dict[UUID, str]:
        """The state of every hold."""
        rows = await fetch(self.url, "SELECT id, state FROM ledger_holds")
        return {row[0]: row[1] for row in rows}

    async def hold_state(self, hold_id: UUID) -> str | None:
        return (await self.holds()).get(hold_id)

    async def add_things(self, *states: str) -> list[UUID]:
        """Make rows with these states."""
        ids = [new_id() for _ in states]
        values = ", ".join(f"('{at}', '{state}')" for at, state in zip(ids, states, strict=True))
        await execute(self.url, f"INSERT INTO things VALUES {values}")
        return ids

    async def things(self) -> dict[UUID, tuple[str, str | None]]:
        """State and reason of every thing."""
        rows = await fetch(self.url, "SELECT id, state, reason FROM things")
        return {row[0]: (row[1], row[2]) for row in rows}

    async def thing(self, thing: UUID) -> tuple[str, str | None]:
        return (await self.things())[thing]

    async def notes(self) -> int:
        rows = await fetch(self.url, "SELECT count(*) FROM notes")
        count: int = rows[0][0]
        return count

    async def assert_clean(self) -> None:
        report = await audit(self.url)
        assert report.clean, report.text()
        chain = await chain_report(self.url)
        assert chain.clean or self.tampered, chain.text()


async def together(ledger: Ledger, commands: Iterable[Command]) -> list[Outcome]:
    """Commit all of them in one batch (as far as it holds them)."""
    return await asyncio.gather(*(ledger.commit(command) for command in commands))
