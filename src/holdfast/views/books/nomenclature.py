"""What is sold beside goods, as items of an accountant's nomenclature: each service, each of what
can be added to one, each package is one item, in every document that sells it, and is called as the
shop itself calls it, whatever language its buyers read."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from msgspec import Struct

from holdfast.booking.bookings import BookedPart, Booking, load_bookings
from holdfast.booking.galleries import further_item_called, further_of_orders
from holdfast.booking.services import Service, part_of_visit, services_by_id, services_of
from holdfast.db.engine import Database
from holdfast.kit.sentences import in_language
from holdfast.packages import packages_by_id
from holdfast.shop import ShopSettings, service_rate

__all__ = ["OTHER_SERVICE", "SoldItem", "items_of_orders"]

_ABOUT: Final = """
SELECT o.id, coalesce(o.booking_id, d.booking_id) AS booking, p.package_id AS package
FROM orders o LEFT JOIN booking_dues d ON d.id = o.id
LEFT JOIN package_purchases p ON p.order_id = o.id
WHERE o.id = ANY($1::uuid[])
"""


class SoldItem(Struct, frozen=True):
    """``quantity`` of it. Of several in one order each has its share of what was paid by ``price``,
    and of the tax by ``taxed``."""

    id: str
    name: str
    price: int = 1
    taxed: int = 1
    quantity: int = 1


OTHER_SERVICE: Final = SoldItem("SERVICE", "Услуга")
"""What is neither of a service nor of a package."""


class _Shop(Struct, frozen=True):
    """``language``: its own, which those read who prefer none of its languages."""

    settings: ShopSettings
    services: Mapping[UUID, Service]

    @property
    def language(self) -> str:
        return self.settings.languages[0]

    def service(self, service_id: UUID, kept: str, price: int) -> SoldItem:
        known = self.services.get(service_id)
        name = kept if known is None else known.name_in(self.language)
        return self._item(f"SERVICE-{service_id}", name, service_id, price)

    def part(self, booking: Booking, part: BookedPart) -> SoldItem:
        """A service of a visit, or what was added, which is the first one's."""
        if part.kind == "service":
            return self.service(UUID(part.id), part.name, part.price)
        extra = part_of_visit(part, booking.parts, self.services)
        name = part.name if extra is None else extra.name_in(self.language)
        item = f"SERVICE-{booking.service_id}-{part.id}"
        return self._item(item, name, booking.service_id, part.price)

    def _item(self, item: str, name: str, service_id: UUID, price: int) -> SoldItem:
        rate = service_rate(self.settings.tax_rates, self.settings.region, service_id)
        taxed = 0 if rate is None else price * rate.rate // (100_000 + rate.rate)
        return SoldItem(item, name, price, taxed)


async def items_of_orders(
    database: Database, settings: ShopSettings, orders: Sequence[UUID]
) -> dict[UUID, tuple[SoldItem, ...]]:
    """By order, what it sells beside goods; of what is known nothing of, nothing."""
    about = await database.pool.fetch(_ABOUT, orders)
    further = {one.id: one for one in await further_of_orders(database.pool, orders)}
    booked = {row["booking"] for row in about if row["booking"]}
    bookings = await load_bookings(
        database.pool, [*booked, *(one.booking_id for one in further.values())]
    )
    services = set[UUID]().union(
        *(services_of(one.service_id, one.parts) for one in bookings.values())
    )
    shop = _Shop(settings, await services_by_id(database.pool, [*services]))
    packages = await _packages(database, shop, about)
    found: dict[UUID, tuple[SoldItem, ...]] = {}
    for row in about:
        if (booking := bookings.get(row["booking"])) is not None:
            found[row["id"]] = _of_booking(shop, booking)
        elif (package := packages.get(row["package"])) is not None:
            found[row["id"]] = (package,)
    for order, one in further.items():
        if (booking := bookings.get(one.booking_id)) is not None:
            found[order] = (_pictures(shop, booking, len(one.pictures)),)
    return found


def _of_booking(shop: _Shop, booking: Booking) -> tuple[SoldItem, ...]:
    """Its service; of a visit each of its parts."""
    if any(part.price for part in booking.parts):
        return tuple(shop.part(booking, part) for part in booking.parts)
    return (shop.service(booking.service_id, booking.service_name, booking.price),)


def _pictures(shop: _Shop, booking: Booking, count: int) -> SoldItem:
    of = shop.service(booking.service_id, booking.service_name, 1)
    name = in_language(further_item_called(of.name), shop.language)
    return SoldItem(f"PICTURES-{booking.service_id}", name, quantity=count)


async def _packages(
    database: Database, shop: _Shop, about: Sequence[Mapping[str, Any]]
) -> dict[UUID, SoldItem]:
    bought = {row["package"] for row in about if row["package"]}
    return {
        one.id: SoldItem(f"PACKAGE-{one.id}", one.name_in(shop.language))
        for one in (await packages_by_id(database.pool, [*bought])).values()
    }
