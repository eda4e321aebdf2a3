"""What of a sale is the shop's commission: rules by seller and category, each from a moment on, and
the arithmetic of one line. Pure, to the minor unit.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from msgspec import Struct

RATE_WHOLE: Final = 100_000  # thousandths of a percent


class Commission(Struct, frozen=True):
    """What a line was sold under: ``rate`` in thousandths of a percent of what was paid, and
    ``fixed`` minor units of each piece."""

    rate: int = 0
    fixed: int = 0


NO_COMMISSION: Final = Commission()


class CommissionRule(Struct, frozen=True):
    """From ``begins_at`` on, for goods of the seller (None: of any) in the category or below (None:
    in any). Without a ``rate`` there is no rule for these from then on, and the next wider one
    holds. ``fixed`` is charged where goods are sold in its ``currency``."""

    id: UUID
    seller_id: UUID | None
    category_id: UUID | None
    rate: int | None
    fixed: int
    currency: str | None
    begins_at: datetime
    made_at: datetime

    @property
    def scope(self) -> tuple[UUID | None, UUID | None]:
        """Of two rules with the same one the later takes the place of the earlier."""
        return self.seller_id, self.category_id


class KeptLine(Struct, frozen=True):
    """A line as an order has it now: ``paid`` for its ``quantity`` with tax, after discounts,
    ``returned`` of which came back. In place of so many of those as were ``exchanged`` others are
    sent, for which ``carried`` of what was paid stays. ``moved``: so many pieces more are counted
    with it since the order was changed, or fewer."""

    quantity: int
    paid: int
    returned: int = 0
    exchanged: int = 0
    carried: int = 0
    moved: int = 0

    @property
    def pieces(self) -> int:
        """How many are sold, or others in their place."""
        return max(self.quantity - self.returned + self.exchanged + self.moved, 0)

    @property
    def left(self) -> int:
        """What was paid for those."""
        return self.paid - self.paid * self.returned // self.quantity + self.carried


def rules_at(rules: Iterable[CommissionRule], at: datetime) -> list[CommissionRule]:
    """Those in force at a moment: of each scope the latest that had begun."""
    found: dict[tuple[UUID | None, UUID | None], CommissionRule] = {}
    for one in sorted(rules, key=lambda rule: (rule.begins_at, rule.made_at, rule.id)):
        if one.begins_at <= at:
            found[one.scope] = one
    return [one for one in found.values() if one.rate is not None]


def rule_for(
    rules: Iterable[CommissionRule], seller_id: UUID, path: Sequence[UUID]
) -> CommissionRule | None:
    """Of ``rules`` in force the nearest to goods of the seller whose category has this ``path``
    from the root: one of the seller before one of all sellers, then of the nearest category."""
    best: tuple[bool, int] | None = None
    found = None
    for one in rules:
        if one.seller_id not in (None, seller_id):
            continue
        if one.category_id is not None and one.category_id not in path:
            continue
        near = (
            one.seller_id is not None,
            0 if one.category_id is None else path.index(one.category_id) + 1,
        )
        if best is None or near > best:
            best, found = near, one
    return found


def rules_of(
    rules: Iterable[CommissionRule], seller_id: UUID, paths: Mapping[UUID, Sequence[UUID]]
) -> list[CommissionRule]:
    """Of ``rules`` in force those that some goods of the seller are sold under; ``paths``: by
    category, from the root."""
    known = list(rules)

    def path(one: CommissionRule) -> Sequence[UUID] | None:
        return () if one.category_id is None else paths.get(one.category_id)

    reached = ((one, path(one)) for one in known)
    return [
        one for one, way in reached if way is not None and rule_for(known, seller_id, way) is one
    ]


def agreed(rule: CommissionRule | None, currency: str) -> Commission:
    """What a line sold in the currency is sold under."""
    if rule is None or rule.rate is None:
        return NO_COMMISSION
    return Commission(rule.rate, rule.fixed if rule.currency == currency else 0)


def kept_of(lines: Sequence[KeptLine], delivery: int, kept: int) -> list[int]:
    """What is kept of each line's price, when so much is ``kept`` of a whole order: what is left
    for its units, less its part of what was given back beside those that came back.

    What is given back for no unit falls on all that is left, delivery too, in proportion."""
    left = [one.left for one in lines]
    gone = all(one.returned == one.quantity for one in lines)
    whole = sum(left) + (0 if gone else delivery)
    beside = min(max(whole - kept, 0), whole)
    found, before = [], 0
    for amount in left:
        # Differences of wholes, so that the parts are together what the whole is.
        share = beside * (before + amount) // whole - beside * before // whole if whole else 0
        found.append(amount - share)
        before += amount
    return found


def commission_of(commission: Commission, line: KeptLine, kept: int) -> int:
    """The shop's part of what is kept of a line, never more than that; half a unit goes up."""
    part = (kept * commission.rate + RATE_WHOLE // 2) // RATE_WHOLE
    return min(kept, part + commission.fixed * line.pieces)
