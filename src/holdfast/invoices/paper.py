"""An invoice or credit note on paper, in its buyer's language, with fonts that come with it."""

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from holdfast.invoices.bill import Bill, BillLine, BillTax, Issued, named
from holdfast.kit.fonts import a4, new_page, print_line, print_sum, print_table
from holdfast.kit.money import money_text
from holdfast.kit.percent import percent_of

if TYPE_CHECKING:
    from fpdf import FPDF


class _Words(Struct, frozen=True):
    invoice: str
    credit: str
    order: str
    corrects: str
    to: str
    heads: tuple[str, str, str, str]
    rate: str
    net: str
    discount: str
    shipping: str
    tax: str
    contained: str
    total: str
    back: str
    reversal: str
    kept: str


_WORDS: Final = {
    "en": _Words(
        "Invoice", "Credit note", "Order {order}", "To invoice {number}", "Bill to",
        ("Item", "Quantity", "Price", "Sum"), "Tax", "{tax}, net {net}",
        "Discount", "Delivery", "Tax", "Tax contained", "Total", "Refunded",
        "Credit note taken back", "Not refunded",
    ),
    "ru": _Words(
        "Счёт", "Корректировочный счёт", "Заказ {order}", "К счёту {number}", "Покупатель",
        ("Товар", "Количество", "Цена", "Сумма"), "Налог",
        "{tax}, без налога {net}", "Скидка", "Доставка", "Налог", "В том числе налог",
        "Итого", "Возвращено", "Отмена корректировочного счёта",
        "Не возвращено",
    ),
    "ko": _Words(
        "청구서", "환불 명세서", "주문 {order}", "청구서 {number} 관련", "받는 분",
        ("상품", "수량", "단가", "금액"), "세율", "{tax}, 공급가액 {net}",
        "할인", "배송비", "세금", "세금 포함", "합계",
        "환불 금액", "환불 명세서 취소", "환불되지 않은 금액",
    ),
}  # fmt: skip
_WIDTHS: Final = (92, 26, 31, 31)  # mm
_WITH_RATES: Final = (76, 26, 31, 16, 31)


def bill_pdf(issued: Issued) -> bytes:
    """The file. It takes a tenth of a second: not for the event loop."""
    bill = issued.bill
    words = _WORDS.get(bill.language, _WORDS["en"])
    page = a4(issued.name, bill.language)
    new_page(page)
    print_line(page, 10, bill.issuer, grey=True)
    page.ln(6)
    title, last = _called(bill, words)
    print_line(page, 22, title)
    print_line(page, 13, f"{issued.name} · {bill.on.isoformat()}")
    print_line(page, 11, words.order.format(order=bill.order), grey=True)
    if bill.corrects:
        number = named("invoice", bill.corrects)
        print_line(page, 11, words.corrects.format(number=number), grey=True)
    if bill.buyer:
        page.ln(4)
        print_line(page, 10, words.to, grey=True)
        print_line(page, 11, "\n".join(bill.buyer))
    page.ln(6)
    if bill.lines:
        heads = (*words.heads[:3], words.rate, words.heads[3]) if bill.taxes else words.heads
        rows = (heads, *(_cells(one, bill) for one in bill.lines))
        print_table(page, rows, _WITH_RATES if bill.taxes else _WIDTHS, left=1)
        page.ln(3)
    for what, amount in _sums(bill, words):
        _sum(page, bill, what, amount)
    for one in bill.taxes:
        _sum(page, bill, _at_rate(one, bill, words), one.tax, size=9)
    page.ln(1)
    _sum(page, bill, last, bill.total, size=14)
    return bytes(page.output())


def _called(bill: Bill, words: _Words) -> tuple[str, str]:
    """What it is, and what its last sum is."""
    if bill.reverses:
        return words.reversal, words.kept
    return (words.credit, words.back) if bill.corrects else (words.invoice, words.total)


def _cells(one: BillLine, bill: Bill) -> tuple[str, ...]:
    price, total = (
        money_text(amount, bill.currency, bill.language, signs=False)
        for amount in (one.price, one.sum)
    )
    rate = (_percent(one.rate or 0, bill),) if bill.taxes else ()
    return one.name, str(one.quantity), price, *rate, total


def _percent(rate: int, bill: Bill) -> str:
    text = percent_of(rate)
    return f"{text.replace('.', ',') if bill.language == 'ru' else text}%"


def _sums(bill: Bill, words: _Words) -> list[tuple[str, int]]:
    """What stands between the lines and the total."""
    contained = bill.included or bill.corrects is not None
    told = [(words.contained if contained else words.tax, bill.tax)]
    if not bill.corrects:
        told = [(words.discount, -bill.discount), (words.shipping, bill.shipping), *told]
    return [(what, amount) for what, amount in told if amount]


def _at_rate(one: BillTax, bill: Bill, words: _Words) -> str:
    tax = f"{one.name} {_percent(one.rate, bill)}".strip()
    net = money_text(one.net, bill.currency, bill.language, signs=False)
    return words.net.format(tax=tax, net=net)


def _sum(page: "FPDF", bill: Bill, what: str, amount: int, size: int = 11) -> None:
    text = money_text(amount, bill.currency, bill.language, signs=False)
    print_sum(page, size, what, text)
