"""The ledger's store: one batch as one PostgreSQL transaction, by the lock protocol.

Open missing accounts in key order; lock accounts in (partition, key) order; in later statements,
so with a fresh snapshot, read holds, idempotency records and guarded rows (in (table, key)
order); decide; write; commit. A hold is guarded by the locks of its accounts, which every
operation on it takes.
"""

import asyncio
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg
import msgspec

from holdfast.db.engine import connect
from holdfast.ledger import statements as sql
from holdfast.ledger.chain import Chain
from holdfast.ledger.culprit import RowRefused
from holdfast.ledger.failures import (
    UNREACHABLE,
    ConnectionLost,
    Doubt,
    Overfull,
    TryAgain,
    is_lost,
)
from holdfast.ledger.layout import settle_layout
from holdfast.ledger.limits import MAX_LOCKED, locked_by
from holdfast.ledger.locked_reads import lock_accounts, read_locked
from holdfast.ledger.partitions import partition_of
from holdfast.ledger.rules import decide
from holdfast.ledger.state import (
    Account,
    Broken,
    Decision,
    HoldRecord,
    IdempotencyRecord,
    RowState,
    State,
)
from holdfast.ledger.touched import Touched
from holdfast.ledger.types import Command, Line
from holdfast.ledger.writing import Writer, record_end

_REMEMBERED = 100_000  # holds whose lines, and accounts whose existence, a process remembers
_RECORDS = "ledger_idempotency"
ATTEMPT_LIMIT = 20.0  # seconds an attempt may take before its connection is given up


