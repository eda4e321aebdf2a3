"""Sums that are kept in tables: what they change by is added to what is there."""

from collections.abc import Mapping

import msgspec
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

__all__ = ["add_sums", "adding"]


def adding(table: sa.Table, keys: Mapping[str, str], sums: type[Struct]) -> sa.TextClause:
    """Add to the sums of these keys; in their order, as everybody does who changes several."""
    names = sums.__struct_fields__
    row = ", ".join(
        [f"{name} {kind}" for name, kind in keys.items()] + [f"{one} bigint" for one in names]
    )
    more = ", ".join(f"{one} = kept.{one} + excluded.{one}" for one in names)
    named = ", ".join((*keys, *names))
    return sa.text(f"""
    INSERT INTO {table.name} AS kept ({named})
    SELECT {named} FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r({row})
    ORDER BY {", ".join(keys)}
    ON CONFLICT ({", ".join(keys)}) DO UPDATE SET {more}
    """)


async def add_sums(
    connection: AsyncConnection,
    statement: sa.TextClause,
    keys: Mapping[str, str],
    sums: Mapping[tuple[object, ...], Struct],
) -> None:
    """Add what they change by, by key."""
    if not sums:
        return
    rows = [
        dict(zip(keys, key, strict=True)) | msgspec.structs.asdict(one) for key, one in sums.items()
    ]
    await connection.execute(statement, {"rows": msgspec.json.encode(rows).decode()})
