"""Changes of paid orders, as staff ask for them and as they are shown."""

from collections.abc import Mapping, Sequence
from typing import Annotated
from uuid import UUID

from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask, Instant
from holdfast.api.contract.order_units import UnitsAsked, units_of
from holdfast.api.contract.problems import InvalidRequest
from holdfast.api.contract.texts import Reason
from holdfast.edits import EditStatus, OrderEdit, edit_of_added, edits_of
from holdfast.flows.checkout.basket import MAX_CART_LINES, MAX_QUANTITY
from holdfast.flows.checkout.edit_lines import LineEdited
from holdfast.flows.checkout.till import STAFF_HOURS
from holdfast.flows.editing.planning import EditWanted, Planned
from holdfast.flows.settlement.pay_links import MOST_HOURS
from holdfast.flows.shop_parts import ShopParts
from holdfast.ledger import MAX_BALANCE
from holdfast.orders import OrderItem, Status, load_items
from holdfast.views.names_now import sold_named

__all__ = [
    "EditAnswer", "EditAsked", "EditPreviewAsked", "EditReckoning", "EditShown", "EditsAnswer",
    "EditsSeen", "edit_bodies", "edits_seen", "reckoning_of",
]  # fmt: skip


class AddedAsked(Ask):
    """So many more of a variant; `price` of one unit: less than it costs in the shop."""

    product_id: UUID
    variant_id: UUID
    quantity: Annotated[int, Field(ge=1, le=MAX_QUANTITY, strict=True)]
    price: Annotated[
        int | None, Field(ge=0, le=MAX_BALANCE, strict=True, description="Minor units")
    ] = None


class EditPreviewAsked(Ask):
    """What is added, each variant once, and which units that nobody has packed are taken off for
    it."""

    add: Annotated[list[AddedAsked], Field(min_length=1, max_length=MAX_CART_LINES)]
    lines: list[UnitsAsked] = Field(default_factory=list, max_length=MAX_CART_LINES)

    def wanted(
        self, reason: str = "", hours: int = STAFF_HOURS, expected: int | None = None
    ) -> EditWanted:
        """As the flow takes it. Raises :class:`InvalidRequest`."""
        seen: set[UUID] = set()
        for at, one in enumerate(self.add):
            if one.variant_id in seen:
                raise InvalidRequest("Name each variant once.", field=f"add[{at}].variantId")
            seen.add(one.variant_id)
        added = tuple(
            LineEdited(one.product_id, one.variant_id, one.quantity, one.price) for one in self.add
        )
        return EditWanted(added, units_of(self.lines), reason, hours, expected)


class EditAsked(EditPreviewAsked):
    """The same, with the `reason`, which the buyer does not see. `expected` is the `balance` that
    was shown: another is refused. What is asked for waits so many `hours`."""

    reason: Reason
    expected: Annotated[int | None, Field(strict=True)] = None
    hours: Annotated[int, Field(ge=1, le=MOST_HOURS, strict=True)] = STAFF_HOURS


class EditReckoning(Answer):
    """What a change comes to. `added` is what the added goods cost, after discounts; `credit` what
    was paid for those taken off and pays for them. Either `due` is asked for it, with its `tax`; or
    it is done at once, and `refunded` goes back. `balance` is the one, or less the other."""

    currency: str
    added: int
    credit: int
    tax: int
    tax_included: bool
    due: int
    refunded: int
    balance: int


class EditedUnits(Answer):
    name: str
    options: dict[str, str]
    quantity: int


class EditShown(Answer):
    """A change of the paid order `orderId`: `added`, which is the order `addedId`, and units taken
    `off` for it. `open`: it waits for `due` until `endsAt`; `done`; `ended`: it was not paid, and
    the order is as it was; `undone`: what was added was cancelled later, and what had stayed paid
    for it went back."""

    id: UUID
    status: EditStatus
    order_id: UUID
    order_number: str
    added_id: UUID
    added_number: str
    added_status: Status
    added: list[EditedUnits]
    off: list[EditedUnits]
    currency: str
    due: int
    refunded: int
    kept: int = Field(description="Of what was paid for `off`: stays for `added`")
    ends_at: Instant | None
    made_at: Instant
    ended_at: Instant | None


class EditSeen(EditShown):
    """With what only staff see: who made it, and why."""

    reason: str
    made_by: str


class EditAnswer(Answer):
    edit: EditSeen


class EditsAnswer(Answer):
    """Of an order, the first first; or the one that added it to another."""

    edits: list[EditShown]


class EditsSeen(Answer):
    """Of an order, the first first; or the one that added it to another."""

    edits: list[EditSeen]


def reckoning_of(plan: Planned) -> EditReckoning:
    """What it comes to."""
    found = plan.basket.quote
    return EditReckoning(
        currency=plan.order.currency,
        added=found.subtotal - found.discount + plan.credit,
        credit=plan.credit,
        tax=found.tax,
        tax_included=found.included,
        due=plan.due,
        refunded=plan.refunded,
        balance=plan.balance,
    )


async def edits_seen(here: ShopParts, order_id: UUID, locale: str) -> list[EditSeen]:
    """Of an order, the first first; before them the one that added it to another."""
    found = await edits_of(here.database.pool, order_id)
    by = await edit_of_added(here.database.pool, order_id)
    return await edit_bodies(here, found if by is None else [by, *found], locale)


async def edit_bodies(here: ShopParts, found: Sequence[OrderEdit], locale: str) -> list[EditSeen]:
    """As they are shown to staff, goods as readers of that language call them."""
    ids = {one for edit in found for one in (edit.order_id, edit.added_id)}
    kept = await load_items(here.database.pool, list(ids)) if ids else {}
    items = {one: await sold_named(here.shelf, lines, locale) for one, lines in kept.items()}
    return [await _body(here, edit, items) for edit in found]


async def _body(
    here: ShopParts, edit: OrderEdit, items: Mapping[UUID, Sequence[OrderItem]]
) -> EditSeen:
    order = await here.orders.known(edit.order_id)
    added = await here.orders.known(edit.added_id)
    hold = await here.reader.hold(added.reservation_id) if added.is_pending else None
    lines = items[order.id]
    assert edit.made_at is not None, "it was read"
    return EditSeen(
        id=edit.id,
        status=edit.status,
        order_id=order.id,
        added_id=added.id,
        due=edit.due,
        refunded=edit.refunded,
        kept=edit.kept,
        made_at=edit.made_at,
        ended_at=edit.ended_at,
        reason=edit.reason,
        made_by=edit.made_by,
        order_number=order.number,
        added_number=added.number,
        added_status=added.status,
        added=[_units(one, one.quantity) for one in items[added.id]],
        off=[_units(lines[one.line], one.units) for one in edit.off],
        currency=order.currency,
        ends_at=None if hold is None else hold.expires_at,
    )


def _units(item: OrderItem, quantity: int) -> EditedUnits:
    return EditedUnits(name=item.product_name, options=item.options, quantity=quantity)
