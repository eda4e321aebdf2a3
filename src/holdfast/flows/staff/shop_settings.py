"""Staff change the shop's settings; the audit log says from what to what."""

from collections.abc import Mapping
from typing import Final, Literal

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.catalog import priced_in
from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.kit.errors import FieldError, Problem
from holdfast.kit.sentences import say
from holdfast.shop import (
    ShopSettings,
    change_settings,
    charge_faults,
    marketplace,
    read_settings,
)

__all__ = ["BadCharges", "CurrencyInUse", "NoCurrency", "preset", "update_settings"]

_LOCK: Final = sa.text("SELECT pg_advisory_xact_lock(hashtext('holdfast settings'))")


class CurrencyInUse(Problem):
    """Products are priced in another currency; a price does not change by renaming its unit."""

    status = 409
    code = "currency-in-use"
    title = "Products are priced in another currency"


class BadCharges(Problem):
    """Tax or delivery that cannot be; ``errors`` names each field at fault."""

    status = 422
    code = "charges-invalid"
    title = "Tax or delivery is not valid"


class NoCurrency(Problem):
    """An amount needs a currency, and the shop has none yet."""

    status = 409
    code = "no-currency"
    title = "The shop has no currency"


async def preset(database: Database, name: Literal["marketplace", "none"]) -> dict[str, object]:
    """The settings that it stands for. Raises :class:`NoCurrency`."""
    if name == "none":
        plain = ShopSettings()
        chosen: dict[str, object] = {
            key: getattr(plain, key)
            for key in ("tax_rates", "tax_included", "tax_on_shipping", "shipping_methods")
        }
    else:
        async with database.read() as connection:
            currency = (await read_settings(connection)).currency
        if currency is None:
            raise NoCurrency("Choose the shop's currency first.", field="currency")
        chosen = marketplace(currency)
    found: dict[str, object] = msgspec.to_builtins(chosen)
    return found


async def update_settings(
    database: Database, asked: Mapping[str, object], caller: Caller
) -> ShopSettings:
    """Keep what was asked for and leave the rest; the settings as they are then. Raises
    :class:`CurrencyInUse`, :class:`BadCharges`."""
    async with database.transaction() as connection:
        await connection.execute(_LOCK)
        settings = await read_settings(connection)
        before = msgspec.to_builtins(settings)
        changes = {name: value for name, value in asked.items() if before[name] != value}
        if "currency" in changes:
            await _refuse_if_priced(connection, str(changes["currency"]))
        _refuse_bad_charges(msgspec.convert({**before, **asked}, ShopSettings))
        await change_settings(connection, asked)  # a default, too, is chosen from now on
        if changes:
            told = {name: [before[name], value] for name, value in changes.items()}
            await caller.note(connection, "settings.changed", "shop", told)
        return await read_settings(connection)


def _refuse_bad_charges(settings: ShopSettings) -> None:
    found = tuple(
        FieldError(field, "invalid", detail)
        for field, detail in charge_faults(
            settings.region, settings.tax_rates, settings.shipping_methods
        )
    )
    if found:
        raise BadCharges.of(found)


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
