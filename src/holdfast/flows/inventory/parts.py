"""Staff say what a variant is made of. Its stock is from then on what its parts allow."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from holdfast.catalog import (
    MOST_PARTS,
    MOST_UNITS,
    MayBePart,
    ProductChanged,
    VariantNotFound,
    locked_variants,
    put_parts,
    stock_key,
)
from holdfast.catalog.writing import lock_catalogue
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.event_log import write_event
from holdfast.flows.inventory.by_codes import refuse_unsent
from holdfast.flows.inventory.stockroom import Stockroom
from holdfast.kit import FieldError, Problem
from holdfast.kit.sentences import say
from holdfast.ledger import accounts_of
from holdfast.locations import account_at, load_locations
from holdfast.preorders import awaited_key

__all__ = ["BadParts", "HasStock", "set_parts"]


class BadParts(Problem):
    """It cannot be made of these; ``errors`` names each."""

    status = 422
    code = "parts-invalid"
    title = "It cannot be made of these"


class HasStock(Problem):
    """What is made of others has no stock of its own, and this one has."""

    status = 409
    code = "has-own-stock"
    title = "It has a stock of its own"


async def set_parts(
    stockroom: Stockroom, caller: Caller, variant_id: UUID, parts: Mapping[UUID, int]
) -> None:
    """What was ordered before stays what it was made of then. Raises :class:`BadParts`,
    :class:`HasStock`, :class:`StockIsCodes` and :class:`~holdfast.catalog.VariantNotFound`."""
    async with stockroom.database.transaction() as connection:
        await lock_catalogue(connection)  # nobody changes whose they are meanwhile
        known = await locked_variants(connection, [variant_id, *parts])
        for each in known.values():  # nobody says otherwise of them until the transaction ends
            refuse_unsent(each.delivered_as, "parts")
        one = known.get(variant_id)
        if one is None:
            raise VariantNotFound(
                say("There is no variant {variant_id}.", variant_id=variant_id), field="variantId"
            )
        if faults := tuple(_faults(one, known, parts)):
            raise BadParts.of(faults)
        places = await load_locations(connection)
        own = stock_key(variant_id)
        lies = await accounts_of(
            connection, [*(account_at(own, place.id) for place in places), awaited_key(variant_id)]
        )
        if any(account.on_hand for account in lies.values()):
            raise HasStock("Set its stock to 0 first: it is sold from the stock of its parts.")
        await put_parts(connection, one, parts)
        about = {str(part): units for part, units in parts.items()}
        await caller.note(connection, "variant.parts", str(variant_id), about)
        await write_event(connection, ProductChanged("parts"), one.product_id, caller.request)


def _faults(
    one: MayBePart, known: Mapping[UUID, MayBePart], parts: Mapping[UUID, int]
) -> Iterator[FieldError]:
    if not 1 <= len(parts) <= MOST_PARTS:
        # What is sold is counted by the accounts of its parts: with none it would have no number.
        yield FieldError("parts", "range", say("Use 1 to {most}.", most=MOST_PARTS))
    if one.used:
        yield FieldError("variantId", "used", say("Other variants are made of it."))
    for at, (part, units) in enumerate(parts.items()):
        field, found = f"parts[{at}]", known.get(part)
        if found is None:
            said = say("There is no variant {variant_id}.", variant_id=part)
            yield FieldError(f"{field}.variantId", VariantNotFound.code, said)
        elif part == one.id or found.made:
            yield FieldError(f"{field}.variantId", "made", say("It is made of others itself."))
        elif found.seller_id != one.seller_id:
            yield FieldError(f"{field}.variantId", "seller", say("It is another seller's."))
        if not 1 <= units <= MOST_UNITS:
            yield FieldError(f"{field}.units", "range", say("Use 1 to {most}.", most=MOST_UNITS))
