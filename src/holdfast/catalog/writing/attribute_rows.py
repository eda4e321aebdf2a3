"""Writing attribute types; the catalogue is locked."""

from typing import Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.catalog.attributes import AttributeType

_ALL: Final = sa.text("""
SELECT code, name, kind, translations, unit, values, facet, position
FROM attribute_types ORDER BY position, code
""")
_PUT: Final = sa.text("""
INSERT INTO attribute_types (code, name, kind, translations, unit, values, facet, position)
SELECT * FROM jsonb_to_record(CAST(:row AS jsonb)) AS r(
    code text, name text, kind text, translations jsonb, unit text, values jsonb, facet boolean,
    position integer)
ON CONFLICT (code) DO UPDATE SET
    name = excluded.name, translations = excluded.translations, unit = excluded.unit,
    values = excluded.values, facet = excluded.facet, position = excluded.position
""")
_REMOVE: Final = sa.text("DELETE FROM attribute_types WHERE code = :code")


async def read_attributes(connection: AsyncConnection) -> dict[str, AttributeType]:
    """Every one by its code, in their order, as this transaction has them."""
    rows = (await connection.execute(_ALL)).mappings()
    return {row["code"]: msgspec.convert(dict(row), AttributeType) for row in rows}


async def put_attribute(connection: AsyncConnection, one: AttributeType) -> None:
    """Insert or replace by code."""
    row = {field: getattr(one, field) for field in one.__struct_fields__}
    await connection.execute(_PUT, {"row": msgspec.json.encode(row).decode()})


async def remove_attribute(connection: AsyncConnection, code: str) -> None:
    await connection.execute(_REMOVE, {"code": code})
