"""What is kept of somebody is taken away, in one transaction, as the register says."""

import json
import re
from contextlib import suppress
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.catalog import ProductNotFound
from holdfast.flows.personal_data.held import Emptied, Gone, Held
from holdfast.flows.personal_data.register import REGISTER
from holdfast.flows.personal_data.striking import striker_of, struck
from holdfast.flows.personal_data.whose import Whose, bound
from holdfast.flows.reviewing.telling import count_of
from holdfast.reviews import Subject, star_change

__all__ = ["erase", "tables_here"]

_HERE: Final = sa.text(
    "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace"
    " AND relkind IN ('r', 'p')"
)
_REVIEWED: Final = "SELECT subject, subject_id FROM reviews WHERE author = :user"
_AT_ONCE: Final = 500
_OF_THE_LANE: Final = ("bookings", "fraud_checks", "orders", "package_grants", "parcels", "returns")
"""Tables whose rows the ledger's lane locks, in its order."""


async def tables_here(connection: AsyncConnection) -> frozenset[str]:
    """Those of this database: where the shop is several services, not all of them."""
    return frozenset((await connection.execute(_HERE)).scalars())


async def erase(
    connection: AsyncConnection, whose: Whose, only: frozenset[str] | None = None
) -> dict[str, int]:
    """By table, how many rows were removed, emptied or struck; of all tables that are here, or
    ``only`` of these. To be done again, it finds what came since. The account's own row is
    ``people``'s to empty."""
    here = await tables_here(connection)
    here = here if only is None else here & only
    done: dict[str, int] = {}
    await _lock(connection, whose, here)
    for held in REGISTER:
        if held.table in here and (rows := await _end(connection, held, whose)):
            done[held.table] = rows
    if "reviews" in here:
        await _seen_anew(connection, whose)
    return done


async def _lock(connection: AsyncConnection, whose: Whose, here: frozenset[str]) -> None:
    """As the ledger's lane does, so that neither waits for the other for ever."""
    by_table = {held.table: held for held in REGISTER}
    for table in _OF_THE_LANE:
        if table in here:
            held = by_table[table]
            lock = f"SELECT FROM {table} WHERE {held.whose} ORDER BY {held.key} FOR UPDATE"
            await connection.execute(bound(lock), whose.values)


async def _end(connection: AsyncConnection, held: Held, whose: Whose) -> int:
    match held.end:
        case Gone():
            gone = bound(f"DELETE FROM {held.table} WHERE {held.whose}")
            return (await connection.execute(gone, whose.values)).rowcount
        case Emptied() as end:
            named = bool(end.struck or end.struck_json)
            rows = await _strike(connection, held, end, whose) if named else 0
            if end.columns:
                sets = ", ".join(f"{name} = {sql}" for name, sql in end.columns.items())
                emptied = bound(f"UPDATE {held.table} SET {sets} WHERE {held.whose}")
                rows = (await connection.execute(emptied, whose.values)).rowcount
            return rows
    return 0


async def _strike(connection: AsyncConnection, held: Held, end: Emptied, whose: Whose) -> int:
    """How many rows named them, and do no more."""
    striker, texts = striker_of(whose.names), (*end.struck, *end.struck_json)
    named = ", ".join((held.key, *(f"{name}::text" for name in texts)))
    query = bound(f"SELECT {named} FROM {held.table} WHERE {held.whose} FOR UPDATE")
    changed: list[dict[str, Any]] = []
    for key, *before in await connection.execute(query, whose.values):
        after = [
            _struck_json(text, striker) if name in end.struck_json else struck(text, striker)
            for name, text in zip(texts, before, strict=True)
        ]
        if after != before:
            changed.append({"key": key} | dict(zip(texts, after, strict=True)))
    sets = (*(f"{name} = :{name}" for name in end.struck),
            *(f"{name} = CAST(:{name} AS jsonb)" for name in end.struck_json))  # fmt: skip
    update = sa.text(f"UPDATE {held.table} SET {', '.join(sets)} WHERE {held.key} = :key")
    for start in range(0, len(changed), _AT_ONCE):
        await connection.execute(update, changed[start : start + _AT_ONCE])
    return len(changed)


def _struck_json(text: str | None, striker: re.Pattern[str]) -> str | None:
    """As it was, if it names nobody."""
    if text is None:
        return None
    said = json.loads(text)
    without = struck(said, striker)
    return text if without == said else json.dumps(without, ensure_ascii=False)


async def _seen_anew(connection: AsyncConnection, whose: Whose) -> None:
    """Pages that keep reviews with who wrote them look again: as many stars, another version."""
    for kind, subject_id in (await connection.execute(bound(_REVIEWED), whose.values)).all():
        with suppress(ProductNotFound):
            await count_of(connection, Subject(kind, subject_id), star_change(None, None))
