"""The ledger's store: one batch as one PostgreSQL transaction, by the lock protocol.

Open missing accounts in key order; lock accounts in (partition, key) order; in later statements,
so with a fresh snapshot, read holds, idempotency records and guarded rows (in (table, key)
order); decide; write; commit. A hold is guarded by the locks of its accounts, which every
operation on it takes.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg
import msgspec

from holdfast.db.engine import connect
from holdfast.ledger import statements as sql
from holdfast.ledger.rules import decide
from holdfast.ledger.state import (
    Account,
    Decision,
    HoldRecord,
    IdempotencyRecord,
    RowState,
    State,
)
from holdfast.ledger.types import (
    Capture,
    Command,
    Deposit,
    Expire,
    Extend,
    Hold,
    Line,
    Release,
    RowTable,
    SetOnHand,
    StateTable,
    Transition,
    Withdraw,
    partition_of,
)

__all__ = ["ConnectionLost", "Store", "TryAgain"]

_REMEMBERED = 100_000  # holds whose lines, and accounts whose existence, a process remembers
_RECORDS = "ledger_idempotency"
RECORD_LIFE = timedelta(hours=24)


class ConnectionLost(Exception):
    """The connection broke. ``doubt`` is set when COMMIT had been sent: the transaction's id,
    and what it would have come to."""

    def __init__(self, doubt: tuple[str, Decision, State] | None = None) -> None:
        super().__init__("connection to the ledger's store lost")
        self.doubt = doubt


class TryAgain(Exception):
    """What this process remembered was out of date; it is forgotten now, so run the batch again."""


class _Touched:
    """What a batch's commands will touch, gathered before anything is locked."""

    def __init__(self, commands: Sequence[Command]) -> None:
        self.keys: set[str] = set()
        self.openings: dict[str, tuple[str, str]] = {}
        self.holds: set[UUID] = set()
        self.records: set[str] = set()
        self.rows: dict[str, tuple[StateTable, set[UUID]]] = {}
        for command in commands:
            self._add(command)

    def _add(self, command: Command) -> None:
        if command.key is not None:
            self.records.add(command.key)
        for op in command.operations:
            kind = type(op)
            if isinstance(op, Hold):
                for line in op.lines:
                    self.keys.add(line.key)
                    if line.capacity is not None:
                        self.openings[line.key] = ("capacity", "piece")
            elif isinstance(op, Capture | Release | Expire | Extend):
                self.holds.add(op.hold_id)
            else:
                self.keys.add(op.key)
                if isinstance(op, Deposit | Withdraw) and op.capacity is not None:
                    self.openings[op.key] = ("capacity", "piece")
                elif kind is Deposit or kind is SetOnHand:
                    assert isinstance(op, Deposit | SetOnHand)
                    self.openings.setdefault(op.key, ("store", op.unit))
        for rider in command.riders:
            if isinstance(rider, Transition):
                table = rider.table
                self.rows.setdefault(table.name, (table, set()))[1].add(rider.key)


