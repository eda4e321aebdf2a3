"""Choosing: from a cart as asked for to variants on sale, and what of them is short."""

from asyncio import gather
from collections.abc import Mapping, Sequence

from holdfast.catalog import load_offers, resolve, stock_key
from holdfast.flows.commit.basket import Asked, Chosen, MixedCurrencies, ShortLine, TotalTooLarge
from holdfast.flows.commit.platform import Platform
from holdfast.kit import FieldError, Problem
from holdfast.ledger import MAX_BALANCE, Shortage

__all__ = ["choose", "short_lines", "shortages_now"]


async def choose(platform: Platform, cart: Sequence[Asked]) -> tuple[Chosen, ...]:
    """Each line's product and variant, fresh; raises a Problem naming every line at fault."""
    offers = await load_offers(platform.shelf, [asked.product_id for asked in cart])
    chosen: list[Chosen] = []
    problems: list[tuple[int, Problem]] = []
    for at, asked in enumerate(cart):
        offer = offers.get(asked.product_id)
        variant = resolve(offer, asked.selection)
        if isinstance(variant, Problem):
            problems.append((at, variant))
        elif offer is not None:
            chosen.append(Chosen(at, offer, variant, asked.quantity))
    if problems:
        at, first = problems[0]
        first.field = f"items[{at}].{first.field or 'productId'}"
        first.errors = tuple(
            FieldError(f"items[{place}]", one.code, one.detail) for place, one in problems
        )
        raise first
    if len({line.product.currency for line in chosen}) > 1:
        raise MixedCurrencies("Everything in one order must be priced in one currency.")
    if sum(line.variant.price * line.quantity for line in chosen) > MAX_BALANCE:
        raise TotalTooLarge("The total of this cart is too large. Order less at a time.")
    return tuple(chosen)


async def shortages_now(platform: Platform, wanted: Mapping[str, int]) -> list[Shortage]:
    """What of this is short at the moment: for a refusal that the ledger was not asked for."""
    accounts = await gather(*map(platform.reader.account, wanted))
    return [
        Shortage(account.key, wanted[account.key], account.balance, account.held)
        for account in accounts
        if account.balance < wanted[account.key]
    ]


def short_lines(
    platform: Platform, lines: Sequence[Chosen], shortages: Sequence[Shortage]
) -> list[ShortLine]:
    """The lines whose stock is among these shortages."""
    by_key = {shortage.key: shortage for shortage in shortages}
    return [
        ShortLine(line, shortage, platform.next_release_at(shortage.key))
        for line in lines
        if (shortage := by_key.get(stock_key(line.variant.id))) is not None
    ]
