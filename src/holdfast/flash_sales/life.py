"""The life of a flash sale: each move as riders, with the fact it makes true.

The legal ones stand in ``SALE_STATES`` and are drawn in docs/life-cycles.md.
"""

from collections.abc import Mapping
from uuid import UUID

from msgspec import json

from holdfast.flash_sales.facts import FlashSaleClosed, FlashSaleEnded, FlashSaleMade
from holdfast.flash_sales.sale import FlashSale, SaleState, SaleTerms
from holdfast.flash_sales.tables import SALE_STATES, SALES
from holdfast.ledger import NOW, Insert, Rider, Transition, tell


def _move(sale: FlashSale, to: SaleState, **also: object) -> Transition:
    return Transition(SALE_STATES, sale.id, (sale.state,), to, tuple(also.items()))


def made(
    sale_id: UUID,
    terms: SaleTerms,
    variant_id: UUID,
    currency: str,
    taken: Mapping[str, int] | None = None,
) -> tuple[Rider, ...]:
    """Its units are set aside, ``taken`` from these accounts; None: from its variant's first."""
    row = (
        sale_id,
        terms.product_id,
        variant_id,
        terms.quantity,
        terms.price,
        currency,
        terms.per_customer,
        terms.starts_at,
        terms.ends_at,
        terms.per_second,
        None if taken is None else json.encode(taken).decode(),
    )
    fact = FlashSaleMade(
        terms.product_id,
        variant_id,
        terms.quantity,
        terms.price,
        currency,
        terms.starts_at,
        terms.ends_at,
    )
    return Insert(SALES, (row,)), tell(fact, sale_id)


def going_on(sale: FlashSale) -> Transition:
    """It has not moved since it was read."""
    return _move(sale, sale.state)


def ended(sale: FlashSale, by: str | None = None) -> tuple[Rider, ...]:
    """Nothing more is sold; ``by`` whom it was ended before its time."""
    return _move(sale, "closing", ended_at=NOW), tell(FlashSaleEnded(by), sale.id)


def left_moved(sale: FlashSale, left: int) -> Transition:
    """So many units of an ended one went back to the stock; some are still held."""
    return _move(sale, "closing", returned=sale.returned + left)


def closed(sale: FlashSale, left: int) -> tuple[Rider, ...]:
    """The last units went back, and nothing is held any more."""
    returned = sale.returned + left
    fact = FlashSaleClosed(sale.quantity - returned, returned)
    return _move(sale, "closed", returned=returned), tell(fact, sale.id)
