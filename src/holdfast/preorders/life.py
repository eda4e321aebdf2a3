"""What becomes of a pre-order: each step as riders, with the fact it makes true."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from holdfast.ledger import Insert, Rider, tell
from holdfast.preorders.facts import PreorderAnnounced, PreorderCame, PreorderReceived
from holdfast.preorders.preorder import Preorder
from holdfast.preorders.tables import PREORDER_UNITS, PREORDERS


def announced(
    one: Preorder, units: int, change: int, before: date | None = None
) -> tuple[Rider, ...]:
    """So many are to come, ``change`` more than before; ``before``: on another day than that."""
    row = (one.variant_id, one.location_id, one.expected_on, one.ends_at)
    fact = PreorderAnnounced(units, change, one.expected_on, one.ends_at, before)
    return Insert(PREORDERS, (row,)), tell(fact, one.variant_id)


def received(one: Preorder, quantity: int, kept: int, awaited: int) -> Rider:
    """So many came, of which so many are for those who ordered before; these are to come still."""
    fact = PreorderReceived(quantity, kept, awaited, one.location_id)
    return tell(fact, one.variant_id)


def served(
    order_id: UUID, variant_id: UUID, lines: Mapping[int, int], fact: PreorderCame | None = None
) -> tuple[Rider, ...]:
    """Of each of these lines so many units came by now; ``fact``: of those that came with this."""
    rows = tuple((order_id, line, variant_id, units) for line, units in lines.items())
    told = () if fact is None else (tell(fact, order_id),)
    return (Insert(PREORDER_UNITS, rows), *told)
