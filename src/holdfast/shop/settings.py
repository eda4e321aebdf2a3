"""Settings of the shop that a merchant changes while it runs. To add one: a field here, in
`api/staff/settings.py`, and on the page.
"""

import time
from collections.abc import Callable, Mapping
from typing import Final, Literal, TypeAlias

import msgspec
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.engine import Database
from holdfast.db.listening import DatabaseListener
from holdfast.kit.lately import Lately
from holdfast.kit.locales import LOCALES, Locale
from holdfast.shop.announcement import Announcement
from holdfast.shop.charges import TaxRate
from holdfast.shop.delivery import Dispatch, ShippingMethod, ShippingZone
from holdfast.shop.fraud import FraudRules
from holdfast.shop.home import Home, read_home
from holdfast.shop.pictures import ShopPicture
from holdfast.shop.receipts import ReceiptRules
from holdfast.shop.repeating import RepeatRules
from holdfast.shop.returning import ReturnRules
from holdfast.shop.tables import shop_settings, shop_stamp

Refunds: TypeAlias = Literal["original", "none"]
CardRefund: TypeAlias = Literal["first", "last"]
CaptureOn: TypeAlias = Literal["payment", "shipment"]
SecondFactorOf: TypeAlias = Literal["staff", "photographer", "seller"]
CaptureParcels: TypeAlias = Literal["first", "each", "last"]


class ShopSettings(Struct, frozen=True):
    """``currency`` is None until somebody chose one: an import then has to name it. ``wallets``:
    whether customers are shown wallets.

    ``manual_payment``: buyers may pay without a provider (on pick-up, by invoice), and staff say
    whether they did; their goods are held for ``manual_hold_seconds``. Without a title of the
    shop's own, pages name it in the reader's language. ``decline_keeps_hold``: after a declined
    payment the goods stay held until their time is up. ``refunds``: to where the money came from,
    or none of what its buyer cancels once it is paid. ``complete_after_days``: after paying (0:
    staff alone complete).

    ``hold_units``: of one variant that one buyer may hold at once, unless the product says another
    number. A guest may hold at most ``guest_share`` percent of what is free (``guest_units``
    however little that is), all guests of one network address at most ``network_share`` percent.

    ``region``: where goods go whose buyer named no place. ``tax_included``: whether prices contain
    the tax; ``tax_on_shipping``: whether delivery is taxed, too.
    ``abandoned_after_hours``: without a touch a cart counts as abandoned (0: none does).

    ``languages``: of the shop's pages; who prefers none of them gets the first. ``accent``: the
    colour of what can be pressed, ``#rrggbb`` (None: Holdfast's own). ``hold_seconds``: how long a
    reservation lasts (None: as the process was started with). ``logo``: in place of
    Holdfast's mark. ``point_worth``: minor units of the shop's currency that one point pays (0:
    points pay for nothing that is priced in money).

    ``payout_days``: what sellers earned is set aside for them so often (0: staff alone do it),
    where it comes to ``payout_minimum`` minor units; what they have of orders that were completed
    in the last ``payout_hold_days`` may still be returned, and waits.
    ``card_refund``: of what was paid in parts, whether the card's part goes back before or after
    what was paid of one's own.
    ``capture_on``: of goods that are sent, whether their money is taken at once, or set aside until
    parcels leave (where the provider can). ``capture_parcels``: all of it with the first of them,
    or with the last, or with each what was paid for what is in it; a provider that gives once
    gives all with the first, then.
    ``invoice_issuer``: who stands on invoices as who sells, with address and tax number; none are
    issued while it is empty.
    ``offer_seconds``: how long what came free is held for who waited first for it. ``returns``:
    what is taken back. ``fraud``: what speaks against an order. ``receipts``: those that are sent
    to the tax service.
    ``low_stock_at``: from how many on hand a variant is low of which staff said no other number
    (None: those are never).
    ``second_factor_of``: whose sessions carry their roles only where a second factor is on.
    ``minimum_order``: what the goods of an order come to at least, in minor units of the shop's
    currency, before discounts; staff order less.
    ``announcement``: the sentence above the shop.
    ``newsletter``: visitors are asked whether they want it. ``repeats``: how often goods may be
    ordered again and again.
    ``alerts_off``: names of alerts that staff are not told of.
    ``sign_up_consent``: who makes an account agrees to the privacy text, where there is one.
    """

    name: str = "Holdfast"
    currency: str | None = None
    wallets: bool = False
    manual_payment: bool = True
    manual_title: str = ""
    manual_instructions: str = ""
    manual_hold_seconds: int = 3 * 86_400
    decline_keeps_hold: bool = False
    refunds: Refunds = "original"
    complete_after_days: int = 14
    hold_units: int = 20
    guest_units: int = 2
    guest_share: int = 25
    network_share: int = 50
    region: str | None = None
    tax_rates: tuple[TaxRate, ...] = ()
    tax_included: bool = False
    tax_on_shipping: bool = False
    shipping_methods: tuple[ShippingMethod, ...] = ()
    shipping_zones: tuple[ShippingZone, ...] = ()
    dispatch: Dispatch = Dispatch()
    abandoned_after_hours: int = 4
    languages: tuple[Locale, ...] = LOCALES
    accent: str | None = None
    hold_seconds: int | None = None
    logo: ShopPicture | None = None
    point_worth: int = 0
    payout_days: int = 7
    payout_minimum: int = 0
    payout_hold_days: int = 14
    offer_seconds: int = 7200
    returns: ReturnRules = ReturnRules()
    invoice_issuer: str = ""
    card_refund: CardRefund = "first"
    capture_on: CaptureOn = "payment"
    capture_parcels: CaptureParcels = "first"
    fraud: FraudRules = FraudRules()
    low_stock_at: int | None = 10
    receipts: ReceiptRules = ReceiptRules()
    second_factor_of: tuple[SecondFactorOf, ...] = ()
    sign_up_consent: bool = False
    alerts_off: tuple[str, ...] = ()
    newsletter: bool = False
    repeats: RepeatRules = RepeatRules()
    minimum_order: int = 0
    announcement: Announcement = Announcement()


