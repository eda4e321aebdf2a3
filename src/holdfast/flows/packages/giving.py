"""Staff give a package without a price: kindness, a prize, what was promised on paper. It is there
at once, with the terms it has now, and owes nobody money."""

from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import as_before, stored
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.packages.issuing import deposits_of, grants_bought
from holdfast.flows.settlement.settler import Settler
from holdfast.kit import Problem, new_id, shop_now
from holdfast.kit.zones import zone
from holdfast.ledger import Accepted, AlreadyDone
from holdfast.packages import (
    NewPurchase,
    PackageNotFound,
    PackageTerms,
    Purchase,
    issued,
    load_packages,
    package_terms,
    purchased,
)

__all__ = ["Given", "give_package"]


class Given(Struct, frozen=True):
    """What the client has of it now, in its order."""

    grants: tuple[UUID, ...]


async def give_package(
    settler: Settler, caller: Caller, package_id: UUID, to: str, why: str
) -> Given:
    """Give a package to a client, one that is not on sale too. Raises
    :class:`PackageNotFound`."""
    try:
        return await _given(settler, caller, package_id, to, why)
    except Problem as refusal:
        return await as_before(settler, caller.key, refusal, Given)


async def _given(settler: Settler, caller: Caller, package_id: UUID, to: str, why: str) -> Given:
    known = {one.id: one for one in await load_packages(settler.database.pool)}
    if package_id not in known:
        raise PackageNotFound("There is no such package.", field="packageId")
    terms = _free(package_terms(known[package_id]))
    # No order has this id: what nobody paid for is never paid back.
    purchase = Purchase(new_id(), package_id, to, terms, None)
    clock = zone((await settler.shop.now()).dispatch.zone)
    grants = grants_bought(purchase, to, shop_now(), clock)
    done = Given(tuple(one.id for one in grants))
    about = {"reason": why, "package": str(package_id)}
    lines = tuple(caller.audited("package.given", one.id, about) for one in grants)
    new = NewPurchase(package_id, terms)
    riders = (purchased(purchase.order_id, to, new), *issued(grants), *lines)
    command = caller.keyed(deposits_of(grants), riders, f"give/{purchase.order_id}", done)
    outcome = await settler.ledger.commit(command)
    match outcome:
        case Accepted():
            return done
        case AlreadyDone(answer=answer):
            return stored(answer, Given)
    raise refuse(outcome)


def _free(terms: PackageTerms) -> PackageTerms:
    return replace(terms, items=tuple(replace(item, price=0) for item in terms.items))
