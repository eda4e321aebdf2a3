"""What packages cost now: a certificate of a service without a price of its own costs what the
service does on the day it is bought, at its plain price."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from uuid import UUID

import asyncpg

from holdfast.booking.services import Service, base_price, load_services
from holdfast.kit import FieldError
from holdfast.kit.sentences import say
from holdfast.packages import Item, Package, PackageTerms, load_packages, priced

__all__ = ["packages_now", "packages_sold", "priced_now", "service_faults_of"]


async def packages_now(pool: asyncpg.Pool) -> tuple[Package, ...]:
    """Every one, the oldest first; without a price where its service is not to be had any more."""
    return await priced_now(pool, await load_packages(pool))


async def packages_sold(pool: asyncpg.Pool, today: date) -> tuple[Package, ...]:
    """Those that can be bought today, by the shop's clock."""
    return tuple(one for one in await packages_now(pool) if one.is_sold(today))


async def priced_now(pool: asyncpg.Pool, packages: Sequence[Package]) -> tuple[Package, ...]:
    """These, as :func:`packages_now` has them."""
    if all(one.is_priced for one in packages):
        return tuple(packages)
    services = {one.id: one for one in await load_services(pool)}
    return tuple(priced(one, _today(services, one.currency)) for one in packages)


def _today(services: dict[UUID, Service], currency: str) -> Callable[[Item], int | None]:
    def of(item: Item) -> int | None:
        service, minutes = services.get(item.services[0]), item.session_minutes
        if service is None or not service.active or minutes not in service.lengths.allowed():
            return None
        if service.currency != currency:
            return None
        return base_price(service, minutes).amount * item.many or None

    return of


def service_faults_of(terms: PackageTerms, services: Sequence[Service]) -> Iterator[FieldError]:
    """What is wrong with its certificates of services: each is of a length that there is."""
    known = {one.id: one for one in services}
    for at, item in enumerate(terms.items):
        if item.kind != "sessions" or len(item.services) != 1 or not item.session_minutes:
            continue
        field = f"items[{at}]"
        service = known.get(item.services[0])
        if service is None:
            said = say("There is no such service.")
            yield FieldError(f"{field}.services", "unknown", said)
        elif item.session_minutes not in (lengths := service.lengths.allowed()):
            said = say("Use one of: {values}.", values=", ".join(map(str, lengths)))
            yield FieldError(f"{field}.sessionMinutes", "unknown", said)
        elif item.price is None and service.currency != terms.currency:
            said = say("The service is priced in {currency}.", currency=service.currency)
            yield FieldError(f"{field}.price", "currency", said)
        elif item.price is None and not base_price(service, item.session_minutes).amount:
            said = say("The service costs nothing: say what the certificate does.")
            yield FieldError(f"{field}.price", "missing", said)
