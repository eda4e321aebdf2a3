"""What an edit comes to; pure."""

from collections.abc import Sequence

from msgspec import Struct


class EditSum(Struct, frozen=True):
    """What of what was paid for each line's units that are taken off stays for what is added, and
    what of it goes back."""

    kept: tuple[int, ...]
    refunded: int


def credit_of(worth: int, goods_off: int) -> int:
    """What is taken off the price of what is added, as far as it goes: what the goods that are
    taken off cost, tax aside where prices are without it."""
    return min(worth, goods_off)


def sum_of_edit(paid: Sequence[int], goods_off: int, worth: int) -> EditSum:
    """``paid`` for the units taken off of each line, with their tax, of which ``goods_off`` is what
    prices say; ``worth``: what is added costs, by prices. What is worth as much keeps all of it;
    of what is worth less, that share of each line."""
    if worth >= goods_off:
        return EditSum(tuple(paid), 0)
    kept = tuple(one * worth // goods_off for one in paid)
    return EditSum(kept, sum(paid) - sum(kept))
