"""A repeat order that ends with one of its orders, in the command that cancels or refunds it."""

from uuid import UUID

from holdfast import repeats
from holdfast.flows.commit.caller import Caller
from holdfast.flows.settlement.settler import Settler
from holdfast.ledger import Rider
from holdfast.orders import Order
from holdfast.repeats import WITH_ORDER, Repeat, RepeatMoved, ends_with, load_repeat

__all__ = ["ended_with"]


async def ended_with(
    settler: Settler,
    caller: Caller,
    order: Order,
    asked: bool | None,
    *,
    whole: bool,
    staff: bool,
) -> tuple[Rider, ...]:
    """What ends the repeat order that the order is of, if it ends with it: as was ``asked``, or,
    left open, where the ``whole`` of the order that it began with is off. Nothing, if it does not.
    ``staff``: it stands in the audit log. Raises :class:`RepeatMoved` while it begins."""
    if order.repeat is None or asked is False:
        return ()
    one = await load_repeat(settler.database.pool, order.repeat.id)
    if one is None or one.is_ended or not ends_with(one, order.id, asked, whole=whole):
        return ()
    if one.is_asked:
        if order.is_paid and not whole:
            raise RepeatMoved("The repeat order of this order is just beginning. Try again.")
        return (repeats.not_begun(one),)  # with its first order off it never does
    riders = repeats.ended(one, "asked" if asked and caller.actor == one.owner else WITH_ORDER)
    return (*riders, *((_audited(caller, one, order.id),) if staff else ()))


def _audited(caller: Caller, one: Repeat, order_id: UUID) -> Rider:
    return caller.audited("repeat.ended", one.id, {"client": one.owner, "order": str(order_id)})
