"""The ledger's SQL, and one data-modifying statement that writes a batch.

Every statement on a ledger table names one partition. All values travel as parameters, rows as
arrays through ``unnest``: one statement a batch, whatever its size.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from holdfast.db.events import EVENT_DIGEST, events
from holdfast.ledger import canonical
from holdfast.ledger.chain import ChainLink
from holdfast.ledger.literals import column
from holdfast.ledger.types import RowTable, StateTable

# The lane's own settings. Plans must not depend on what the tables held when they were first
# planned (empty, often), so everything goes by index; nothing may hang for ever.
TUNING: Final = """
SET enable_seqscan = off;
SET enable_hashjoin = off;
SET enable_mergejoin = off;
SET jit = off;
SET lock_timeout = '5s';
SET statement_timeout = '15s';
SET idle_in_transaction_session_timeout = '15s';
SET synchronous_commit = on;
"""

# For what nobody is told of until a later commit waited for the disk, and with it for these.
AT_LEISURE: Final = "SET synchronous_commit = off"

# Lines never change, so they may be read before any lock: they say what to lock.
LINES: Final = "SELECT id, lines FROM ledger_holds WHERE partition = $1 AND id = ANY($2::uuid[])"

# Committed without waiting for the disk: the commit of whatever uses them waits, and with it for
# these, which lie before it in the log. Empty accounts that nothing uses may be lost in a crash.
OPEN_ACCOUNTS: Final = """
INSERT INTO ledger_accounts (partition, key, kind, unit)
SELECT $1, a.key, a.kind, a.unit
FROM (SELECT set_config('synchronous_commit', 'off', true)) AS unhurried,
     unnest($2::text[], $3::text[], $4::text[]) AS a(key, kind, unit)
ORDER BY a.key COLLATE "C"
ON CONFLICT DO NOTHING
"""

ANY_OPENED: Final = """
SELECT EXISTS (SELECT FROM ledger_accounts WHERE partition = $1 AND key = ANY($2::text[]))
"""

# An account as others see it: what is kept for a line is not free.
FREE: Final = "CASE WHEN waits > 0 THEN 0 ELSE balance END"
SHOWN: Final = (
    f"key, {FREE} AS balance, held, version, CASE WHEN waits > 0 THEN balance ELSE 0 END AS kept"
)

READ_ACCOUNTS: Final = f"""
SELECT {SHOWN} FROM ledger_accounts
WHERE partition = $1 AND key = ANY($2::text[])
"""

# By the primary key, for each range; a row more than may be, so that too many are noticed.
READ_BETWEEN: Final = f"""
SELECT a.*
FROM unnest($2::text[], $3::text[]) AS r(first, last),
     LATERAL (SELECT {SHOWN} FROM ledger_accounts
              WHERE partition = $1 AND key >= r.first AND key < r.last LIMIT $4) a
LIMIT $4
"""

SHOW_HOLDS: Final = """
SELECT id, state, expires_at, lines FROM ledger_holds
WHERE partition = $1 AND id = ANY($2::uuid[])
"""

READ_RECORDS: Final = """
SELECT key, digest, answer, hold_expires_at FROM ledger_idempotency
WHERE partition = $1 AND key = ANY($2::text[])
"""

READ_LATELY: Final = """
SELECT k.key, k.most, e.operation, e.hold, e.actor, e.request,
       extract(epoch FROM statement_timestamp() - e.at)::float8
FROM unnest($2::text[], $3::interval[], $4::int[]) AS k(key, since, most),
     LATERAL (SELECT operation, hold, actor, request, at, version FROM ledger_entries
              WHERE partition = $1 AND key = k.key AND at > statement_timestamp() - k.since
              ORDER BY version DESC LIMIT k.most) e
ORDER BY k.key, k.most, e.version DESC
"""

XACT_STATUS: Final = "SELECT pg_xact_status($1::text::xid8)"

ENTRY_WRITTEN: Final = """
SELECT EXISTS (SELECT FROM ledger_entries
               WHERE partition = $1 AND key = $2 AND version = $3 AND at = $4)
"""

RECORD_WRITTEN: Final = """
SELECT EXISTS (SELECT FROM ledger_idempotency
               WHERE partition = $1 AND key = $2 AND expires_at = $3)
