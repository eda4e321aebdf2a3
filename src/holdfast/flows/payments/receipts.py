"""The receipt that a payment is begun with, where the shop has receipts sent to the tax service:
what is sold by it, line by line, to the unit; and whom it goes to.

The words on it are Russian, as the law that it is for.
"""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from msgspec.structs import replace

from holdfast.booking.bookings import booking_of, due_for
from holdfast.catalog import category_paths
from holdfast.db.engine import Database
from holdfast.flows.payments.cashier import Cashier
from holdfast.flows.people.reaching import read_guests, read_persons
from holdfast.kit import Problem
from holdfast.kit.sentences import say
from holdfast.ledger import Rider
from holdfast.orders import Order, OrderItem, load_items
from holdfast.packages import Purchase, purchase_of
from holdfast.payments import (
    MOST_ITEMS,
    MOST_LETTERS,
    Payment,
    PaymentProvider,
    Receipt,
    ReceiptLine,
    SettledBy,
    sends_receipts,
    with_receipt,
)
from holdfast.pricing import spread
from holdfast.shipping import decode_address
from holdfast.shop import ReceiptRules, ShopSettings, vat_in, vat_of_advance

__all__ = [
    "ReceiptContactMissing", "ReceiptTooLong", "receipt_of_top_up", "receipt_with",
]  # fmt: skip

_DELIVERY: Final = "Доставка"
_ORDER: Final = "Заказ"
_TOP_UP: Final = "Пополнение кошелька"


class ReceiptContactMissing(Problem):
    """The law wants a receipt, and nobody said where it goes."""

    status = 422
    code = "receipt-contact-missing"
    title = "A receipt needs an e-mail address"


class ReceiptTooLong(Problem):
    """The tax service takes no receipt of so many lines."""

    status = 409
    code = "receipt-too-long"
    title = "Too many lines for a receipt"


async def receipt_with(
    cashier: Cashier,
    shop: ShopSettings,
    provider: PaymentProvider,
    order: Order,
    payment: Payment,
    due: int,
) -> tuple[Rider, ...]:
    """What notes, with the payment's begin, the receipt that it is begun with; ``due``: what was to
    pay before it. Raises :class:`ReceiptContactMissing` and :class:`ReceiptTooLong`."""
    rules = shop.receipts
    if not (rules.on and sends_receipts(provider) and payment.amount):
        return ()
    lines = await _lines(cashier, rules, order)
    if payment.amount < due:
        lines = [_earlier(line, "partial_prepayment") for line in lines]
    shares = spread(payment.amount, [line.amount for line in lines])
    paid = [replace(line, amount=share) for line, share in zip(lines, shares, strict=True)]
    phone = "" if order.address_text is None else decode_address(order.address_text).phone
    to = await _address_of(cashier.payments.database, order.owner, order.id)
    return (with_receipt(payment.id, _receipt(rules, paid, to, phone)),)


async def receipt_of_top_up(
    cashier: Cashier, provider: PaymentProvider, owner: str, payment: Payment
) -> tuple[Rider, ...]:
    """The same of money that is paid into a wallet: an advance for what is bought with it."""
    rules = (await cashier.shop.now()).receipts
    if not (rules.on and sends_receipts(provider)):
        return ()
    line = _line(_TOP_UP, 1, payment.amount, vat_in(rules, ()))
    advance = replace(_earlier(line, "advance"), subject="payment")
    to = await _address_of(cashier.payments.database, owner)
    return (with_receipt(payment.id, _receipt(rules, [advance], to, "")),)


def _receipt(rules: ReceiptRules, lines: Sequence[ReceiptLine], email: str, phone: str) -> Receipt:
    if rules.by != "till":
        phone = ""  # YooKassa itself sends them by mail alone
    if not email and not phone:
        raise ReceiptContactMissing(
            "Say with the order, or in your account, to which e-mail address the receipt is to go."
            " You were not charged.",
            field="email",
        )
    if sum(1 for line in lines if line.amount) > MOST_ITEMS:
        raise ReceiptTooLong(
            say("A receipt has at most {most} lines. Choose another way to pay.", most=MOST_ITEMS),
            field="provider",
        )
    digits = "".join(letter for letter in phone if letter.isdigit())
    tax_system = rules.tax_system if rules.by == "till" else None
    return Receipt(tuple(lines), email, "" if email else digits, tax_system)


