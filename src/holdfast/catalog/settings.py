"""Settings of the shop that a merchant changes: its name and the currency of its prices."""

from typing import Final

import msgspec
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.catalog.tables import shop_settings

__all__ = ["ShopSettings", "read_settings", "write_settings"]


class ShopSettings(Struct, frozen=True):
    """``currency`` is None until somebody chose one: an import then has to name it."""

    name: str = "Holdfast"
    currency: str | None = None


_KEYS: Final = ShopSettings.__struct_fields__


async def read_settings(connection: AsyncConnection) -> ShopSettings:
    """The shop's settings, with defaults for what nobody set."""
    rows = await connection.execute(
        sa.select(shop_settings.c.key, shop_settings.c.value).where(shop_settings.c.key.in_(_KEYS))
    )
    return msgspec.convert(dict(rows.tuples().all()), ShopSettings)


async def write_settings(connection: AsyncConnection, settings: ShopSettings) -> None:
    """Keep these settings; a None leaves the stored value alone."""
    rows = [
        {"key": key, "value": value}
        for key, value in msgspec.structs.asdict(settings).items()
        if value is not None
    ]
    statement = insert(shop_settings)
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=["key"], set_={"value": statement.excluded.value}
        ),
        rows,
    )
