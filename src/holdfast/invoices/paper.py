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
    item: str
    heads: dict[str, str]
    net: str
    discount: str
    prepaid: str
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
        "Item", {"quantity": "Quantity", "price": "Price", "rate": "Tax", "sum": "Sum"},
        "{tax}, net {net}",
        "Discount", "Paid with prepaid sessions", "Delivery",
        "Tax", "Tax contained", "Total", "Refunded",
        "Credit note taken back", "Not refunded",
    ),
    "ru": _Words(
        "Счёт", "Корректировочный счёт", "Заказ {order}", "К счёту {number}", "Покупатель",
        "Товар", {"quantity": "Количество", "price": "Цена", "rate": "Налог", "sum": "Сумма"},
        "{tax}, без налога {net}", "Скидка", "Оплачено предоплаченным временем", "Доставка",
        "Налог", "В том числе налог", "Итого", "Возвращено", "Отмена корректировочного счёта",
        "Не возвращено",
    ),
    "ko": _Words(
        "청구서", "환불 명세서", "주문 {order}", "청구서 {number} 관련", "받는 분",
        "상품", {"quantity": "수량", "price": "단가", "rate": "세율", "sum": "금액"},
        "{tax}, 공급가액 {net}",
        "할인", "선결제로 결제", "배송비", "세금", "세금 포함", "합계",
        "환불 금액", "환불 명세서 취소", "환불되지 않은 금액",
    ),
}  # fmt: skip
_ALL_WIDTH: Final = 180  # mm
_WIDTHS: Final = {"quantity": 26, "price": 31, "rate": 16, "sum": 31}


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
        _table(page, bill, words)
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


def _table(page: "FPDF", bill: Bill, words: _Words) -> None:
    """A credit note says of each line what went back, not how many and at which price."""
    left_out = {"quantity", "price"} if bill.corrects else set()
    if not bill.taxes:
        left_out = left_out | {"rate"}
    columns = [name for name in _WIDTHS if name not in left_out]
    widths = [_WIDTHS[name] for name in columns]
    rows = [[words.item, *(words.heads[name] for name in columns)]]
    for one in bill.lines:
        cells = _cells(one, bill)
        rows.append([one.name, *(cells[name] for name in columns)])
    print_table(page, rows, [_ALL_WIDTH - sum(widths), *widths], left=1)


def _cells(one: BillLine, bill: Bill) -> dict[str, str]:
    price, total = (
        money_text(amount, bill.currency, bill.language, signs=False)
        for amount in (one.price, one.sum)
    )
    rate = _percent(one.rate or 0, bill)
    return {"quantity": str(one.quantity), "price": price, "rate": rate, "sum": total}


def _percent(rate: int, bill: Bill) -> str:
    text = percent_of(rate)
    return f"{text.replace('.', ',') if bill.language == 'ru' else text}%"


def _sums(bill: Bill, words: _Words) -> list[tuple[str, int]]:
    """What stands between the lines and the total."""
    on_top = 0 if bill.corrects is not None else bill.on_top
    told = [
        (words.shipping, bill.shipping),
        (words.tax, on_top),
        (words.contained, bill.tax - on_top),
    ]
    if not bill.corrects:
        told = [(words.discount, -bill.discount), (words.prepaid, -bill.prepaid), *told]
    return [(what, amount) for what, amount in told if amount]


def _at_rate(one: BillTax, bill: Bill, words: _Words) -> str:
    tax = f"{one.name} {_percent(one.rate, bill)}".strip()
    net = money_text(one.net, bill.currency, bill.language, signs=False)
    return words.net.format(tax=tax, net=net)


def _sum(page: "FPDF", bill: Bill, what: str, amount: int, size: int = 11) -> None:
    text = money_text(amount, bill.currency, bill.language, signs=False)
    print_sum(page, size, what, text)