"""


_ACCOUNT: Final = "t.partition = {} AND t.key = v.key"


HASHED: Final = ("journal", "records", "events")
"""The kinds of rows that a batch is sealed with, each for itself: they are kept for as long as the
journal, a day, and 30 days."""


class WriteStatement:
    """Builds the one statement that writes a batch. Parts with no rows are left out, so the
    text depends only on which kinds of change there are, and is prepared once for each."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._hashed: dict[str, list[str]] = {kind: [] for kind in HASHED}
        self._seal: str | None = None
        self._notify: list[str] = []
        self.arguments: list[object] = []
        self.promised: list[int] = []  # rows of each part

    def __bool__(self) -> bool:
        return bool(self._parts)

    def _argument(self, value: object, kind: str) -> str:
        self.arguments.append(value)
        return f"${len(self.arguments)}::{kind}"

    def _rows(self, rows: Iterable[Sequence[object]], types: Sequence[str], names: str) -> str:
        """The rows as ``v``, with ``names`` for their columns.

        Unnested side by side in a list of columns, which PostgreSQL reads row by row; in ``FROM``
        it would first store each column for itself (a tenth of a batch's time)."""
        columns = []
        for values, kind, name in zip(
            zip(*rows, strict=True), types, names.split(", "), strict=True
        ):
            value, array = column(kind, values)
            self.arguments.append(value)
            columns.append(f"unnest({array.format(f'${len(self.arguments)}')}) AS {name}")
        return f"(SELECT {', '.join(columns)}) AS v"

    def _add(self, text: str, rows: Sequence[object], kind: str = "", digest: str = "NULL") -> None:
        """A part that writes so many rows, sealed with those of their kind if they have one."""
        if kind:
            self._hashed[kind].append(f"SELECT row_digest FROM w{len(self._parts)}")
        self._parts.append(f"{text} RETURNING {digest} AS row_digest")
        self.promised.append(len(rows))

    def _update(
        self, table: str, sets: str, values: str, one: str, rows: Sequence[Sequence[object]]
    ) -> None:
        """Changes the rows ``t`` of ``table`` for which ``one`` holds of a row ``v`` of the values.

        The transaction has locked them, or what guards them, so they stay where they are. Each is
        found by its key, as one value a row, and changed where it lies: PostgreSQL has no join to
        choose for what it guesses from a table that was empty a moment ago (docs/adr/0081)."""
        self._add(
            f"UPDATE {table} t SET {sets} FROM "
            f"(SELECT v.*, (SELECT t.ctid FROM {table} t WHERE {one}) AS lies FROM {values}) v "
            "WHERE t.ctid = v.lies",
            rows,
        )

    def update_accounts(self, partition: int, rows: Sequence[Sequence[object]]) -> None:
        """``rows``: key, balance, held, version."""
        at = self._argument(partition, "smallint")
        values = self._rows(
            rows, ("text", "bigint", "bigint", "bigint"), "key, balance, held, version"
        )
        sets = "balance = v.balance, held = v.held, version = v.version"
        self._update("ledger_accounts", sets, values, _ACCOUNT.format(at), rows)

    def update_lines(self, partition: int, rows: Sequence[Sequence[object]]) -> None:
        """Accounts for which more or fewer wait: key, balance, held, version, waits."""
        at = self._argument(partition, "smallint")
        names = "key, balance, held, version, waits"
        values = self._rows(rows, ("text", *["bigint"] * 4), names)
        sets = "balance = v.balance, held = v.held, version = v.version, waits = v.waits"
        self._update("ledger_accounts", sets, values, _ACCOUNT.format(at), rows)

    def rename_accounts(self, partition: int, rows: Sequence[Sequence[object]]) -> None:
        """Accounts opened for a command that was refused, now used as something else: key,
        kind, unit, balance, held, version."""
        at = self._argument(partition, "smallint")
        names = "key, kind, unit, balance, held, version"
        values = self._rows(rows, ("text", "text", "text", "bigint", "bigint", "bigint"), names)
        sets = (
            "kind = v.kind, unit = v.unit, balance = v.balance, held = v.held, version = v.version"
        )
        self._update("ledger_accounts", sets, values, _ACCOUNT.format(at), rows)

    def insert_entries(
        self, partition: int, now: object, batch: int, rows: Sequence[Sequence[object]]
    ) -> None:
        """``rows``: the journal's columns but for partition, time and batch."""
        at = self._argument(partition, "smallint")
        moment = self._argument(now, "timestamptz")
        number = self._argument(batch, "bigint")
        names = (
            "key, version, operation, change, held_change, balance, held, hold, counterparty, "
            "note, actor, request"
        )
        types = ("text", "bigint", "text", *["bigint"] * 4, "uuid", *["text"] * 4)
        values = self._rows(rows, types, names)
        self._add(
            f"INSERT INTO ledger_entries (partition, {names}, at, batch) "
            f"SELECT {at}, v.*, {moment}, {number} FROM {values}",
            rows,
            "journal",
            canonical.ENTRY,
        )

    def insert_holds(self, partition: int, now: object, rows: Sequence[Sequence[object]]) -> None:
        """``rows``: id, state, expires_at, extended, ref, lines."""
        at = self._argument(partition, "smallint")
        moment = self._argument(now, "timestamptz")
        names = "id, state, expires_at, extended, ref, lines"
        values = self._rows(
            rows, ("uuid", "text", "timestamptz", "boolean", "text", "jsonb"), names
        )
        self._add(
            f"INSERT INTO ledger_holds (partition, {names}, created_at) "
            f"SELECT {at}, v.*, {moment} FROM {values}",
            rows,
            "journal",
            canonical.HOLD,
        )

    def update_holds(self, partition: int, rows: Sequence[Sequence[object]]) -> None:
        """``rows``: id, state, expires_at, extended."""
        at = self._argument(partition, "smallint")
        values = self._rows(
            rows, ("uuid", "text", "timestamptz", "boolean"), "id, state, expires_at, extended"
        )
        sets = (
            "state = v.state, expires_at = v.expires_at, "
            "first_expires_at = CASE WHEN v.extended AND NOT t.extended THEN t.expires_at "
            "ELSE t.first_expires_at END, extended = v.extended"
        )
        self._update("ledger_holds", sets, values, f"t.partition = {at} AND t.id = v.id", rows)

    def insert_records(self, partition: int, batch: int, rows: Sequence[Sequence[object]]) -> None:
        """``rows``: key, digest, answer, hold_expires_at, expires_at."""
        at = self._argument(partition, "smallint")
        number = self._argument(batch, "bigint")
        names = "key, digest, answer, hold_expires_at, expires_at"
        values = self._rows(rows, ("text", "bytea", "text", "timestamptz", "timestamptz"), names)
        # In key order, so that two processes with the same keys wait for, not on, each other.
        self._add(
            f"INSERT INTO ledger_idempotency (partition, {names}, batch) "
            f'SELECT {at}, v.*, {number} FROM {values} ORDER BY v.key COLLATE "C"',
            rows,
            "records",
            canonical.RECORD,
        )

    def insert_rows(self, table: RowTable, rows: Sequence[Sequence[object]]) -> None:
        """A rider's rows."""
        names = ", ".join(table.columns)
        values = self._rows(rows, table.types, names)
        if table.removes:
            same = " AND ".join(f"t.{one} = v.{one}" for one in table.columns)
            self._add(f"DELETE FROM {table.name} t USING {values} WHERE {same}", rows)
            return
        instead = ""
        if table.replaces:
            sets = [f"{one} = EXCLUDED.{one}" for one in table.columns if one not in table.replaces]
            instead = f" ON CONFLICT ({', '.join(table.replaces)}) DO UPDATE SET {', '.join(sets)}"
        text = f"INSERT INTO {table.name} ({names}) SELECT v.* FROM {values}{instead}"
        if table.name == events.name:
            self._add(text, rows, "events", EVENT_DIGEST)
        else:
            self._add(text, rows)

    def update_rows(
        self, table: StateTable, also: Sequence[str], rows: Sequence[Sequence[object]]
    ) -> None:
        """Guarded rows: key, state, then the columns named by ``also``."""
        names = ["key", "state", *also]
        types = ["uuid", "text", *(table.types[column] for column in also)]
        values = self._rows(rows, types, ", ".join(names))
        sets = "".join(f", {column} = v.{column}" for column in also)
        sets = f"{table.state} = v.state{sets}"
        self._update(table.name, sets, values, f"t.{table.key} = v.key", rows)

    def notify(self, channel: str) -> None:
        """Wake the channel's listeners at commit."""
        self._notify.append(f"pg_notify({self._argument(channel, 'text')}, '')")

    def seal(self, link: ChainLink, now: object, elsewhere: Mapping[str, Sequence[bytes]]) -> None:
        """The batch's head, which the statement then answers with. ``elsewhere``: digests of rows
        of the batch that other statements wrote."""
        batch, moment = self._argument(link.batch, "bigint"), self._argument(now, "timestamptz")
        previous = self._argument(link.previous, "bytea")
        for kind, digests in elsewhere.items():
            more = self._argument(list(digests), "bytea[]")
            self._hashed[kind].append(f"SELECT unnest({more}) AS row_digest")
        kinds = ", ".join(
            f"{canonical.together(' UNION ALL '.join(found)) if found else 'NULL::bytea'} AS {kind}"
            for kind, found in self._hashed.items()
        )
        head = canonical.SEAL.format(previous=previous, batch=batch, at=moment)
        # OFFSET 0: or PostgreSQL would reckon each kind twice, for its column and for the head.
        self._seal = (
            f"INSERT INTO ledger_heads (batch, at, era, xid, {', '.join(HASHED)}, head) "
            f"SELECT {batch}, {moment}, coalesce((SELECT max(era) FROM event_eras), 1), "
            "pg_current_xact_id(), "
            f"{', '.join(HASHED)}, {head} FROM (SELECT {kinds} OFFSET 0) AS hashed RETURNING head"
        )

    @property
    def text(self) -> str:
        """The statement. It answers with the batch's head, or, where it is not the batch's last,
        with the digests of each kind of rows it wrote; last, with how many rows each part wrote."""
        if self._seal is None:
            return self._text(
                f"ARRAY({' UNION ALL '.join(some)})" if some else "'{}'::bytea[]"
                for some in self._hashed.values()
            )
        return self._text(("head", *self._notify), f"sealed AS ({self._seal})", " FROM sealed")

    def _text(self, answer: Iterable[str], last: str | None = None, source: str = "") -> str:
        parts = [f"w{number} AS ({part})" for number, part in enumerate(self._parts)]
        counts = ", ".join(f"(SELECT count(*) FROM w{number})" for number in range(len(parts)))
        if last is not None:
            parts.append(last)
        answers = ", ".join((*answer, f"ARRAY[{counts}]::bigint[]"))
        return f"WITH {', '.join(parts)} SELECT {answers}{source}"
