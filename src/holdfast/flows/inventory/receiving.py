"""What was ordered from a supplier comes, whole or in parts: off what is still to come and into its
location in one command, which also holds it for the first of those who wait; what was ordered
before it was there is kept for that."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from msgspec import Struct

from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.offers import UnitsLine
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.inventory.first_there import known_location
from holdfast.flows.inventory.preorders import take_in
from holdfast.flows.inventory.purchases import (
    TRIES,
    check_variants,
    done_before,
    known_purchase,
    still_open,
    still_to_come,
)
from holdfast.flows.inventory.served_first import OFFERED, Coming, with_offers
from holdfast.flows.inventory.stockroom import Stockroom
from holdfast.kit import FieldError, Problem
from holdfast.kit.sentences import say
from holdfast.ledger import (
    Accepted,
    AccountState,
    AlreadyDone,
    Command,
    Conflict,
    Expect,
    Operation,
    Rider,
    Short,
    Withdraw,
)
from holdfast.purchasing import Came, Purchase, purchase_note, received

__all__ = ["MoreThanOrdered", "NotInPurchase", "receive_goods"]


class MoreThanOrdered(Problem):
    """More than is still to come; ``errors`` names each line."""

    status = 409
    code = "more-than-ordered"
    title = "More came than was ordered"


class NotInPurchase(Problem):
    """It was not ordered."""

    status = 422
    code = "not-in-purchase"
    title = "It is not in the order"


class _Receipt(Struct, frozen=True):
    """What comes of an order as it stands; ``rest``: by line, what was still to come."""

    found: Purchase
    came: Sequence[Came]
    rest: Mapping[int, AccountState]

    @property
    def whole(self) -> bool:
        taken = {one.line: one.ordered for one in self.came}
        return all(one.balance == taken.get(at, 0) for at, one in self.rest.items())


async def receive_goods(
    stockroom: Stockroom,
    caller: Caller,
    purchase_id: UUID,
    quantities: Mapping[UUID, int],
    line: UnitsLine,
    *,
    more: bool = False,
) -> Purchase:
    """So many of these variants came; ``more``: also beyond what was ordered. Those who wait for
    them are served. Raises :class:`MoreThanOrdered`, :class:`NotInPurchase`,
    :class:`PurchaseEnded`, :class:`PurchaseNotFound`, :class:`LocationClosed`,
    :class:`MadeOfOthers` and :class:`~holdfast.catalog.VariantNotFound`."""
    if not await done_before(stockroom, caller):
        await _received(stockroom, caller, purchase_id, quantities, line, more=more)
    for variant_id in quantities:
        await line.serve(variant_id)
    return await known_purchase(stockroom, purchase_id)


async def _received(
    stockroom: Stockroom,
    caller: Caller,
    purchase_id: UUID,
    quantities: Mapping[UUID, int],
    line: UnitsLine,
    *,
    more: bool,
) -> None:
    await check_variants(stockroom, list(quantities))
    for tried in range(TRIES):
        receipt = await _receipt(stockroom, purchase_id, quantities, more=more)
        first = line if tried < OFFERED else None
        command = await _command(stockroom, caller, receipt, first)
        outcome = await stockroom.ledger.commit(command)
        if isinstance(outcome, Accepted | AlreadyDone):
            return
        # Another receipt, or somebody of the line who left, came between: look again.
        if not isinstance(outcome, Conflict | Short):
            break
    raise refuse(outcome)


async def _receipt(
    stockroom: Stockroom, purchase_id: UUID, quantities: Mapping[UUID, int], *, more: bool
) -> _Receipt:
    found = still_open(await known_purchase(stockroom, purchase_id))
    await known_location(stockroom, found.location_id, "locationId", to_fill=True)
    rest = await still_to_come(stockroom, found)
    lines = {one.variant_id: at for at, one in found.numbered()}
    came, errors = list[Came](), list[FieldError]()
    for at, (variant_id, quantity) in enumerate(quantities.items()):
        number = lines.get(variant_id)
        if number is None:
            raise NotInPurchase("It was not ordered.", field=f"lines[{at}].variantId")
        due = rest[number].balance
        if quantity > due and not more:
            said = say("{n} are still to come.", n=due)
            errors.append(FieldError(f"lines[{at}].quantity", "more", said))
        came.append(Came(number, variant_id, quantity, min(quantity, due)))
    if errors:
        said = say("Say that more came than was ordered, or count again.")
        raise MoreThanOrdered(said, errors=tuple(errors))
    return _Receipt(found, came, rest)


async def _command(
    stockroom: Stockroom, caller: Caller, receipt: _Receipt, line: UnitsLine | None
) -> Command:
    found, note = receipt.found, purchase_note(receipt.found.number)
    operations: list[Operation] = [Expect(one.key, one.version) for one in receipt.rest.values()]
    there, told = dict[str, Coming](), list[Rider]()
    for one in receipt.came:
        came = await take_in(stockroom, one.variant_id, found.location_id, one.quantity, note)
        if one.ordered:
            operations.append(Withdraw(receipt.rest[one.line].key, one.ordered, note=note))
        operations += came.operations
        told += came.riders
        there |= came.there
    about = {"number": found.number, "units": sum(one.quantity for one in receipt.came)}
    command = caller.keyed(
        tuple(operations),
        (
            *received(found, receipt.came, whole=receipt.whole),
            *told,
            caller.audited("purchase.received", found.id, about),
        ),
    )
    return command if line is None else await with_offers(stockroom, line, there, command)
