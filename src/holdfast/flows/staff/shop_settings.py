"""Staff change the shop's settings; the audit log says from what to what."""

from collections.abc import Mapping
from typing import Final

import sqlalchemy as sa
from msgspec.structs import asdict
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.catalog import priced_in
from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.kit.errors import Problem
from holdfast.kit.sentences import say
from holdfast.shop import ShopSettings, change_settings, read_settings

__all__ = ["CurrencyInUse", "update_settings"]

_LOCK: Final = sa.text("SELECT pg_advisory_xact_lock(hashtext('holdfast settings'))")


class CurrencyInUse(Problem):
    """Products are priced in another currency; a price does not change by renaming its unit."""

    status = 409
    code = "currency-in-use"
    title = "Products are priced in another currency"


async def update_settings(
    database: Database, asked: Mapping[str, object], caller: Caller
) -> ShopSettings:
    """Keep what was asked for and leave the rest; the settings as they are then. Raises
    :class:`CurrencyInUse`."""
    async with database.transaction() as connection:
        await connection.execute(_LOCK)
        before = asdict(await read_settings(connection))
        changes = {name: value for name, value in asked.items() if before[name] != value}
        if "currency" in changes:
            await _refuse_if_priced(connection, str(changes["currency"]))
        await change_settings(connection, asked)  # a default, too, is chosen from now on
        if changes:
            told = {name: [before[name], value] for name, value in changes.items()}
            await caller.note(connection, "settings.changed", "shop", told)
        return await read_settings(connection)


async def _refuse_if_priced(connection: AsyncConnection, currency: str) -> None:
    others = {code: n for code, n in (await priced_in(connection)).items() if code != currency}
    if others:
        counts = ", ".join(f"{code}: {n}" for code, n in others.items())
        raise CurrencyInUse(
            say(
                "Price all products in {currency} first, or archive them. Now: {counts}.",
                currency=currency,
                counts=counts,
            ),
            field="currency",
        )
