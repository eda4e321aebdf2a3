"""A statement of a span of days on paper, in its reader's language."""

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct

from holdfast.kit.fonts import a4, new_page, print_line, print_sum, print_table
from holdfast.kit.money import money_text

__all__ = ["PaperRow", "StatementPaper", "kind_words", "statement_pdf"]


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


_KINDS: Final = (
    "sale", "refund", "fee", "fee-back", "dispute", "dispute-back", "session", "session-refund",
    "cash", "cash-back", "handed", "handed-back", "payout", "payout-failed", "written-off",
    "correction",
)  # fmt: skip
_SAID: Final = {
    "en": (
        "Sale", "Refund", "Commission", "Commission given back", "Taken back by a bank",
        "Given back by a bank", "Session", "Session refunded", "Taken in cash", "Cash corrected",
        "Cash handed over", "Cash handed over, corrected", "Payout", "Payout came back",
        "Debt written off", "Correction",
    ),
    "ru": (
        "Продажа", "Возврат", "Комиссия", "Комиссия возвращена", "Списано банком покупателя",
        "Возвращено банком", "Съёмка", "Возврат за съёмку", "Получено наличными",
        "Поправка наличных", "Наличные сданы", "Поправка сданных наличных", "Выплата",
        "Выплата вернулась", "Долг списан", "Исправление",
    ),
    "ko": (
        "판매", "환불", "수수료", "수수료 환급", "은행이 회수함", "은행이 돌려줌", "촬영",
        "촬영 환불", "현금으로 받음", "현금 정정", "현금 인계", "인계 현금 정정", "정산",
        "정산금 반송", "미지급금 탕감", "정정",
    ),
}  # fmt: skip
"""Each kind of movement, in the order of ``_KINDS``."""
_WORDS: Final = {
    "en": _Words(
        "Statement", "{first} to {last} (days in {zone}) · {currency}",
        ("Day", "What", "Change", "Balance"), "Balance before", "Balance after",
        "Nothing moved in these days.",
    ),
    "ru": _Words(
        "Выписка", "{first} – {last} (дни по часам {zone}) · {currency}",
        ("День", "Что", "Изменение", "Баланс"), "Баланс до", "Баланс после",
        "За эти дни движений не было.",
    ),
    "ko": _Words(
        "거래 명세서", "{first} – {last} ({zone} 기준) · {currency}",
        ("날짜", "내용", "변동", "잔액"), "이전 잔액", "이후 잔액",
        "이 기간에는 변동이 없습니다.",
    ),
}  # fmt: skip
_WIDTHS: Final = (28, 84, 34, 34)  # mm


def kind_words(language: str) -> Mapping[str, str]:
    """What each kind of movement is called on paper."""
    return dict(zip(_KINDS, _SAID.get(language, _SAID["en"]), strict=True))


def statement_pdf(told: StatementPaper) -> bytes:
    """The file. A thousand rows take seconds: not for the event loop."""
    words = _WORDS.get(told.language, _WORDS["en"])
    kinds = kind_words(told.language)
    page = a4(f"{words.title} {told.holder}", told.language)
    new_page(page)
    print_line(page, 10, told.issuer, grey=True)
    page.ln(6)
    print_line(page, 22, words.title)
    print_line(page, 13, told.holder)
    days = words.days.format(
        first=told.first, last=told.last, zone=told.zone, currency=told.currency
    )
    print_line(page, 10, days, grey=True)
    page.ln(4)
    for what, amount, size in _sums(told, words, kinds):
        print_sum(page, size, what, _money(told, amount))
    page.ln(4)
    if told.rows:
        rows = (words.heads, *(_cells(one, told, kinds) for one in told.rows))
        print_table(page, rows, _WIDTHS, left=2, size=9, height=5.5)
    else:
        print_line(page, 10, words.nothing, grey=True)
    return bytes(page.output())


def _sums(
    told: StatementPaper, words: _Words, kinds: Mapping[str, str]
) -> list[tuple[str, int, int]]:
    """With the size of its letters."""
    moved = [(kinds.get(kind, kind), change, 10) for kind, change in told.sums]
    return [(words.opening, told.opening, 10), *moved, (words.closing, told.closing, 13)]


def _cells(one: PaperRow, told: StatementPaper, kinds: Mapping[str, str]) -> tuple[str, ...]:
    kind = kinds.get(one.kind, one.kind)
    what = f"{kind} · {one.about}" if one.about else kind
    return one.day, what, _money(told, one.change), _money(told, one.balance)


def _money(told: StatementPaper, amount: int) -> str:
    return money_text(amount, told.currency, told.language, signs=False)
