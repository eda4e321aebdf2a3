"""Staff make a flash sale: its row, its audit line and its units, out of the stock, in one command;
and end it early."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from msgspec import to_builtins

from holdfast.catalog import Selection, StockChanged, Variant, load_offers, resolve, stock_key
from holdfast.flash_sales import (
    FlashSale,
    SaleTerms,
    ended,
    load_sales,
    made,
    sale_faults,
    sale_key,
    sale_ref,
)
from holdfast.flows.checkout.sales import FlashSaleEndedProblem, FlashSaleNotFound
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import answered, stored
from holdfast.flows.commit.outcomes import went_through
from holdfast.flows.commit.refusals import InsufficientStock, refuse
from holdfast.flows.flash_sales.closing import close
from holdfast.flows.inventory.by_codes import must_be_sent
from holdfast.flows.inventory.first_there import known_location
from holdfast.flows.inventory.stockroom import Stockroom
from holdfast.kit import FieldError, Money, Problem, iso, new_id, shop_now
from holdfast.kit.sentences import say
from holdfast.ledger import (
    Accepted,
    AlreadyDone,
    Command,
    Deposit,
    Short,
    Shortage,
    Withdraw,
    tell,
)
from holdfast.locations import Wanted, account_at, plans

__all__ = ["BadSale", "end_sale", "make_sale"]

_ROUNDS: Final = 8


class BadSale(Problem):
    """Terms that make no flash sale; ``errors`` names each field at fault."""

    status = 422
    code = "flash-sale-invalid"
    title = "The flash sale's terms are not valid"


async def make_sale(
    stockroom: Stockroom,
    caller: Caller,
    terms: SaleTerms,
    variant_id: UUID | None = None,
    location_id: UUID | None = None,
) -> FlashSale:
    """The new sale (the first one, if the request is a repetition). A product with one variant
    needs none named. Its units come from that location, or, without one, as those of an order do.

    Raises :class:`BadSale`, :class:`StockIsCodes`, :class:`InsufficientStock`,
    :class:`LocationNotFound`, and the problems of the ledger.
    """
    before = None if caller.key is None else await answered(stockroom, caller.key)
    found = () if before is not None else sale_faults(terms, shop_now())
    if found:
        raise BadSale.of(found, named=True)
    variant, currency = await _offered(stockroom, terms, variant_id)
    if before is None:
        _must_not_be_dearer(terms, Money(variant.price, currency))
    await must_be_sent(stockroom.database.pool, [variant.id], "variantId")
    if location_id is not None:
        await known_location(stockroom, location_id, "locationId", to_fill=False)
    sale_id, key = new_id(), stock_key(variant.id)
    for _ in range(_ROUNDS):
        for taken in await _ways(stockroom, key, terms.quantity, location_id):
            command = _making(caller, sale_id, terms, variant.id, currency, taken)
            outcome = await stockroom.ledger.commit(command)
            if not isinstance(outcome, Short):
                break
        if not isinstance(outcome, Short) or await _is_gone(stockroom, key, terms, location_id):
            break
    match outcome:
        case AlreadyDone(answer=answer):
            sale_id = stored(answer, UUID)
        case Accepted():
            pass
        case Short(shortages=shortages):
            lacking = shortages[0]
            if location_id is None:  # told of all there is, not of a part that was tried last
                there = await stockroom.stocks.of(key)
                free = min(there.balance, terms.quantity - 1)
                lacking = Shortage(key, terms.quantity, free, there.held)
            raise _too_few(stockroom, terms, variant.id, lacking)
        case _:
            raise refuse(outcome)
    return await _sale(stockroom, sale_id)


async def _offered(
    stockroom: Stockroom, terms: SaleTerms, variant_id: UUID | None
) -> tuple[Variant, str]:
    """What is sold in it, and in which currency. Raises why it is not to be had."""
    offer = (await load_offers(stockroom.shelf, [terms.product_id])).get(terms.product_id)
    variant = resolve(offer, Selection(variant_id))
    if isinstance(variant, Problem):
        raise variant
    assert offer is not None, "it was resolved"
    return variant, offer.currency


def _must_not_be_dearer(terms: SaleTerms, usual: Money) -> None:
    """Raises :class:`BadSale`."""
    if terms.price > usual.amount:
        said = say("It costs {price} without a flash sale.", price=usual)
        raise BadSale.of((FieldError("price", "too-high", said),), named=True)


def _making(
    caller: Caller,
    sale_id: UUID,
    terms: SaleTerms,
    variant_id: UUID,
    currency: str,
    taken: Mapping[str, int],
) -> Command:
    note = f"{sale_ref(sale_id)} allotted"
    kept = None if tuple(taken) == (stock_key(variant_id),) else taken
    about = {**to_builtins(terms), **({} if kept is None else {"taken": kept})}
    return caller.keyed(
        (
            *(Withdraw(key, units, note=note) for key, units in taken.items()),
            Deposit(sale_key(sale_id), terms.quantity, note=note),
        ),
        (
            *made(sale_id, terms, variant_id, currency, kept),
            tell(StockChanged("withdraw", terms.quantity, note), variant_id),
            caller.audited("flash-sale.made", sale_id, about),
        ),
        f"flash-sale/{sale_id}",
        sale_id,
    )


async def _ways(
    stockroom: Stockroom, key: str, quantity: int, location_id: UUID | None
) -> Sequence[Mapping[str, int]]:
    """From which accounts the units may come, the best first; never none."""
    if location_id is not None:
        return ({account_at(key, location_id): quantity},)
    known = await stockroom.stocks.locations.now()
    found: list[Mapping[str, int]] = []
    if len(known) > 1:
        parts = await stockroom.stocks.at(known, key)
        free = {one.key: one.balance for one in parts}
        found = [plan[0] for plan in plans([Wanted(key, quantity)], free, known)]
    return found or ({key: quantity},)


async def _is_gone(
    stockroom: Stockroom, key: str, terms: SaleTerms, location_id: UUID | None
) -> bool:
    """Whether it is no use to look again where the units lie now."""
    if location_id is not None or len(await stockroom.stocks.locations.now()) < 2:
        return True
    return (await stockroom.stocks.of(key)).balance < terms.quantity


async def end_sale(stockroom: Stockroom, caller: Caller, sale_id: UUID, reason: str) -> FlashSale:
    """Nothing more is sold from this moment on, also of one that has not opened; what is free of it
    goes back to the stock now, what is held when its hold ends.

    Raises :class:`FlashSaleNotFound`, :class:`FlashSaleEndedProblem` and the ledger's problems.
    """
    sale = await _sale(stockroom, sale_id)
    if sale.takes_back:
        audited = caller.audited("flash-sale.ended", sale_id, {"reason": reason})
        outcome = await stockroom.ledger.commit(
            caller.keyed((), (*ended(sale, caller.actor), audited), f"end-flash-sale/{sale_id}")
        )
        if went_through(outcome):
            return await close(stockroom, caller, await _sale(stockroom, sale_id))
        sale = await _sale(stockroom, sale_id)
    if caller.key is not None and await answered(stockroom, caller.key) is not None:
        return sale
    raise FlashSaleEndedProblem(
        say("It ended at {time}.", time=iso(sale.until)), extra={"endedAt": iso(sale.until)}
    )


async def _sale(stockroom: Stockroom, sale_id: UUID) -> FlashSale:
    sale = (await load_sales(stockroom.database.pool, [sale_id])).get(sale_id)
    if sale is None:
        raise FlashSaleNotFound("There is no such flash sale.")
    return sale


def _too_few(
    stockroom: Stockroom, terms: SaleTerms, variant_id: UUID, lacking: Shortage
) -> Problem:
    available, held = lacking.available, lacking.held
    return InsufficientStock(
        say("{available} available, {held} held by buyers.", available=available, held=held),
        field="quantity",
        extra={
            "shortages": [
                {
                    "productId": str(terms.product_id),
                    "variantId": str(variant_id),
                    "wanted": terms.quantity,
                    "available": available,
                    "held": held,
                    "nextReleaseAt": iso(stockroom.next_release_at(lacking.key)),
                }
            ]
        },
    )