async def _address_of(database: Database, owner: str, order_id: UUID | None = None) -> str:
    async with database.read() as connection:
        said = {} if order_id is None else await read_guests(connection, [str(order_id)])
        known = said.get(str(order_id)) or (await read_persons(connection, [owner])).get(owner)
    return "" if known is None else known.address


# --- lines ----------------------------------------------------------------------------------------


async def _lines(cashier: Cashier, rules: ReceiptRules, order: Order) -> list[ReceiptLine]:
    """The goods in the order's own lines, then delivery, then what else it is for."""
    pool = cashier.payments.database.pool
    items = (await load_items(pool, [order.id]))[order.id]
    products = {item.product_id for item in items}
    paths = await category_paths(pool, products) if rules.categories else {}
    vats = {one: vat_in(rules, paths.get(one, ()), one) for one in products}
    usual = vat_in(rules, ())
    lines = [
        _line(_called(item), item.quantity, order.paid_for(item), vats[item.product_id])
        for item in items
    ]
    if rules.goods == "full_prepayment":
        lines = [_earlier(line, "full_prepayment") for line in lines]
    if order.paid_for_delivery:
        vat = usual if rules.delivery_vat is None else rules.delivery_vat
        sent = replace(_line(_DELIVERY, 1, order.paid_for_delivery, vat), subject="service")
        ahead = rules.goods == "full_prepayment"
        lines.append(_earlier(sent, "full_prepayment") if ahead else sent)
    rest = order.total - sum(line.amount for line in lines)
    return [*lines, *await _others(cashier, order, usual, rest)] if rest > 0 else lines


async def _others(cashier: Cashier, order: Order, vat: int, amount: int) -> list[ReceiptLine]:
    """What is no goods: a booking, what is left of its price, or a package. All of it is handed
    over later, but for a session that took place."""
    pool = cashier.payments.database.pool
    if order.booking_id is None and (purchase := await purchase_of(pool, order.id)) is not None:
        return _of_package(purchase, vat, amount)
    text = order.description or f"{_ORDER} {order.number}"
    line = replace(_line(text, 1, amount, vat), subject="service")
    due = None if order.booking_id is not None else await due_for(pool, order.id)
    booking_id = order.booking_id if due is None else due.booking_id
    booking = None if booking_id is None else await booking_of(pool, booking_id)
    if due is not None and booking is not None and booking.is_completed:
        return [line]  # it was there already
    whole = booking is None or (due is None and amount >= booking.price)
    return [_earlier(line, "full_prepayment" if whole else "partial_prepayment")]


def _of_package(purchase: Purchase, vat: int, amount: int) -> list[ReceiptLine]:
    """Certificates are advances for what is not known yet; hours and sessions are paid before they
    are used."""
    items = purchase.terms.items
    shares = spread(amount, [item.cost * item.count for item in items])
    lines = []
    for item, share in zip(items, shares, strict=True):
        line = _line(purchase.terms.name, item.count, share, vat)
        if item.kind == "certificate":
            lines.append(replace(_earlier(line, "advance"), subject="payment"))
        else:
            lines.append(replace(_earlier(line, "full_prepayment"), subject="service"))
    return lines


def _called(item: OrderItem) -> str:
    return ", ".join((item.product_name, *item.options.values()))


def _line(text: str, quantity: int, amount: int, vat: int) -> ReceiptLine:
    return ReceiptLine(text[:MOST_LETTERS], quantity, amount, vat, "commodity", "full_payment")


def _earlier(line: ReceiptLine, mode: SettledBy) -> ReceiptLine:
    """Paid before it is handed over: of what is paid so, the tax is a part. What was an advance
    stays one."""
    if line.mode == "advance":
        return line
    return replace(line, mode=mode, vat=vat_of_advance(line.vat))
