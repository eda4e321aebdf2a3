"""Tables that specifications name, as views with their columns over ours, each specification's in a
schema of its own.

Taken away before the steps of each upgrade and made anew in the transaction of the last one, so
that no step needs to know of them, and they are there whenever the schema is that of the last.
Where the tables are another service's, or the role may not make a schema, there are none.
"""

from typing import Final

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.migrations import ecommerce, photo_booking

__all__ = ["make_views", "take_views_away"]

_SPECIFIED: Final = (photo_booking.TABLES, ecommerce.TABLES)
_INSUFFICIENT_PRIVILEGE: Final = "42501"


async def take_views_away(connection: AsyncConnection) -> None:
    """Steps may change whatever table they like."""
    for tables in _SPECIFIED:
        await connection.execute(sa.text(f"DROP SCHEMA IF EXISTS {tables.schema} CASCADE"))


def make_views(connection: Connection) -> None:
    """As the tables are now."""
    there = connection.scalars(
        sa.text("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
    )
    here = set(there)
    for tables in _SPECIFIED:
        if tables.needed <= here and _made(connection, tables.schema):
            for view in tables.views:
                connection.exec_driver_sql(view)


def _made(connection: Connection, schema: str) -> bool:
    """The schema, if this role may make one."""
    try:
        with connection.begin_nested():
            connection.execute(sa.text(f"CREATE SCHEMA {schema}"))
    except ProgrammingError as error:
        if getattr(error.orig, "sqlstate", None) != _INSUFFICIENT_PRIVILEGE:
            raise
        return False
    return True
