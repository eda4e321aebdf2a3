"""Staff change the shop's settings; the audit log says from what to what."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.booking.schedule import country_known
from holdfast.booking.services import services_known
from holdfast.catalog import KeptPicture, clean_html, picture_at, priced_in
from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.flows.inventory.low_stock import note_low
from holdfast.flows.inventory.pictures import PictureRoom
from holdfast.kit.errors import FieldError, Problem
from holdfast.kit.sentences import say
from holdfast.kit.zones import zone_names
from holdfast.people import ask_again_about_all
from holdfast.shop import (
    Dispatch,
    PolicyName,
    ShopPicture,
    ShopSettings,
    TaxRate,
    announcement_faults,
    change_settings,
    charge_faults,
    delivery_faults,
    fraud_faults,
    marketplace,
    put_policy,
    raise_shop,
    read_policies,
    read_settings,
    receipt_faults,
    return_faults,
    shop_revision,
)

__all__ = [
    "BadCharges", "CurrencyInUse", "LogoNotSent", "NoCurrency", "SettingsChangedMeanwhile",
    "lock_settings", "logo_at", "preset", "refuse_bad_charges", "shop_picture",
    "update_policy", "update_settings",
]  # fmt: skip

_LOCK: Final = sa.text("SELECT pg_advisory_xact_lock(hashtext('holdfast settings'))")


class CurrencyInUse(Problem):
    """Products are priced in another currency; a price does not change by renaming its unit."""

    status = 409
    code = "currency-in-use"
    title = "Products are priced in another currency"


class BadCharges(Problem):
    """Tax, delivery or receipts that cannot be; ``errors`` names each field at fault."""

    status = 422
    code = "charges-invalid"
    title = "Tax, delivery or receipts are not valid"


class NoCurrency(Problem):
    """An amount needs a currency, and the shop has none yet."""

    status = 409
    code = "no-currency"
    title = "The shop has no currency"


class LogoNotSent(Problem):
    """A logo that nobody has sent."""

    status = 422
    code = "logo-not-sent"
    title = "There is no such picture"


class SettingsChangedMeanwhile(Problem):
    """Somebody else changed the shop's settings or texts since they were read."""

    status = 412
    code = "settings-changed"
    title = "The settings were changed meanwhile"


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


def shop_picture(kept: KeptPicture) -> ShopPicture:
    """A picture that was sent, as the shop shows it."""
    return ShopPicture(kept.name, kept.width, kept.height, kept.widths, kept.stand_in)


async def logo_at(room: PictureRoom, url: str) -> dict[str, object]:
    """The setting of the picture at that address. Raises :class:`LogoNotSent`."""
    name = picture_at(url)
    found = await room.book.want([name]) if name else {}
    if name is None or name not in found:
        raise LogoNotSent("Upload the picture first.", field="logo")
    kept: dict[str, object] = msgspec.to_builtins(shop_picture(found[name]))
    return kept


async def update_settings(
    database: Database,
    asked: Mapping[str, object],
    caller: Caller,
    version: int | None = None,
    *,
    partitions: int = 1,
) -> tuple[ShopSettings, int]:
    """Keep what was asked for and leave the rest; the settings as they are then, and their version.
    What is low by a new rule for all is noted, and nobody is told. Raises
    :class:`CurrencyInUse`, :class:`BadCharges`, and :class:`SettingsChangedMeanwhile` if it
    is not of that ``version``."""
    async with database.transaction() as connection:
        await lock_settings(connection, version)
        settings = await read_settings(connection)
        before = msgspec.to_builtins(settings)
        changes = {name: value for name, value in asked.items() if before[name] != value}
        if "currency" in changes:
            await _refuse_if_priced(connection, str(changes["currency"]))
        wanted = msgspec.convert({**before, **asked}, ShopSettings)
        refuse_bad_charges(wanted)
        if "tax_rates" in changes:
            await _refuse_unknown_services(connection, wanted.tax_rates)
        await change_settings(connection, asked)  # a default, too, is chosen from now on
        if changes:
            told = {name: [before[name], value] for name, value in changes.items()}
            await caller.note(connection, "settings.changed", "shop", told)
        if "low_stock_at" in changes:
            await note_low(connection, partitions)
        if "second_factor_of" in changes:
            await ask_again_about_all(connection)
        return await read_settings(connection), await shop_revision(connection)


async def update_policy(
    database: Database, name: PolicyName, locale: str, html: str, version: int, caller: Caller
) -> None:
    """Keep a text of the shop in one language; empty, it is none. Raises
    :class:`SettingsChangedMeanwhile`."""
    clean = clean_html(html)
    async with database.transaction() as connection:
        await lock_settings(connection, version)
        known = await read_policies(connection, name)
        before = next((one.html for one in known if one.locale == locale), "")
        if clean == before:
            return
        await put_policy(connection, name, locale, clean)
        await raise_shop(connection)
        told = {"locale": locale, "text": [before, clean]}
        await caller.note(connection, "policy.changed", name, told)


async def lock_settings(connection: AsyncConnection, version: int | None) -> None:
    """Until the transaction's end nobody else changes what a merchant decides. Raises
    :class:`SettingsChangedMeanwhile` if it is not of that ``version``."""
    await connection.execute(_LOCK)
    if version is not None and version != await shop_revision(connection):
        raise SettingsChangedMeanwhile("Read them again, and change them then.")


def refuse_bad_charges(settings: ShopSettings) -> None:
    """Raise :class:`BadCharges`, which names each field at fault."""
    found = tuple(
        FieldError(field, "invalid", detail)
        for field, detail in (
            *charge_faults(settings.region, settings.tax_rates),
            *delivery_faults(settings.shipping_methods, settings.shipping_zones),
            *_dispatch_faults(settings.dispatch),
            *return_faults(settings.returns),
            *fraud_faults(settings.fraud),
            *announcement_faults(settings.announcement),
            *receipt_faults(
                settings.receipts, settings.currency, delivers=bool(settings.shipping_methods)
            ),
        )
    )
    if found:
        raise BadCharges.of(found)


def _dispatch_faults(dispatch: Dispatch) -> Iterator[tuple[str, str]]:
    if dispatch.zone not in zone_names():
        yield "dispatch.zone", say("Use a time zone such as Europe/Berlin.")
    if dispatch.holidays and not country_known(dispatch.holidays):
        yield "dispatch.holidays", say("The holidays of this country are not known.")


async def _refuse_unknown_services(connection: AsyncConnection, rates: Sequence[TaxRate]) -> None:
    known = await services_known(
        connection, {one.service_id for one in rates if one.service_id is not None}
    )
    faults = tuple(
        FieldError(f"taxRates[{at}].serviceId", "unknown", say("There is no such service."))
        for at, one in enumerate(rates)
        if one.service_id is not None and one.service_id not in known
    )
    if faults:
        raise BadCharges.of(faults)


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
