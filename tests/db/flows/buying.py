"""Goods, who buys them, and what became of an order."""

from dataclasses import dataclass
from uuid import UUID

from holdfast.catalog import ProductDraft, Selection, VariantDraft, stock_key
from holdfast.flows.checkout.basket import CartLine
from holdfast.flows.checkout.place import Placed, place
from holdfast.flows.checkout.prices import Choice
from holdfast.flows.commit.caller import Caller
from holdfast.flows.ending.expire import sweep
from holdfast.flows.inventory.catalogue import DraftTerms, put_drafts
from holdfast.flows.payments.begin import PaymentBegun
from holdfast.flows.settlement.confirm import Confirmed, confirm_order
from holdfast.flows.settlement.pay import begin_payment
from holdfast.flows.shop_parts import ShopParts
from holdfast.kit import new_id
from holdfast.orders import Order
from holdfast.payments import Payment, refundable_key
from holdfast.people import Principal, guest_owner, user_owner
from tests.db.flows.stage import Stage, select

__all__ = [
    "Goods", "a_customer", "a_guest", "cart_of", "confirm", "end_hold", "new_goods", "order_now",
    "pay_for", "payment_now", "payment_status", "refundable_of", "reserve", "state_now", "stock_of",
    "sweep_all",
]  # fmt: skip


@dataclass(frozen=True)
class Goods:
    """A product with one variant."""

    product_id: UUID
    variant_id: UUID


def cart_of(*goods: Goods, quantity: int = 1) -> list[CartLine]:
    """So many of each."""
    return [CartLine(one.product_id, Selection(one.variant_id), quantity) for one in goods]


async def new_goods(parts: ShopParts, stock: int, price: int = 500, currency: str = "EUR") -> Goods:
    handle = f"goods-{new_id()}"
    draft = ProductDraft(handle, "Goods", (VariantDraft({}, price, stock=stock),))
    await put_drafts(parts.database, parts.ledger, [draft], DraftTerms(currency))
    (row,) = await select(
        parts,
        "SELECT p.id, v.id FROM products p JOIN variants v ON v.product_id = p.id"
        " WHERE p.handle = $1",
        handle,
    )
    product_id, variant_id = row
    assert isinstance(product_id, UUID)
    assert isinstance(variant_id, UUID)
    return Goods(product_id, variant_id)


async def stock_of(parts: ShopParts, goods: Goods) -> tuple[int, int]:
    """Free and held."""
    account = await parts.reader.account(stock_key(goods.variant_id))
    return account.balance, account.held


def a_guest() -> Principal:
    return Principal(guest_owner(new_id()), "guest", address="192.0.2.1")


def a_customer() -> Principal:
    return Principal(user_owner(new_id()), "user", frozenset({"customer"}), "192.0.2.1")


# --- an order ---------------------------------------------------------------------------------


async def reserve(
    parts: ShopParts,
    buyer: Principal,
    *goods: Goods,
    quantity: int = 1,
    coupon: UUID | None = None,
) -> Placed:
    cart = cart_of(*goods, quantity=quantity)
    return await place(parts, Caller(buyer), cart, choice=Choice(coupon))


async def pay_for(parts: ShopParts, buyer: Principal, reserved: Placed) -> PaymentBegun:
    return await begin_payment(
        parts, Caller(buyer, "test-pay"), reserved.reservation_id, "scripted"
    )


async def confirm(
    parts: ShopParts, buyer: Principal, reserved: Placed, payment: PaymentBegun
) -> Confirmed:
    return await confirm_order(parts, Caller(buyer), reserved.reservation_id, payment.payment_id)


async def end_hold(stage: Stage, reserved: Placed) -> None:
    """As if its time had passed; nobody has swept yet."""
    stage.altered.add("sealed")
    await stage.database.pool.execute(
        "UPDATE ledger_holds SET expires_at = clock_timestamp() - interval '1 millisecond'"
        " WHERE id = $1",
        reserved.reservation_id,
    )


async def sweep_all(parts: ShopParts) -> int:
    return (await sweep(parts, parts.reader.partitions)).expired


# --- what became of it ------------------------------------------------------------------------


async def order_now(parts: ShopParts, reserved: Placed) -> Order:
    order = await parts.orders.get(reserved.order_id)
    assert order is not None
    return order


async def state_now(parts: ShopParts, reserved: Placed) -> tuple[str, str | None, str]:
    """Status, reason and refund of the order."""
    order = await order_now(parts, reserved)
    return order.status, order.reason, order.refund


async def payment_now(parts: ShopParts, begun: PaymentBegun) -> Payment:
    payment = await parts.payments.get(begun.payment_id)
    assert payment is not None
    return payment


async def payment_status(parts: ShopParts, payment_id: UUID) -> str:
    payment = await parts.payments.get(payment_id)
    assert payment is not None
    return payment.status


async def refundable_of(parts: ShopParts, payment_id: UUID) -> int:
    return (await parts.reader.account(refundable_key(payment_id))).balance
