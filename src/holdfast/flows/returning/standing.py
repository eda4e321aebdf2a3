"""What of an order may be sent back, and what is, as it stands at one moment.

An account counts the steps of all returns of an order. It is read first, and every such command
names what it was: so of two steps at once the second is refused, and reads again.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import asyncpg
from msgspec import Struct

from holdfast.catalog import category_paths
from holdfast.flows.commit.refusals import NotPaid, OrderCancelledAlready
from holdfast.flows.ending.parcels import ParcelsNow, parcels_now
from holdfast.flows.settlement.settler import Settler
from holdfast.kit import Problem, shop_now
from holdfast.ledger import AccountState, Deposit, Expect, Operation
from holdfast.orders import Order
from holdfast.returns import (
    LineFacts,
    NotReturnable,
    Return,
    Returnable,
    ReturnItem,
    ReturnTold,
    judged,
    returns_key,
    returns_of,
    units_asked,
    units_back,
)
from holdfast.shop import ReturnRules, returns_in

__all__ = ["ReturnsNow", "not_returnable", "nothing_to_return", "returns_now"]


class ReturnsNow(Struct, frozen=True):
    """``goods`` is the order with its lines and parcels, ``steps`` how many steps its returns made;
    ``terms`` by product: for how many days it is taken back, and whether by the rules alone."""

    goods: ParcelsNow
    steps: AccountState
    returns: tuple[Return, ...]
    rules: ReturnRules
    terms: Mapping[UUID, tuple[int, bool]]

    @property
    def order(self) -> Order:
        """Whose goods they are."""
        return self.goods.order

    @property
    def step(self) -> tuple[Operation, ...]:
        """One step more, if nothing was done since it was read."""
        return Expect(self.steps.key, self.steps.version), Deposit(self.steps.key, 1)

    @property
    def unrefunded(self) -> tuple[Operation, ...]:
        """That no unit was refunded since it was read."""
        return tuple(Expect(one.key, one.version) for one in self.goods.returned)

    @property
    def told(self) -> ReturnTold:
        """What the events of its returns say."""
        items = {
            line: ReturnItem(item.product_name, item.quantity, item.options)
            for line, item in enumerate(self.goods.items)
        }
        return ReturnTold(self.order.number, self.order.owner, self.order.locale, items)

    def returnable(self, *, by_staff: bool) -> list[Returnable]:
        """Of each line, what may be sent back now."""
        now = shop_now()
        return [
            Returnable(0, None, _digital())
            if item.is_digital
            else judged(self._facts(line), now, by_staff=by_staff)
            for line, item in enumerate(self.goods.items)
        ]

    def _facts(self, line: int) -> LineFacts:
        item = self.goods.items[line]
        days, by_rule = self.terms.get(item.product_id, (self.rules.days, self.rules.by_rule))
        arrived, since = self._arrived(line)
        return LineFacts(
            item.quantity,
            self.goods.returned[line].balance,
            units_asked(self.returns, line),
            arrived,
            units_back(self.returns, line),
            since,
            days,
            by_rule,
        )

    def _arrived(self, line: int) -> tuple[int, datetime | None]:
        """How many units its buyer has, and since when all of them; a completed order is there."""
        there = [one for one in self.goods.parcels if one.is_delivered and line in one.lines]
        since = max((one.delivered_at for one in there if one.delivered_at), default=None)
        if self.order.is_completed:
            return self.goods.items[line].quantity, since or self.order.completed_at
        return sum(one.lines[line] for one in there), since


def _digital() -> Problem:
    """Who refunds codes and files sees to them: nothing of them comes back by itself."""
    return NotReturnable("Codes and files are not sent back. Ask the shop if something is wrong.")


async def returns_now(settler: Settler, order: Order) -> ReturnsNow:
    """As they stand; what counts their steps is read first."""
    steps = await settler.reader.account(returns_key(order.id))
    goods = await parcels_now(settler, order)
    found = await returns_of(settler.database.pool, order.id)
    rules = (await settler.shop.now()).returns
    terms = await _terms(settler.database.pool, rules, {one.product_id for one in goods.items})
    return ReturnsNow(goods, steps, found, rules, terms)


def not_returnable(order: Order) -> Problem | None:
    """Why nothing of the order can be sent back, whatever its lines are; None: it may be."""
    if order.is_pending:
        return NotPaid("The order is not paid yet.")
    if order.is_cancelled:
        return OrderCancelledAlready("The order is already cancelled.")
    if not order.is_sent:
        return NotReturnable("Nothing of this order is sent.")
    return None


async def nothing_to_return(settler: Settler, order: Order) -> Problem | None:
    """Why its buyer neither sends anything back nor has asked to; None: they may, or have."""
    if (refusal := not_returnable(order)) is not None:
        return refusal
    now = await returns_now(settler, order)
    lines = now.returnable(by_staff=False)
    if now.returns or any(one.units for one in lines):
        return None
    return next((one.refusal for one in lines if one.refusal is not None), None)


async def _terms(
    pool: asyncpg.Pool, rules: ReturnRules, products: set[UUID]
) -> dict[UUID, tuple[int, bool]]:
    paths = await category_paths(pool, products) if rules.categories else {}
    return {product: returns_in(rules, path) for product, path in paths.items()}
