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
from holdfast.mail import reachable
from holdfast.packages import (
    Gift,
    NewPurchase,
    Package,
    PackageNotFound,
    package_terms,
)
from holdfast.people import Principal

__all__ = [
    "AccountNeeded", "GiftUnreachable", "PackagePriceChanged", "amount_of", "buy_package",
    "offered_package", "sold_today",
]  # fmt: skip


class PackagePriceChanged(Problem):
    """It costs something else than was shown; ``total`` is what."""

    status = 409
    code = "package-price-changed"
    title = "The price has changed"


class AccountNeeded(Problem):
    """A guest is to have what only an account keeps."""

    status = 409
    code = "account-needed"
    title = "Log in to buy this"


class GiftUnreachable(Problem):
    """Mail cannot go to whom it is for; a guest has nothing else to find it by."""

    status = 422
    code = "gift-unreachable"
    title = "No address that mail can go to"


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
    mails: bool = False,
) -> Placed:
    """Reserve it, to be paid while the reservation lasts; by its ``choice`` it is repeated once it
    is paid. A guest buys certificates, where the shop ``mails`` them. Raises a Problem for every
    refusal."""
    try:
        package = await offered_package(till, package_id)
        _must_arrive(package, gift, caller.principal, mails=mails)
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


def _must_arrive(package: Package, gift: Gift | None, who: Principal, *, mails: bool) -> None:
    """Raises :class:`AccountNeeded`, :class:`GiftUnreachable`."""
    address = "" if gift is None else gift.to_email
    if who.kind == "guest":
        if not package.by_code:
            raise AccountNeeded("Its hours are kept on an account.")
        if not mails:
            raise AccountNeeded("This shop sends no mail: you will find it on your account.")
        if not address:
            raise GiftUnreachable("Say where to send it.", field="gift.toEmail")
    if address and reachable(address) is None:
        raise GiftUnreachable("Mail cannot go to this address.", field="gift.toEmail")


def amount_of(package: Package, gift: Gift | None, locale: str | None) -> Amount:
    """What an order of it is for, as it is now."""
    new = NewPurchase(package.id, package_terms(package), gift)
    name = package.name_in(locale or "")
    return Amount(package.price, package.currency, name, purchase=new)
