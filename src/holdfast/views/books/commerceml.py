"""Sales, payments and refunds as CommerceML 2, which 1C reads of shops.

Version 2.10 of the schema: its names and their order. Sessions, packages and delivery are lines of
services; each service is one item there, by its ``Ид``. That of a document is its number in our
books, by which 1C knows what it has already.
"""

import re
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring
from zoneinfo import ZoneInfo

from holdfast.db.engine import Database
from holdfast.shop import ShopSettings
from holdfast.views.books.days import each_day
from holdfast.views.books.documents import Document, Sold, SoldLine
from holdfast.views.shop_days import ShopDays
from holdfast.views.spreadsheet import in_units

__all__ = ["commerceml", "document_of", "operation_of"]

_SPACE: Final = "urn:1C.ru:commerceml_2"
_VERSION: Final = "2.10"
_BY_HAND: Final = "manual"
_DELIVERY: Final = "ORDER_DELIVERY"
"""The id under which shops' own systems name delivery to 1C."""
_BACK: Final = "REFUND"
"""What a refund takes back, of which nobody said which of its lines it is."""
# What XML 1.0 has no way to write.
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


async def commerceml(database: Database, shop: ShopSettings, days: ShopDays) -> AsyncIterator[str]:
    """Piece by piece, the oldest first. It says that it was made as its span ended, so that the
    same span is the same file."""
    ended = days.until.astimezone(days.clock)
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<КоммерческаяИнформация xmlns="{_SPACE}" ВерсияСхемы="{_VERSION}"'
        f' ДатаФормирования="{ended:%Y-%m-%dT%H:%M:%S}">\n'
    )
    async for _, documents in each_day(database, shop, days):
        for one in documents:
            operation = operation_of(one)
            if operation is not None:
                made = document_of(one, operation, days.clock)
                yield tostring(made, encoding="unicode") + "\n"
    yield "</КоммерческаяИнформация>\n"


def operation_of(one: Document) -> str | None:
    """What 1C calls it; None of what has no document there (fees, payouts, what is owed): those
    are in the journal."""
    cash = "наличных" if _of_provider(one) == _BY_HAND else "безналичных"
    match one.kind:
        case "sale":
            return "Заказ товара"
        case "payment":
            return f"Выплата {cash} денег"
        case "refund" if _of_provider(one) is None:
            return "Возврат товара"
        case "refund":
            return f"Возврат {cash} денег"
    return None


def _of_provider(one: Document) -> str | None:
    return next((leg.of for leg in one.legs if leg.account == "clearing"), None)


def document_of(one: Document, operation: str, clock: ZoneInfo) -> Element:
    """Its elements in the schema's order."""
    made = Element("Документ")
    at = one.at.astimezone(clock)
    _say(made, "Ид", one.number)
    _say(made, "Номер", one.order if one.sold and one.order else one.number)
    _say(made, "Дата", f"{at:%Y-%m-%d}")
    _say(made, "ХозОперация", operation)
    _say(made, "Роль", "Продавец")
    _say(made, "Валюта", one.currency)
    _say(made, "Курс", "1")
    _say(made, "Сумма", _amount(one.total, one))
    _buyer(made, one)
    _say(made, "Время", f"{at:%H:%M:%S}")
    _say(made, "Комментарий", one.text)
    if one.sold is not None:
        _sold(made, one, one.sold)
    elif operation == "Возврат товара":
        line = SoldLine(_BACK, "Возврат", 1, one.total, service=True)
        _line(SubElement(made, "Товары"), one, line, included=True)
    _facts(made, one, at)
    return made


def _buyer(made: Element, one: Document) -> None:
    if one.buyer is None:
        return
    who = one.buyer
    name = who.name or who.email or who.phone or who.owner
    buyer = SubElement(SubElement(made, "Контрагенты"), "Контрагент")
    _say(buyer, "Ид", who.owner)
    _say(buyer, "Наименование", name)
    _say(buyer, "ПолноеНаименование", name)
    reached = [
        (kind, at) for kind, at in (("Почта", who.email), ("Телефон рабочий", who.phone)) if at
    ]
    contacts = SubElement(buyer, "Контакты") if reached else buyer
    for kind, at in reached:
        contact = SubElement(contacts, "Контакт")
        _say(contact, "Тип", kind)
        _say(contact, "Значение", at)
    _say(buyer, "Роль", "Покупатель")


def _sold(made: Element, one: Document, sold: Sold) -> None:
    _tax(made, one, sold.tax, included=sold.tax_included)
    _discount(made, one, sold.discount)
    lines = SubElement(made, "Товары")
    for line in sold.lines:
        _line(lines, one, line, included=sold.tax_included or line.service)
    if sold.shipping:
        delivery = SoldLine(_DELIVERY, "Доставка", 1, sold.shipping, service=True)
        _line(lines, one, delivery, included=sold.tax_included)


def _line(lines: Element, one: Document, line: SoldLine, *, included: bool) -> None:
    made = SubElement(lines, "Товар")
    _say(made, "Ид", line.id)
    _say(made, "Наименование", line.name)
    kind = "Услуга" if line.service else "Товар"
    values = SubElement(made, "ЗначенияРеквизитов")
    _fact(values, "ВидНоменклатуры", kind)
    _fact(values, "ТипНоменклатуры", kind)
    _say(made, "ЦенаЗаЕдиницу", _amount(line.price, one))
    _say(made, "Количество", str(line.quantity))
    _say(made, "Сумма", _amount(line.amount, one))
    _say(made, "Единица", "усл" if line.service else "шт")
    _tax(made, one, line.tax, included=included)
    _discount(made, one, line.discount)


def _tax(made: Element, one: Document, amount: int, *, included: bool) -> None:
    if amount:
        tax = SubElement(SubElement(made, "Налоги"), "Налог")
        _say(tax, "Наименование", "НДС")
        _say(tax, "УчтеноВСумме", "true" if included else "false")
        _say(tax, "Сумма", _amount(amount, one))


def _discount(made: Element, one: Document, amount: int) -> None:
    if amount:
        discount = SubElement(SubElement(made, "Скидки"), "Скидка")
        _say(discount, "Наименование", "Скидка")
        _say(discount, "Сумма", _amount(amount, one))
        _say(discount, "УчтеноВСумме", "true")


def _facts(made: Element, one: Document, at: datetime) -> None:
    values = SubElement(made, "ЗначенияРеквизитов")
    if one.sold is not None:
        _fact(values, "Заказ оплачен", "true")
        _fact(values, "Дата оплаты", f"{at:%Y-%m-%dT%H:%M:%S}")
    elif one.order is not None:
        _fact(values, "Номер заказа", one.order)
    if (provider := _of_provider(one)) is not None:
        _fact(values, "Метод оплаты", provider)
    if not len(values):
        made.remove(values)


def _fact(values: Element, name: str, value: str) -> None:
    fact = SubElement(values, "ЗначениеРеквизита")
    _say(fact, "Наименование", name)
    _say(fact, "Значение", value)


def _say(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = _NOT_XML.sub("", text)


def _amount(amount: int, one: Document) -> str:
    return f"{in_units(amount, one.currency):f}"