class Store:
    """One lane's connection and what it remembers. ``attempt`` runs one batch."""

    def __init__(
        self,
        url: str,
        *,
        partitions: int = 1,
        clock_offset: timedelta = timedelta(0),
        notify: Mapping[str, str] | None = None,
        at_leisure: bool = False,
    ) -> None:
        self._url = url
        self._at_leisure = at_leisure
        self._partitions = partitions
        self.clock_offset = clock_offset
        self._writer = Writer(partitions, notify or {})
        self._connection: asyncpg.Connection | None = None
        self.lines: OrderedDict[UUID, tuple[Line, ...]] = OrderedDict()  # of holds: never change
        self._existing: OrderedDict[str, None] = OrderedDict()
        self._chain = Chain()

    # --- connection -------------------------------------------------------------------------

    async def connection(self) -> asyncpg.Connection:
        """The lane's connection, opened if need be; raises OSError or PostgresError."""
        if self._connection is None or self._connection.is_closed():
            fresh = await connect(self._url, "holdfast ledger", statements=512)
            try:
                await fresh.execute(sql.TUNING)
                if self._at_leisure:
                    await fresh.execute(sql.AT_LEISURE)
            except BaseException:
                fresh.terminate()  # never work on one without its bounds
                raise
            self._connection = fresh
        return self._connection

    async def check_layout(self) -> None:
        """Fix the number of partitions at the first start; raise :class:`WrongLayout` later."""
        await settle_layout(await self.connection(), self._partitions)

    def drop(self) -> None:
        """Forget the connection without a goodbye; its transaction is rolled back there."""
        if self._connection is not None:
            self._connection.terminate()
            self._connection = None

    async def close(self) -> None:
        if self._connection is not None and not self._connection.is_closed():
            await self._connection.close(timeout=5)
        self._connection = None

    async def fate(self, doubt: Doubt) -> str | None:
        """``committed``, ``aborted``, ``in progress``, or None when nobody can say.

        A crash of the server loses a transaction whose COMMIT it had not begun to write, and then
        gives its id to another one. So an id that is committed proves nothing without a row that
        only this transaction can have written: an entry, or a record, of its very moment.
        """
        status = await self._fate(doubt)
        if doubt.sealed is not None and status == "committed":
            self._chain.sealed(*doubt.sealed)
        elif doubt.sealed is not None and status == "aborted":
            self._chain.unsealed(doubt.sealed[0])
        return status

    async def _fate(self, doubt: Doubt) -> str | None:
        connection = await self.connection()
        status: str | None = await connection.fetchval(sql.XACT_STATUS, doubt.xid)
        if status != "committed":
            return status
        decision, now = doubt.decision, doubt.now
        if decision.entries:
            key, version, *_ = decision.entries[0]
            at = partition_of(key, self._partitions)
            written = await connection.fetchval(sql.ENTRY_WRITTEN, at, key, version, now)
        elif decision.new_records:
            key, record = next(iter(decision.new_records.items()))
            at, end = partition_of(key, self._partitions), record_end(now, record.hold_expires_at)
            written = await connection.fetchval(sql.RECORD_WRITTEN, at, key, end)
        else:
            return None
        return "committed" if written else "aborted"

    # --- one batch --------------------------------------------------------------------------

    async def attempt(
        self, commands: Sequence[Command], more: Callable[[], bool] = lambda: False
    ) -> tuple[Decision, State]:
        """Run the batch. On return it is durable (or wrote nothing). Raises
        :class:`ConnectionLost`, :class:`RowRefused`, or what else PostgreSQL raised, with
        nothing written. ``more``: whether another follows at once."""
        doubt: Doubt | None = None
        decided: Doubt | None = None
        try:
            async with asyncio.timeout(ATTEMPT_LIMIT):
                connection = await self.connection()
        except UNREACHABLE as error:
            self.drop()
            raise ConnectionLost from error
        try:
            async with asyncio.timeout(ATTEMPT_LIMIT):
                link = await self._chain.link(connection)
                decided = await self._decided(connection, commands)
                decision, state = decided.decision, decided.state
                if not decision.writes:
                    await self._end(connection, "ROLLBACK", more=more())
                    return decision, state
                head = await self._writer.write(connection, state, decision, decided.now, link)
                doubt = decided._replace(sealed=(link, head))
                await self._end(connection, "COMMIT", more=more())
                self._chain.sealed(link, head)
        except Overfull:  # before anything began
            raise
        except TryAgain:
            await self._roll_back(connection)
            raise
        except Exception as error:
            refused = isinstance(error, asyncpg.PostgresError)  # by the server, which lives on
            if is_lost(error, connection) or (doubt is not None and not refused):
                self.drop()
                if doubt is not None:
                    self._chain.lose()  # until its fate is known
                raise ConnectionLost(doubt) from error
            await self._roll_back(connection)
            if isinstance(error, asyncpg.UniqueViolationError) and error.table_name == _RECORDS:
                raise TryAgain("another process was first with a key") from error
            if isinstance(error, asyncpg.IntegrityConstraintViolationError) and decided is not None:
                raise RowRefused(error, decided.decision.outcomes) from error
            raise
        except BaseException:
            self.drop()  # cancelled: the server rolls back, unless it was at COMMIT
            self._chain.lose()
            raise
        self._remember(decision, state)
        return decision, state

    async def _decided(self, connection: asyncpg.Connection, commands: Sequence[Command]) -> Doubt:
        """Begin, lock, read and decide."""
        touched = Touched(commands)
        lines = await self._known_lines(connection, touched, commands)
        await self._open(connection, touched)
        if not connection.is_in_transaction():
            await connection.execute("BEGIN")
        state = await self._locked(connection, touched)
        now, xid = await self._read(connection, state, touched, lines)
        await self._must_be_absent(connection, touched.expected, state)
        decision = decide(state, commands, now)
        if len(decision.outcomes) != len(commands):
            raise Broken(f"{len(decision.outcomes)} outcomes of {len(commands)} commands")
        return Doubt(xid, decision, state, now)

    async def _end(self, connection: asyncpg.Connection, by: str, *, more: bool) -> None:
        """End the transaction; where ``more`` follows, the next is begun with it: asking for it
        would be another turn of a loop that has much else to do (docs/adr/0215)."""
        await connection.execute(f"{by} AND CHAIN" if more else by)

    async def _roll_back(self, connection: asyncpg.Connection) -> None:
        self._existing.clear()  # what this process believes to exist may have been the trouble
        try:
            await connection.execute("ROLLBACK")
        except UNREACHABLE:
            self.drop()

    def _by_partition(self, keys: Iterable[str]) -> list[tuple[int, list[str]]]:
        """Keys by partition, both in order: the order locks are taken in."""
        if self._partitions == 1:
            ordered = sorted(keys)
            return [(1, ordered)] if ordered else []
        found: defaultdict[int, list[str]] = defaultdict(list)
        for key in sorted(keys):
            found[partition_of(key, self._partitions)].append(key)
        return sorted(found.items())

    def _holds_by_partition(self, ids: Iterable[UUID]) -> list[tuple[int, list[UUID]]]:
        texts = {str(hold_id): hold_id for hold_id in ids}
        return [(at, [texts[t] for t in found]) for at, found in self._by_partition(texts)]

    async def _known_lines(
        self, connection: asyncpg.Connection, touched: Touched, commands: Sequence[Command]
    ) -> dict[UUID, tuple[Line, ...]]:
        """The lines of the holds named, which say what accounts to lock. Raises :class:`Overfull`
        when those that had to be looked up make it too many."""
        known = {hold: self.lines[hold] for hold in touched.holds if hold in self.lines}
        found = {}
        for partition, ids in self._holds_by_partition(touched.holds - known.keys()):
            for hold_id, text in await connection.fetch(sql.LINES, partition, ids):
                found[hold_id] = tuple(Line(*line) for line in msgspec.json.decode(text))
        if found:
            known.update(found)
            counts = [locked_by(command, known) for command in commands]
            if max(counts) > MAX_LOCKED or sum(counts[:-1]) >= MAX_LOCKED:
                self.lines.update(found)  # asked for again at once, in smaller batches
                raise Overfull(counts)
        for lines in known.values():
            touched.keys.update(line.key for line in lines)
        return known

    async def _open(self, connection: asyncpg.Connection, touched: Touched) -> None:
        """Open accounts on first use, empty, in a transaction of their own."""
        existing = self._existing  # many: not to be walked for each batch
        missing = [key for key in touched.openings if key not in existing]
        for partition, keys in self._by_partition(missing):
            kinds = [touched.openings[key][0] for key in keys]
            units = [touched.openings[key][1] for key in keys]
            await connection.execute(sql.OPEN_ACCOUNTS, partition, keys, kinds, units)
        if missing and connection.is_in_transaction():
            await self._end(connection, "COMMIT", more=True)
        existing.update(dict.fromkeys(missing))
        while len(existing) > _REMEMBERED:
            existing.popitem(last=False)

    async def _locked(self, connection: asyncpg.Connection, touched: Touched) -> State:
        state = State()
        for partition, keys in self._by_partition(touched.keys):
            statement, arguments = lock_accounts(partition, keys)
            for row in await connection.fetch(statement, *arguments):
                key, kind, unit, balance, held, version, waits = row
                state.accounts[key] = Account(kind, unit, balance, held, version, waits)
                if version == 0:
                    state.unused[key] = (kind, unit)
        gone = touched.openings.keys() - state.accounts.keys()
        if gone:  # remembered, yet not there: the database was put back to an earlier state
            raise TryAgain(f"accounts vanished: {sorted(gone)[:3]}")
        return state

    async def _read(
        self,
        connection: asyncpg.Connection,
        state: State,
        touched: Touched,
        lines: Mapping[UUID, tuple[Line, ...]],
    ) -> tuple[datetime, str]:
        """Idempotency records, holds and guarded rows, as they stand now that we hold locks. The
        time, by the database's clock after those locks, and the transaction's id."""
        records = dict(self._by_partition(touched.records))
        # Only holds whose accounts we locked: one that appeared since is not ours to judge.
        holds = dict(self._holds_by_partition(lines))
        tables = [touched.rows[name] for name in sorted(touched.rows)]
        together = self._partitions == 1
        reads = [
            read_locked(at, records.get(at, ()), holds.get(at, ()), tables if together else ())
            for at in sorted(records.keys() | holds.keys()) or (1,)
        ]
        if tables and not together:
            reads.append(read_locked(1, (), (), tables))
        found = [await connection.fetchrow(text, *arguments) for text, arguments in reads]
        for _, _, known, held, *locked in found:
            for key, digest, answer, hold_expires_at in known:
                state.records[key] = IdempotencyRecord(digest, answer, hold_expires_at)
            for hold_id, held_state, expires_at, extended, ref in held:
                state.holds[hold_id] = HoldRecord(
                    lines[hold_id], held_state, expires_at, extended, ref
                )
            for (table, _), rows in zip(tables, locked, strict=False):
                for key, row_state in rows:
                    state.rows[(table.name, key)] = RowState(table, row_state)
        return found[0][0] + self.clock_offset, found[0][1]

    async def _must_be_absent(
        self, connection: asyncpg.Connection, expected: Iterable[str], state: State
    ) -> None:
        """What there is not cannot be locked: an account that somebody opened while we waited for
        our locks is not among those. Looked for once we hold all of them; who opens one later finds
        locked what is changed here. Raises :class:`TryAgain`."""
        absent = [key for key in expected if key not in state.accounts]
        for partition, keys in self._by_partition(absent):
            if await connection.fetchval(sql.ANY_OPENED, partition, keys):
                raise TryAgain(f"accounts were opened meanwhile: {keys[:3]}")

    # --- remembering ------------------------------------------------------------------------

    def _remember(self, decision: Decision, state: State) -> None:
        for hold_id, hold in decision.new_holds.items():
            self.lines[hold_id] = hold.lines
        for hold_id in decision.changed_holds:
            if state.holds[hold_id].state != "held":
                self.lines.pop(hold_id, None)
        while len(self.lines) > _REMEMBERED:
            self.lines.popitem(last=False)