class Store:
    """One lane's connection and what it remembers. ``attempt`` runs one batch."""

    def __init__(
        self,
        url: str,
        *,
        partitions: int = 1,
        clock_offset: timedelta = timedelta(0),
        notify: Mapping[str, str] | None = None,
    ) -> None:
        self._url = url
        self._partitions = partitions
        self._clock_offset = clock_offset
        self._notify = dict(notify or {})
        self._connection: asyncpg.Connection | None = None
        self._lines: dict[UUID, tuple[Line, ...]] = {}
        self._existing: dict[str, None] = {}

    # --- connection -------------------------------------------------------------------------

    async def connection(self) -> asyncpg.Connection:
        """The lane's connection, opened if need be; raises OSError or PostgresError."""
        if self._connection is None or self._connection.is_closed():
            self._connection = await connect(self._url, "holdfast ledger", statements=512)
            await self._connection.execute(sql.TUNING)
        return self._connection

    def drop(self) -> None:
        """Forget the connection without a goodbye; its transaction is rolled back there."""
        if self._connection is not None:
            self._connection.terminate()
            self._connection = None

    async def close(self) -> None:
        if self._connection is not None and not self._connection.is_closed():
            await self._connection.close(timeout=5)
        self._connection = None

    async def transaction_status(self, xid: str) -> str | None:
        """``committed``, ``aborted``, ``in progress``, or None when it is forgotten."""
        connection = await self.connection()
        status: str | None = await connection.fetchval(sql.XACT_STATUS, xid)
        return status

    # --- one batch --------------------------------------------------------------------------

    async def attempt(self, commands: Sequence[Command]) -> tuple[Decision, State]:
        """Run the batch. On return it is durable (or wrote nothing). Raises
        :class:`ConnectionLost`, or what PostgreSQL raised, with nothing written."""
        doubt: tuple[str, Decision, State] | None = None
        connection = await self.connection()
        try:
            touched = _Touched(commands)
            lines = await self._known_lines(connection, touched)
            await self._open(connection, touched)
            await connection.execute("BEGIN")
            state = await self._locked(connection, touched)
            now, xid = await connection.fetchrow(sql.CONTEXT)
            now += self._clock_offset
            await self._read(connection, state, touched, lines)
            decision = decide(state, commands, now)
            if not decision.writes:
                await connection.execute("ROLLBACK")
                return decision, state
            await self._write(connection, state, decision, now)
            doubt = (xid, decision, state)
            await connection.execute("COMMIT")
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            if _is_lost(error, connection):
                self.drop()
                raise ConnectionLost(doubt) from error
            await self._roll_back(connection)
            if isinstance(error, asyncpg.UniqueViolationError) and error.table_name == _RECORDS:
                raise TryAgain("another process was first with a key") from error
            raise
        except TryAgain:
            await self._roll_back(connection)
            raise
        except BaseException:
            self.drop()  # cancelled or broken halfway: the server rolls back
            raise
        self._remember(decision, state)
        return decision, state

    async def _roll_back(self, connection: asyncpg.Connection) -> None:
        self._existing.clear()  # what this process believes to exist may have been the trouble
        try:
            await connection.execute("ROLLBACK")
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
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
        self, connection: asyncpg.Connection, touched: _Touched
    ) -> dict[UUID, tuple[Line, ...]]:
        """The lines of the holds named, which say what accounts to lock."""
        known = {hold: self._lines[hold] for hold in touched.holds if hold in self._lines}
        for partition, ids in self._holds_by_partition(touched.holds - known.keys()):
            for hold_id, text in await connection.fetch(sql.LINES, partition, ids):
                known[hold_id] = tuple(Line(*line) for line in msgspec.json.decode(text))
        for lines in known.values():
            touched.keys.update(line.key for line in lines)
        return known

    async def _open(self, connection: asyncpg.Connection, touched: _Touched) -> None:
        """Open accounts on first use, empty, in a transaction of their own."""
        missing = touched.openings.keys() - self._existing.keys()
        for partition, keys in self._by_partition(missing):
            kinds = [touched.openings[key][0] for key in keys]
            units = [touched.openings[key][1] for key in keys]
            await connection.execute(sql.OPEN_ACCOUNTS, partition, keys, kinds, units)
        self._existing.update(dict.fromkeys(missing))
        while len(self._existing) > _REMEMBERED:
            del self._existing[next(iter(self._existing))]

    async def _locked(self, connection: asyncpg.Connection, touched: _Touched) -> State:
        state = State()
        for partition, keys in self._by_partition(touched.keys):
            for row in await connection.fetch(sql.LOCK_ACCOUNTS, partition, keys):
                key, kind, unit, balance, held, version = row
                state.accounts[key] = Account(kind, unit, balance, held, version)
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
        touched: _Touched,
        lines: Mapping[UUID, tuple[Line, ...]],
    ) -> None:
        """Holds, idempotency records and guarded rows, as they stand now that we hold locks."""
        # Only holds whose accounts we locked: one that appeared since is not ours to judge.
        for partition, ids in self._holds_by_partition(lines):
            for row in await connection.fetch(sql.READ_HOLDS, partition, ids):
                hold_id, held_state, expires_at, extended, ref = row
                state.holds[hold_id] = HoldRecord(
                    lines[hold_id], held_state, expires_at, extended, ref
                )
        for partition, keys in self._by_partition(touched.records):
            for row in await connection.fetch(sql.READ_RECORDS, partition, keys):
                key, digest, answer, hold_expires_at = row
                state.records[key] = IdempotencyRecord(digest, answer, hold_expires_at)
        for name in sorted(touched.rows):
            table, ids_of = touched.rows[name]
            for key, row_state in await connection.fetch(sql.lock_rows(table), list(ids_of)):
                state.rows[(name, key)] = RowState(table, row_state)

    # --- writing ----------------------------------------------------------------------------

    async def _write(
        self, connection: asyncpg.Connection, state: State, decision: Decision, now: datetime
    ) -> None:
        """All changes of the batch: one statement, or one for each partition touched."""
        if self._partitions == 1:
            statement = sql.WriteStatement()
            _ledger_part(statement, 1, state, decision, now, None)
            self._riders_part(statement, state, decision)
            await connection.execute(statement.text, *statement.arguments)
            return
        for partition in range(1, self._partitions + 1):
            statement = sql.WriteStatement()
            _ledger_part(statement, partition, state, decision, now, self._partitions)
            if statement:
                await connection.execute(statement.text, *statement.arguments)
        statement = sql.WriteStatement()
        self._riders_part(statement, state, decision)
        if statement:
            await connection.execute(statement.text, *statement.arguments)

    def _riders_part(self, statement: sql.WriteStatement, state: State, decision: Decision) -> None:
        tables: dict[tuple[str, tuple[str, ...]], tuple[RowTable, list[tuple[object, ...]]]] = {}
        for _, rider in decision.inserts:
            at = (rider.table.name, rider.table.columns)
            tables.setdefault(at, (rider.table, []))[1].extend(rider.rows)
        for at in sorted(tables):
            statement.insert_rows(*tables[at])
        groups: dict[tuple[str, ...], list[tuple[object, ...]]] = {}
        for name, key in sorted(decision.changed_rows):
            row = state.rows[(name, key)]
            also = tuple(sorted(row.also))
            values = (key, row.state, *(row.also[column] for column in also))
            groups.setdefault((row.table.name, *also), []).append(values)
        changed = {state.rows[at].table.name: state.rows[at].table for at in decision.changed_rows}
        for (name, *columns), rows in sorted(groups.items(), key=lambda group: group[0]):
            statement.update_rows(changed[name], columns, rows)
        written = {name for name, _ in tables}
        for name, channel in self._notify.items():
            if name in written:
                statement.notify(channel)

    # --- remembering ------------------------------------------------------------------------

    def _remember(self, decision: Decision, state: State) -> None:
        for hold_id, hold in decision.new_holds.items():
            self._lines[hold_id] = hold.lines
        for hold_id in decision.changed_holds:
            if state.holds[hold_id].state != "held":
                self._lines.pop(hold_id, None)
        while len(self._lines) > _REMEMBERED:
            del self._lines[next(iter(self._lines))]


