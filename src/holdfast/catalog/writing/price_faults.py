"""What a price of a source does to the amounts that it does not speak of. Pure.

As with a change of many at once, a discount is never left at or above the price: what brings the
price down to it is refused. A price before that is no longer above it stays, and is not shown.
"""

from collections.abc import Iterable
from typing import Final

from msgspec import UNSET, Struct

from holdfast.catalog.products import Variant, VariantDraft
from holdfast.kit.sentences import Sentence, say

NOT_BELOW: Final = say(
    "the variant has a discount that is not below this price; change both in one file"
)
NOT_ABOVE: Final = say("the compare-at price is not above this price, and is shown no more")


class VariantFault(Struct, frozen=True):
    """What is wrong with one variant of a draft. It is ``left_out``, or goes in all the same."""

    draft: VariantDraft
    why: Sentence
    left_out: bool = True


def undercuts(old: Variant, draft: VariantDraft) -> bool:
    """Whether it would leave a discount that is no discount any more."""
    if draft.discount is not UNSET or old.discount is None or draft.price == old.price:
        return False  # said anew, or as it came in
    return old.discount.price >= draft.price


def price_faults(pairs: Iterable[tuple[Variant, VariantDraft]]) -> tuple[VariantFault, ...]:
    """Of variants that are there and what is said of them."""
    faults = []
    for old, draft in pairs:
        if undercuts(old, draft):
            faults.append(VariantFault(draft, NOT_BELOW))
        elif draft.compare_at_price is UNSET and _passes(old, draft.price):
            faults.append(VariantFault(draft, NOT_ABOVE, left_out=False))
    return tuple(faults)


def _passes(old: Variant, price: int) -> bool:
    """Whether the price comes up to what was above it before."""
    before = old.compare_at_price
    return before is not None and old.price < before <= price
