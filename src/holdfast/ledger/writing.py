"""Writing what a batch came to: one statement, or one for each partition touched."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

import asyncpg
import msgspec

from holdfast.ledger import statements as sql
from holdfast.ledger.chain import ChainLink
from holdfast.ledger.partitions import partition_of
from holdfast.ledger.state import Account, Broken, Decision, State
from holdfast.ledger.types import Line, RowTable

RECORD_LIFE: Final = timedelta(hours=24)
_Row = TypeVar("_Row", bound=tuple[Any, ...])


class Writer:
    """``notify`` maps a rider's table to the channel its listeners are woken by."""

    def __init__(self, partitions: int, notify: Mapping[str, str]) -> None:
        self._partitions = partitions
        self._notify = dict(notify)

    async def write(
        self,
        connection: asyncpg.Connection,
        state: State,
        decision: Decision,
        now: datetime,
        link: ChainLink,
    ) -> bytes:
        """All changes of the batch: one statement, or one for each partition touched and one for
        the riders. The head it is sealed with."""
        if self._partitions == 1:
            statement = sql.WriteStatement()
            _ledger_part(statement, 1, state, decision, now, link.batch, None)
            self._riders_part(statement, state, decision)
            return await _sealed(connection, statement, link, now, {})
        elsewhere: dict[str, list[bytes]] = {kind: [] for kind in sql.HASHED}
        for partition in range(1, self._partitions + 1):
            statement = sql.WriteStatement()
            _ledger_part(statement, partition, state, decision, now, link.batch, self._partitions)
            if statement:
                found = await _run(connection, statement)
                for kind, digests in zip(sql.HASHED, found, strict=True):
                    elsewhere[kind] += digests
        statement = sql.WriteStatement()
        self._riders_part(statement, state, decision)
        return await _sealed(connection, statement, link, now, elsewhere)

    def _riders_part(self, statement: sql.WriteStatement, state: State, decision: Decision) -> None:
        tables: dict[
            tuple[str, tuple[str, ...], tuple[str, ...], bool],
            tuple[RowTable, list[tuple[object, ...]]],
        ] = {}
        for _, rider in decision.inserts:
            whole = rider.table
            at = (whole.name, whole.columns, whole.replaces, whole.removes)
            tables.setdefault(at, (rider.table, []))[1].extend(rider.rows)
        for at in sorted(tables):
            table, rows = tables[at]
            if rows:
                statement.insert_rows(table, rows)
        groups: dict[tuple[str, ...], list[tuple[object, ...]]] = {}
        for name, key in sorted(decision.changed_rows):
            row = state.rows[(name, key)]
            also = tuple(sorted(row.also))
            values = (key, row.state, *(row.also[column] for column in also))
            groups.setdefault((row.table.name, *also), []).append(values)
        changed = {state.rows[at].table.name: state.rows[at].table for at in decision.changed_rows}
        for (name, *columns), rows in sorted(groups.items(), key=lambda group: group[0]):
            statement.update_rows(changed[name], columns, rows)
        written = {name for name, *_ in tables}
        for name, channel in self._notify.items():
            if name in written:
                statement.notify(channel)


async def _sealed(
    connection: asyncpg.Connection,
    statement: sql.WriteStatement,
    link: ChainLink,
    now: datetime,
    elsewhere: Mapping[str, Sequence[bytes]],
) -> bytes:
    statement.seal(link, now, elsewhere)
    head: bytes = (await _run(connection, statement))[0]
    return head


async def _run(connection: asyncpg.Connection, statement: sql.WriteStatement) -> Sequence[Any]:
    """Write, and see that as many rows were written as were decided, before they are committed."""
    row: Sequence[Any] = await connection.fetchrow(statement.text, *statement.arguments)
    *answer, written = row
    if written != statement.promised:
        raise Broken(f"{written} rows were written, {statement.promised} were decided")
    return answer


def _ledger_part(
    statement: sql.WriteStatement,
    partition: int,
    state: State,
    decision: Decision,
    now: datetime,
    batch: int,
    partitions: int | None,
) -> None:
    """The ledger's own changes that lie in ``partition`` (all of them if there is only one)."""

    def here(rows: Iterable[_Row]) -> Iterable[_Row]:
        """Rows that begin with a key of this partition."""
        if partitions is None:
            return rows
        return [row for row in rows if partition_of(str(row[0]), partitions) == partition]

    entries = list(here(decision.entries))
    if entries:
        latest = {entry[0]: entry for entry in entries}
        changed = {key: state.accounts[key] for key in latest}
        for key, account in changed.items():
            _, version, _, _, _, balance, held, *_ = latest[key]
            if (account.version, account.balance, account.held) != (version, balance, held):
                raise Broken(f"{key} and its last entry differ")
        _lines(statement, partition, changed, decision.queued)
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
        statement.insert_entries(partition, now, batch, entries)
    new_holds = [
        (hold_id, h.state, h.expires_at, h.extended, h.ref, _lines_text(h.lines))
        for hold_id, h in here(decision.new_holds.items())
    ]
    if new_holds:
        statement.insert_holds(partition, now, new_holds)
    changed_holds = [
        (hold_id, h.state, h.expires_at, h.extended)
        for hold_id, h in here(
            (hold_id, state.holds[hold_id]) for hold_id in decision.changed_holds
        )
    ]
    if changed_holds:
        statement.update_holds(partition, changed_holds)
    records = [
        (key, r.digest, r.answer, r.hold_expires_at, record_end(now, r.hold_expires_at))
        for key, r in here(decision.new_records.items())
    ]
    if records:
        statement.insert_records(partition, batch, records)


def _lines(
    statement: sql.WriteStatement, partition: int, changed: dict[str, Account], queued: set[str]
) -> None:
    """Writes those for which more or fewer wait in line, and takes them from what is changed."""
    keys = sorted(queued & changed.keys())
    accounts = [(key, changed.pop(key)) for key in keys]
    if accounts:
        statement.update_lines(
            partition, [(key, a.balance, a.held, a.version, a.waits) for key, a in accounts]
        )


def _lines_text(lines: tuple[Line, ...]) -> str:
    return msgspec.json.encode(
        [[line.key, line.quantity, line.capacity, line.kept] for line in lines]
    ).decode()


def record_end(now: datetime, hold_expires_at: datetime | None) -> datetime:
    """A record lives 24 hours, or as long as its hold."""
    end = now + RECORD_LIFE
    return end if hold_expires_at is None else max(end, hold_expires_at)