def _ledger_part(
    statement: sql.WriteStatement,
    partition: int,
    state: State,
    decision: Decision,
    now: datetime,
    partitions: int | None,
) -> None:
    """The ledger's own changes that lie in ``partition`` (all of them if there is only one)."""

    def here(key: str) -> bool:
        return partitions is None or partition_of(key, partitions) == partition

    entries = [entry for entry in decision.entries if here(entry[0])]
    if entries:
        changed = {entry[0]: state.accounts[entry[0]] for entry in entries}
        renamed = [
            (key, a.kind, a.unit, a.balance, a.held, a.version)
            for key, opened in state.unused.items()
            if (a := changed.get(key)) is not None and (a.kind, a.unit) != opened
        ]
        for key, *_ in renamed:
            del changed[key]
        if renamed:
            statement.rename_accounts(partition, renamed)
        if changed:
            statement.update_accounts(
                partition, [(key, a.balance, a.held, a.version) for key, a in changed.items()]
            )
        statement.insert_entries(partition, now, entries)
    new_holds = [
        (hold_id, h.state, h.expires_at, h.extended, h.ref, _lines_text(h.lines))
        for hold_id, h in decision.new_holds.items()
        if here(str(hold_id))
    ]
    if new_holds:
        statement.insert_holds(partition, now, new_holds)
    changed_holds = [
        (hold_id, hold.state, hold.expires_at, hold.extended)
        for hold_id in decision.changed_holds
        if here(str(hold_id)) and (hold := state.holds[hold_id])
    ]
    if changed_holds:
        statement.update_holds(partition, changed_holds)
    records = [
        (key, r.digest, r.answer, r.hold_expires_at, _record_end(now, r.hold_expires_at))
        for key, r in decision.new_records.items()
        if here(key)
    ]
    if records:
        statement.insert_records(partition, records)


def _lines_text(lines: tuple[Line, ...]) -> str:
    return msgspec.json.encode(
        [[line.key, line.quantity, line.capacity, line.kept] for line in lines]
    ).decode()


def _record_end(now: datetime, hold_expires_at: datetime | None) -> datetime:
    """A record lives 24 hours, or as long as its hold."""
    end = now + RECORD_LIFE
    return end if hold_expires_at is None else max(end, hold_expires_at)


def _is_lost(error: BaseException, connection: asyncpg.Connection) -> bool:
    """Whether the error means that the connection, not the command, is broken."""
    gone = (
        OSError,
        TimeoutError,
        asyncpg.PostgresConnectionError,
        asyncpg.AdminShutdownError,
        asyncpg.CrashShutdownError,
        asyncpg.CannotConnectNowError,
        asyncpg.IdleInTransactionSessionTimeoutError,
    )
    return isinstance(error, gone) or connection.is_closed()
