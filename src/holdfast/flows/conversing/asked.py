"""Whom a question of a customer goes to, and whether they may be asked it."""

from uuid import UUID

from holdfast.booking import Resource, ResourceNotFound, resource_of
from holdfast.booking.bookings import Party, parties_of_orders
from holdfast.catalog import ProductNotFound, load_offers
from holdfast.conversations import Subject
from holdfast.flows.checkout.client_record import off_list_of
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.known_orders import own_order
from holdfast.flows.conversing.desk import ConversationDesk
from holdfast.kit import Problem
from holdfast.sellers import SellerNotFound, suborders_of

__all__ = ["MessagesNotTaken", "asked_of", "must_take_messages"]


class MessagesNotTaken(Problem):
    """The photographer, the studio, or nobody here takes this client, and so no messages of
    theirs."""

    status = 409
    code = "messages-not-taken"
    title = "Nobody reads messages of yours here"


async def asked_of(
    desk: ConversationDesk,
    caller: Caller,
    about: Subject,
    seller_id: UUID | None,
    studio_id: UUID | None,
) -> tuple[UUID | None, UUID | None]:
    """The seller and the studio it goes to, neither: the shop, with whoever photographs. Of an
    order they are named; a product, a photographer and a studio say it themselves. Raises
    :class:`ProductNotFound`, :class:`OrderNotFound`, :class:`SellerNotFound`,
    :class:`ResourceNotFound`, :class:`MessagesNotTaken`."""
    if about.kind == "product":
        return await _seller_of(desk, about.id), None
    if about.kind == "resource":
        one = await must_take_messages(desk, caller, about.id)
        return None, one.id if one.kind == "studio" and one.user_id is not None else None
    order = await own_order(desk.orders, caller.actor, about.id)
    if seller_id is not None:
        parts = await suborders_of(desk.database.pool, order.id)
        if seller_id not in {one.seller_id for one in parts}:
            raise SellerNotFound("There is no such seller in this order.", field="sellerId")
    if studio_id is not None:
        parties = await parties_of_orders(desk.database.pool, [order.id])
        if Party("studio", studio_id) not in parties.get(order.id, ()):
            raise ResourceNotFound("There is no such studio in this order.", field="studioId")
    return seller_id, studio_id


async def must_take_messages(desk: ConversationDesk, caller: Caller, resource_id: UUID) -> Resource:
    """A photographer or a studio whom the caller may write to. Raises :class:`ResourceNotFound` of
    one that is hidden or gone, and of one's own, :class:`MessagesNotTaken`."""
    one = await resource_of(desk.database.pool, resource_id)
    if one is None or not one.is_active or one.kind not in ("photographer", "studio"):
        raise ResourceNotFound("They take no messages any more.", field="resourceId")
    if one.user_id == caller.principal.user_id:
        raise ResourceNotFound("This page is your own.", field="resourceId")
    off = await off_list_of(desk.database, caller.actor)
    if off & {None, one.id}:
        raise MessagesNotTaken("Call the studio instead.", field="resourceId")
    return one


async def _seller_of(desk: ConversationDesk, product_id: UUID) -> UUID | None:
    if (await load_offers(desk.shelf, [product_id])).get(product_id) is None:
        raise ProductNotFound("There is no such product on sale.", field="productId")
    product = await desk.shelf.get(product_id)
    return None if product is None else product.seller_id
