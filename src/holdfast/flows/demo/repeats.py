"""What the demo shop repeats: one product, which its customer has ordered every four weeks and lets
be charged. Done as they do it, so nothing of it is in the past."""

from typing import Final

from holdfast.catalog import Selection
from holdfast.flows.booking.booker import Booker
from holdfast.flows.checkout.basket import CartLine
from holdfast.flows.checkout.place import place
from holdfast.flows.checkout.prices import NO_CHOICE
from holdfast.flows.commit.caller import Caller
from holdfast.flows.demo.acting import MANAGER, acting_as
from holdfast.flows.demo.customers import REGULAR
from holdfast.flows.repeats.beginning import mark_product, to_be_repeated
from holdfast.flows.repeats.following import follow_repeat
from holdfast.flows.settlement.confirm import confirm_order
from holdfast.flows.settlement.pay import begin_payment
from holdfast.kit import Problem
from holdfast.kit.logs import logger
from holdfast.shop import change_settings

__all__ = ["repeat_demo"]

log = logger("demo")

_RULES: Final = {"intervals": ["2w", "4w", "1m"], "percent": 10}
_HANDLE: Final = "instax-mini-film"
_PRODUCT: Final = """
SELECT p.id, v.id FROM products p JOIN variants v ON v.product_id = p.id AND v.active
WHERE p.handle = $1 ORDER BY v.position LIMIT 1
"""


async def repeat_demo(parts: Booker) -> None:
    """The shop offers it from now on; its customer begins one, if that can be."""
    found = await parts.database.pool.fetchrow(_PRODUCT, _HANDLE)
    if found is None:
        return
    product_id, variant_id = found
    async with parts.database.transaction() as connection:
        await change_settings(connection, {"repeats": _RULES})
    parts.shop.forget()
    await mark_product(
        parts, await acting_as(parts.database.pool, MANAGER, "manager"), product_id, yes=True
    )
    buyer = await acting_as(parts.database.pool, REGULAR)
    try:
        await _begin(parts, buyer, CartLine(product_id, Selection(variant_id), 1))
    except Problem as refusal:
        log.info("the demo repeats no order", code=refusal.code)


async def _begin(parts: Booker, buyer: Caller, line: CartLine) -> None:
    choice = await to_be_repeated(parts, buyer, [line], NO_CHOICE, "4w")
    placed = await place(parts, buyer, [line], choice=choice, locale="en")
    begun = await begin_payment(
        parts, buyer, placed.reservation_id, "demo", method="success", charge_later=True
    )
    await confirm_order(parts, buyer, placed.reservation_id, begun.payment_id)
    await follow_repeat(parts, placed.order_id, buyer)
