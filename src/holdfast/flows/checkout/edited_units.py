"""Which units come to an order's lines, and which leave them, by account; and what changed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from uuid import UUID

from msgspec.structs import replace

from holdfast.catalog import STOCK_PREFIX, goods_key, stock_key, stock_variant
from holdfast.flows.checkout.basket import Basket, BasketLine
from holdfast.flows.checkout.missing import Missing
from holdfast.flows.commit.lines import goods_of_one
from holdfast.ledger import Shortage
from holdfast.locations import Plan
from holdfast.orders import OrderItem

__all__ = [
    "changes_of", "fewer_units", "freed_units", "more_units", "of_all_there_is", "whole_line",
    "without_units",
]  # fmt: skip


def whole_line(items: Sequence[OrderItem], variant: UUID) -> OrderItem:
    """All that the order has of a variant, as one line."""
    first, *others = [one for one in items if one.variant_id == variant]
    if not others:
        return first
    taken: dict[str, int] = {}
    for one in (first, *others):
        for key, units in (one.taken or {stock_key(variant): one.quantity}).items():
            taken[key] = taken.get(key, 0) + units
    return replace(first, quantity=sum(one.quantity for one in (first, *others)), taken=taken)


def without_units(item: OrderItem) -> OrderItem:
    """The line, of which none is taken yet."""
    return replace(item, quantity=0, taken={})


def fewer_units(item: OrderItem, off: int) -> OrderItem:
    """The line with so many units less, which leave first where the fewest lie."""
    left = item.quantity - off
    if item.taken is None:
        return replace(item, quantity=left)
    taken = dict(item.taken)
    for key, units in goods_of_one(item).items():
        go = units * off
        lie = [account for account in taken if goods_key(account) == key]
        for account in sorted(lie, key=lambda one: (taken[one], one)):
            leave = min(go, taken[account])
            taken[account] -= leave
            go -= leave
    return _written(item, left, taken)


def more_units(
    lines: Sequence[tuple[OrderItem, BasketLine | None]], plan: Plan | None
) -> list[OrderItem]:
    """The lines with what comes to them: from where the ``plan`` says, else from the first
    location."""
    planned = iter(plan or ())
    found = []
    for item, more in lines:
        if more is None:
            found.append(item)
            continue
        comes = more.goods if plan is None else next(planned)
        had = item.taken
        taken = dict({stock_key(item.variant_id): item.quantity} if had is None else had)
        for account, units in comes.items():
            taken[account] = taken.get(account, 0) + units
        found.append(_written(item, item.quantity + more.quantity, taken))
    return found


def _written(item: OrderItem, quantity: int, taken: Mapping[str, int]) -> OrderItem:
    """Nothing is written of a line that is all of its variant's first location."""
    some = {account: units for account, units in taken.items() if units}
    plain = some == {stock_key(item.variant_id): quantity}
    return replace(item, quantity=quantity, taken=None if plain else some)


async def of_all_there_is(
    parts: Missing, basket: Basket, own: Mapping[str, int], shortages: Sequence[Shortage]
) -> list[Shortage]:
    """What is short, told of all locations, with what the order has already."""
    wanted: dict[str, int] = {}
    for line in basket.lines:
        for key, units in line.goods.items():
            wanted[key] = wanted.get(key, 0) + units
    found: list[Shortage] = []
    for one in shortages:
        key = goods_key(one.key)
        if not one.key.startswith(STOCK_PREFIX):
            found.append(one)
        elif key in wanted:
            there, units = await parts.stocks.of(key), wanted.pop(key)
            free = min(there.balance + own.get(key, 0), units - 1)
            found.append(Shortage(key, units, free, there.held))
    return found


def freed_units(before: Sequence[OrderItem], after: Sequence[OrderItem]) -> dict[str, int]:
    """How many of each variant's stock leave the order."""
    had, has = map(_stock_of, (before, after))
    return dict(had - has)


def _stock_of(items: Sequence[OrderItem]) -> Counter[str]:
    found = Counter[str]()
    for one in items:
        for account, units in (one.taken or {stock_key(one.variant_id): one.quantity}).items():
            if (variant := stock_variant(account)) is not None:
                found[str(variant)] += units
    return found


def changes_of(
    before: Sequence[OrderItem], after: Sequence[OrderItem]
) -> list[Mapping[str, object]]:
    """Each variant of which there are more or fewer, or at another price: from what to what."""
    had, has = (
        {one.variant_id: whole_line(items, one.variant_id) for one in items}
        for items in (before, after)
    )
    changed: list[Mapping[str, object]] = []
    for variant in dict.fromkeys((*had, *has)):
        old, new = had.get(variant), has.get(variant)
        named = new or old
        was, now = ((0, 0) if one is None else (one.quantity, one.price) for one in (old, new))
        if was != now and named is not None:
            line: dict[str, object] = {"name": named.product_name, "quantity": [was[0], now[0]]}
            if old is not None and new is not None and old.price != new.price:
                line["price"] = [old.price, new.price]
            changed.append(line)
    return changed
