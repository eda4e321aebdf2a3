"""What of a row the chain proves, as one SQL expression a kind of row: SHA-256 of the row's text.

The store hashes by it what a batch writes, the audit what it finds. Times are microseconds since
1970, so that no session's settings matter. Only what never changes is in it: of a hold not its
state, which the journal says, and of its end the first one. To change one of these is to begin
the chain anew.
"""

from typing import Final


def micros(time: str) -> str:
    """A time as microseconds since 1970.

    By floats, at a quarter of the price of ``extract``, which reckons in decimals. Until 2106 their
    errors add up to less than half a microsecond, so that the nearest is the right one."""
    return f"(date_part('epoch', {time}) * 1000000)::bigint"


def _digest(*columns: str) -> str:
    return f"sha256(convert_to(ROW({', '.join(columns)})::text, 'UTF8'))"


ENTRY: Final = _digest(
    "'entry'", "partition", "key", "version", "operation", "change", "held_change", "balance",
    "held", "hold", "counterparty", "note", "actor", "request", micros("at"),
)  # fmt: skip
HOLD: Final = _digest(
    "'hold'", "id", "ref", "lines", micros("coalesce(first_expires_at, expires_at)"),
    micros("created_at"),
)  # fmt: skip
RECORD: Final = _digest(
    "'record'", "partition", "key", "encode(digest, 'hex')", "answer", micros("hold_expires_at"),
    micros("expires_at"),
)  # fmt: skip


def together(digests: str) -> str:
    """Rows' digests (a query with a column ``row_digest``) as one: of all of them, in order."""
    ordered = "string_agg(row_digest, ''::bytea ORDER BY row_digest)"
    return f"(SELECT sha256({ordered}) FROM ({digests}) AS rows)"


_NONE: Final = r"'\x" + "00" * 32 + "'::bytea"
# A head: of the one before it, the batch and its time, and what the batch wrote of each kind.
SEAL: Final = (
    "sha256({previous} || int8send({batch}) || int8send(" + micros("{at}") + ") || "
    f"coalesce(journal, {_NONE}) || coalesce(records, {_NONE}) || coalesce(events, {_NONE}))"
)