_KEYS: Final = ShopSettings.__struct_fields__
_CHANNEL: Final = "shop"


async def read_settings(connection: AsyncConnection) -> ShopSettings:
    """The shop's settings, with defaults for what nobody set."""
    rows = await connection.execute(
        sa.select(shop_settings.c.key, shop_settings.c.value).where(shop_settings.c.key.in_(_KEYS))
    )
    return msgspec.convert({row.key: row.value for row in rows}, ShopSettings)


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
    await raise_shop(connection)


async def raise_shop(connection: AsyncConnection) -> None:
    """What a merchant decided has changed: every process is told at the commit."""
    await connection.execute(sa.update(shop_stamp).values(revision=shop_stamp.c.revision + 1))
    await connection.execute(sa.select(sa.func.pg_notify(_CHANNEL, "")))


async def shop_revision(connection: AsyncConnection) -> int:
    """The version of settings and texts, all together."""
    found: int = (await connection.execute(sa.select(shop_stamp.c.revision))).scalar_one()
    return found


class CurrentSettings(Lately[ShopSettings]):
    """The settings for those who ask a thousand times a second: read at most every ``seconds``, so
    as old at most; of what is heard, not even that. Beside them the ``home`` page."""

    def __init__(
        self,
        database: Database,
        seconds: float = 1.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        async def read() -> ShopSettings:
            async with database.read() as connection:
                return await read_settings(connection)

        async def read_arranged() -> Home | None:
            async with database.read() as connection:
                return await read_home(connection)

        super().__init__(read, seconds, clock)
        self._database = database
        self.home = Lately(read_arranged, seconds, clock)

    def forget(self) -> None:
        super().forget()
        self.home.forget()

    def hearing(self) -> DatabaseListener:
        """A part that hears of changes by other processes."""

        def changed(_: str = "") -> None:
            self.forget()

        return DatabaseListener(self._database.url, _CHANNEL, changed, changed)
