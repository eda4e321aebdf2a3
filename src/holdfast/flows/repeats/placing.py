"""An order of a repeat order, placed for its buyer by nobody: what goes with its command."""

from datetime import date, datetime
from uuid import UUID

from holdfast import repeats
from holdfast.flows.checkout.on_behalf import OnBehalf
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.wallet_settlement import NewOrder
from holdfast.ledger import Insert, Rider, defer
from holdfast.orders import PAY_LINKS
from holdfast.repeats import ChargeRepeat, Repeat, RepeatOrdered

__all__ = ["OfRepeat"]


class OfRepeat(OnBehalf, frozen=True, kw_only=True):
    """That the day is ordered, and which is next; and, unless a wallet pays it at once, how it is
    paid until ``pay_by``: by the link, or by the ``payment_id`` that charges a kept card."""

    repeat: Repeat
    next_on: date
    link_id: UUID
    token_hash: bytes
    pay_by: datetime
    payment_id: UUID

    def of(self, by: Caller, order: NewOrder) -> tuple[NewOrder, tuple[Rider, ...]]:
        one = self.repeat
        if one.pay_by == "wallet":
            return order, repeats.ordered(one, order.id, self.next_on, None)
        if one.pay_by == "card":
            charge = defer(ChargeRepeat(order.id, self.payment_id))
            return order, (*repeats.ordered(one, order.id, self.next_on, None), charge)
        fact = RepeatOrdered(
            one.id, one.due_on, self.next_on, self.link_id, order.total, order.currency, self.pay_by
        )
        link = (self.link_id, self.token_hash, order.id, by.actor)
        steps = repeats.ordered(one, order.id, self.next_on, fact)
        return order, (*steps, Insert(PAY_LINKS, (link,)))
