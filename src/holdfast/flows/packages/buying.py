"""Buying a package: an order as any other, paid by whatever pays for one."""

from uuid import UUID

from holdfast.flows.checkout.basket import Amount
from holdfast.flows.checkout.place import Placed, place, placed_before
from holdfast.flows.checkout.prices import NO_CHOICE, Choice
from holdfast.flows.checkout.till import Till
from holdfast.flows.commit.caller import Caller
from holdfast.flows.packages.pricing import packages_sold
from holdfast.kit import Problem, shop_now
from holdfast.kit.zones import zone
from holdfast.packages import (
    Gift,
    NewPurchase,
    Package,
    PackageNotFound,
    package_terms,
)

__all__ = ["PackagePriceChanged", "amount_of", "buy_package", "offered_package", "sold_today"]


class PackagePriceChanged(Problem):
    """It costs something else than was shown; ``total`` is what."""

    status = 409
    code = "package-price-changed"
    title = "The price has changed"


async def sold_today(till: Till) -> tuple[Package, ...]:
    """Those that can be bought, the oldest first."""
    clock = zone((await till.shop.now()).dispatch.zone)
    return await packages_sold(till.database.pool, shop_now().astimezone(clock).date())


async def offered_package(till: Till, package_id: UUID) -> Package:
    """Raises :class:`PackageNotFound` for one that nobody can buy."""
    for one in await sold_today(till):
        if one.id == package_id:
            return one
    raise PackageNotFound("There is no such package.")


async def buy_package(
    till: Till,
    caller: Caller,
    package_id: UUID,
    *,
    gift: Gift | None = None,
    expected: int | None = None,
    choice: Choice = NO_CHOICE,
    locale: str | None = None,
) -> Placed:
    """Reserve it, to be paid while the reservation lasts; by its ``choice`` it is repeated once it
    is paid. Raises a Problem for every refusal."""
    try:
        package = await offered_package(till, package_id)
        if expected not in (None, package.price):
            raise PackagePriceChanged(
                "Look at the package again. Nothing was ordered.", extra={"total": package.price}
            )
    except Problem:
        # The shop has moved on, but what this key was answered with stands.
        if caller.key is not None and (before := await placed_before(till, caller.key)) is not None:
            return before
        raise
    return await place(till, caller, amount_of(package, gift, locale), choice=choice, locale=locale)


def amount_of(package: Package, gift: Gift | None, locale: str | None) -> Amount:
    """What an order of it is for, as it is now."""
    new = NewPurchase(package.id, package_terms(package), gift)
    name = package.name_in(locale or "")
    return Amount(package.price, package.currency, name, purchase=new)
