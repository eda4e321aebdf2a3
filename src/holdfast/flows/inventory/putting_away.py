"""What may leave the shelf: only what has no units, wherever they are. Else they would be sold by
nobody, told by nobody."""

from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.catalog import Product, Variant, stock_key
from holdfast.kit import Problem
from holdfast.kit.sentences import Sentence, say
from holdfast.ledger import accounts_of
from holdfast.locations import account_at, load_locations

__all__ = ["VariantInStock", "refuse_in_stock"]

# Units that lie in no location: they come back to one.
_ELSEWHERE: Final = sa.text("""
SELECT variant_id, 'transfer' AS by FROM transfers
WHERE status = 'under-way' AND variant_id = ANY(:ids)
UNION ALL
SELECT variant_id, 'sale' FROM flash_sales WHERE state <> 'closed' AND variant_id = ANY(:ids)
ORDER BY by
""")


class VariantInStock(Problem):
    """A variant that the form leaves out has pieces, free or held by buyers."""

    status = 409
    code = "variant-in-stock"
    title = "A variant that would go is still in stock"


async def refuse_in_stock(
    connection: AsyncConnection, known: Product, away: Sequence[Variant]
) -> None:
    """Raises :class:`VariantInStock`."""
    if not away:
        return
    places = await load_locations(connection)
    leaving = {account_at(stock_key(one.id), place.id): one for one in away for place in places}
    states = await accounts_of(connection, list(leaving))
    stocked = [state for state in states.values() if state.on_hand > 0]
    if stocked:
        first = stocked[0]
        said = say(
            "{name} has {count} on hand, {held} of them held by buyers. "
            "Set its stock to 0 first, or keep it.",
            name=_named(known, leaving[first.key]),
            count=first.on_hand,
            held=first.held,
        )
        raise _refused(said, [leaving[state.key] for state in stocked])
    ours = {one.id: one for one in away}
    rows = (await connection.execute(_ELSEWHERE, {"ids": list(ours)})).all()
    if not rows:
        return
    one, by = ours[rows[0].variant_id], rows[0].by
    name = _named(known, one)
    if by == "sale":
        said = say("{name} is set aside for a flash sale. End that first, or keep it.", name=name)
    else:
        said = say("{name} is under way between locations. Wait until it is there.", name=name)
    raise _refused(said, [one])


def _named(known: Product, one: Variant) -> str:
    return " / ".join(one.options.values()) or known.name


def _refused(said: Sentence, some: Sequence[Variant]) -> VariantInStock:
    return VariantInStock(said, field="variants", extra={"variants": [str(one.id) for one in some]})
