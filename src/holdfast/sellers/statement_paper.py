"""A statement of a span of days on paper, in its reader's language."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from holdfast.kit.fonts import FONT, paper, print_line
from holdfast.kit.money import money_text

if TYPE_CHECKING:
    from fpdf import FPDF

__all__ = ["PaperRow", "StatementPaper", "statement_pdf"]


class PaperRow(Struct, frozen=True):
    """A movement: ``kind`` as the statement names it, ``about`` an order's number or nothing."""

    day: str
    kind: str
    about: str
    change: int
    balance: int


class StatementPaper(Struct, frozen=True):
    """``issuer`` is the shop, ``holder`` whose money it is; days by the clock of the ``zone``.
    ``sums`` are by kind."""

    language: str
    issuer: str
    holder: str
    first: str
    last: str
    zone: str
    currency: str
    opening: int
    closing: int
    sums: Sequence[tuple[str, int]]
    rows: Sequence[PaperRow]


class _Words(Struct, frozen=True):
    title: str
    days: str
    heads: tuple[str, str, str, str]
    opening: str
    closing: str
    nothing: str
    kinds: dict[str, str]


_WORDS: Final = {
    "en": _Words(
        "Statement", "{first} to {last} (days in {zone}) · {currency}",
        ("Day", "What", "Change", "Balance"), "Balance before", "Balance after",
        "Nothing moved in these days.",
        {
            "sale": "Sale", "refund": "Refund", "fee": "Commission",
            "fee-back": "Commission given back", "dispute": "Taken back by a bank",
            "dispute-back": "Given back by a bank", "session": "Session",
            "session-refund": "Session refunded", "cash": "Taken in cash",
            "cash-back": "Cash corrected", "handed": "Cash handed over",
            "handed-back": "Cash handed over, corrected", "payout": "Payout",
            "payout-failed": "Payout came back", "correction": "Correction",
        },
    ),
    "ru": _Words(
        "Выписка", "{first} – {last} (дни по часам {zone}) · {currency}",
        ("День", "Что", "Изменение", "Баланс"), "Баланс до", "Баланс после",
        "За эти дни движений не было.",
        {
            "sale": "Продажа", "refund": "Возврат", "fee": "Комиссия",
            "fee-back": "Комиссия возвращена", "dispute": "Списано банком покупателя",
            "dispute-back": "Возвращено банком", "session": "Съёмка",
            "session-refund": "Возврат за съёмку", "cash": "Получено наличными",
            "cash-back": "Поправка наличных", "handed": "Наличные сданы",
            "handed-back": "Поправка сданных наличных", "payout": "Выплата",
            "payout-failed": "Выплата вернулась", "correction": "Исправление",
        },
    ),
    "ko": _Words(
        "거래 명세서", "{first} – {last} ({zone} 기준) · {currency}",
        ("날짜", "내용", "변동", "잔액"), "이전 잔액", "이후 잔액",
        "이 기간에는 변동이 없습니다.",
        {
            "sale": "판매", "refund": "환불", "fee": "수수료", "fee-back": "수수료 환급",
            "dispute": "은행이 회수함", "dispute-back": "은행이 돌려줌", "session": "촬영",
            "session-refund": "촬영 환불", "cash": "현금으로 받음",
            "cash-back": "현금 정정", "handed": "현금 인계",
            "handed-back": "인계 현금 정정", "payout": "정산", "payout-failed": "정산금 반송",
            "correction": "정정",
        },
    ),
}  # fmt: skip
_WIDTHS: Final = (28, 84, 34, 34)  # mm


def statement_pdf(told: StatementPaper) -> bytes:
    """The file. A thousand rows take seconds: not for the event loop."""
    words = _WORDS.get(told.language, _WORDS["en"])
    page = paper(format="A4")
    page.set_auto_page_break(auto=True, margin=15)
    page.set_title(f"{words.title} {told.holder}")
    page.set_lang(told.language)
    page.add_page()
    page.set_margins(15, 15, 15)
    page.set_xy(15, 15)
    print_line(page, 10, told.issuer, grey=True)
    page.ln(6)
    print_line(page, 22, words.title)
    print_line(page, 13, told.holder)
    days = words.days.format(
        first=told.first, last=told.last, zone=told.zone, currency=told.currency
    )
    print_line(page, 10, days, grey=True)
    page.ln(4)
    _sum(page, told, words.opening, told.opening)
    for kind, change in told.sums:
        _sum(page, told, words.kinds.get(kind, kind), change)
    _sum(page, told, words.closing, told.closing, size=13)
    page.ln(4)
    if told.rows:
        _rows(page, told, words)
    else:
        print_line(page, 10, words.nothing, grey=True)
    return bytes(page.output())


def _rows(page: "FPDF", told: StatementPaper, words: _Words) -> None:
    page.set_font(FONT, size=9)
    page.set_text_color(20)
    with page.table(
        col_widths=_WIDTHS, text_align=("LEFT", "LEFT", "RIGHT", "RIGHT"), width=180,
        line_height=5.5, first_row_as_headings=False, borders_layout="HORIZONTAL_LINES",
        align="LEFT",
    ) as table:  # fmt: skip
        table.row(words.heads)
        for one in told.rows:
            kind = words.kinds.get(one.kind, one.kind)
            what = f"{kind} · {one.about}" if one.about else kind
            table.row((one.day, what, _money(told, one.change), _money(told, one.balance)))


def _sum(page: "FPDF", told: StatementPaper, what: str, amount: int, size: int = 10) -> None:
    page.set_font(FONT, size=size)
    page.set_text_color(20)
    page.cell(130, size * 0.6, what, align="RIGHT")
    page.cell(50, size * 0.6, _money(told, amount), align="RIGHT", new_x="LMARGIN", new_y="NEXT")


def _money(told: StatementPaper, amount: int) -> str:
    return money_text(amount, told.currency, told.language, signs=False)
