"""Settings of the shop that a merchant changes while it runs. To add one: a field here, in
`api/staff_settings.py`, and on the page.
"""

from collections.abc import Mapping
from typing import Final

import msgspec
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.shop.tables import shop_settings

__all__ = ["ShopSettings", "change_settings", "read_settings"]


class ShopSettings(Struct, frozen=True):
    """``currency`` is None until somebody chose one: an import then has to name it. ``wallets``:
    whether customers are shown wallets."""

    name: str = "Holdfast"
    currency: str | None = None
    wallets: bool = False


_KEYS: Final = ShopSettings.__struct_fields__


async def read_settings(connection: AsyncConnection) -> ShopSettings:
    """The shop's settings, with defaults for what nobody set."""
    rows = await connection.execute(
        sa.select(shop_settings.c.key, shop_settings.c.value).where(shop_settings.c.key.in_(_KEYS))
    )
    return msgspec.convert(dict(rows.tuples().all()), ShopSettings)


async def change_settings(connection: AsyncConnection, changes: Mapping[str, object]) -> None:
    """Keep these settings, by the names of the fields; the others stay as they are."""
    unknown = changes.keys() - set(_KEYS)
    if unknown:
        raise ValueError(f"no such settings: {sorted(unknown)}")
    if not changes:
        return
    rows = [
        {"key": key, "value": JSONB.NULL if value is None else value}
        for key, value in changes.items()
    ]
    statement = insert(shop_settings)
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=["key"], set_={"value": statement.excluded.value}
        ),
        rows,
    )
