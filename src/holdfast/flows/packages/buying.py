"""Buying a package: an order as any other, paid by whatever pays for one."""

from uuid import UUID

from holdfast.flows.checkout.basket import Amount
from holdfast.flows.checkout.place import Placed, place, placed_before
from holdfast.flows.checkout.till import Till
from holdfast.flows.commit.caller import Caller
from holdfast.flows.packages.pricing import packages_now
from holdfast.kit import Problem
from holdfast.packages import (
    Gift,
    NewPurchase,
    Package,
    PackageNotFound,
    package_terms,
)

__all__ = ["PackagePriceChanged", "buy_package", "offered_package"]


class PackagePriceChanged(Problem):
    """It costs something else than was shown; ``total`` is what."""

    status = 409
    code = "package-price-changed"
    title = "The price has changed"


async def offered_package(till: Till, package_id: UUID) -> Package:
    """Raises :class:`PackageNotFound` for one that nobody can buy."""
    for one in await packages_now(till.database.pool):
        if one.id == package_id and one.active and one.is_priced:
            return one
    raise PackageNotFound("There is no such package.")


async def buy_package(
    till: Till,
    caller: Caller,
    package_id: UUID,
    *,
    gift: Gift | None = None,
    expected: int | None = None,
    locale: str | None = None,
) -> Placed:
    """Reserve it, to be paid while the reservation lasts. Raises a Problem for every refusal."""
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
    new = NewPurchase(package.id, package_terms(package), gift)
    name = package.name_in(locale or "")
    wanted = Amount(package.price, package.currency, name, purchase=new)
    return await place(till, caller, wanted, locale=locale)
