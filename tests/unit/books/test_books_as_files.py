"""Documents of the books as rows and elements: decimals of any currency, names that are no formula
and no broken XML."""

from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any
from xml.etree.ElementTree import tostring
from zoneinfo import ZoneInfo

import msgspec
import pytest
from msgspec.structs import replace

from holdfast.views.books.commerceml import document_of, operation_of
from holdfast.views.books.documents import Buyer, Document, Kind, Leg, Sold, SoldLine, document
from holdfast.views.books.nomenclature import SoldItem
from holdfast.views.books.quickbooks import entries_of_day
from holdfast.views.books.refunds import taken_back
from holdfast.views.books.sales import services_sold
from holdfast.views.spreadsheet import csv_lines

AT = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)


def moved(kind: Kind, currency: str, *legs: Leg, buyer: str = "Ann", total: int = 0) -> Document:
    made = document(
        "P-1", AT, kind, currency, legs, "Payment", None, total, None, Buyer("user:1", buyer)
    )
    assert made is not None
    return made


def paid(currency: str, amount: int, **more: str) -> Document:
    legs = (Leg("clearing", amount, "stripe"), Leg("customers", -amount))
    return moved("payment", currency, *legs, total=amount, **more)


def test_a_document_that_does_not_balance_is_none() -> None:
    with pytest.raises(ValueError, match="does not balance"):
        document("P-1", AT, "payment", "EUR", (Leg("fees", 3), Leg("customers", -2)), "")
    assert document("P-1", AT, "payment", "EUR", (Leg("fees", 0),), "") is None
    in_points = (Leg("customers", 300), Leg("sales", -300))
    assert document("S-1", AT, "sale", "PTS", in_points, "Points are no money") is None


@pytest.mark.parametrize(
    ("currency", "written"), [("JPY", "1234"), ("EUR", "12.34"), ("KWD", "1.234")]
)
def test_amounts_have_the_decimals_of_their_currency(currency: str, written: str) -> None:
    one = paid(currency, 1_234)
    (debit, credit) = entries_of_day(date(2026, 3, 2), [one])
    assert [str(debit[3]), str(credit[4])] == [written, written]
    text = tostring(document_of(one, "Выплата безналичных денег", ZoneInfo("UTC")), "unicode")
    assert f"<Сумма>{written}</Сумма>" in text


def test_currencies_and_kinds_are_entries_of_their_own() -> None:
    fee = moved("fee", "EUR", Leg("fees", 30), Leg("clearing", -30, "stripe"))
    day = [paid("EUR", 500), fee, paid("JPY", 700), paid("EUR", 100)]
    rows = list(entries_of_day(date(2026, 3, 2), day))
    assert [(row[0], row[2], str(row[3] or row[4])) for row in rows] == [
        ("HF-20260302-EUR-PAY", "Payment clearing:stripe", "6.00"),
        ("HF-20260302-EUR-PAY", "Customer orders", "6.00"),
        ("HF-20260302-JPY-PAY", "Payment clearing:stripe", "700"),
        ("HF-20260302-JPY-PAY", "Customer orders", "700"),
        ("HF-20260302-EUR-FEE", "Payment processing fees", "0.30"),
        ("HF-20260302-EUR-FEE", "Payment clearing:stripe", "0.30"),
    ]
    assert all(len(str(row[0])) <= 21 for row in rows)
    assert rows[0][1] == "03/02/2026"


def test_a_providers_name_is_no_formula() -> None:
    legs = (Leg("clearing", 1), Leg("customers", -1))
    strange = document("=1+1", AT, "payment", "EUR", legs, "@SUM(A1)")
    assert strange is not None
    assert csv_lines([(strange.number, strange.text)]) == "'=1+1,'@SUM(A1)\r\n"


def test_names_of_people_are_xml_by_the_shops_clock() -> None:
    one = paid("RUB", 100, buyer="Ann \x01 <b> & \ud83d")
    made = document_of(one, operation_of(one) or "", ZoneInfo("Europe/Moscow"))
    text = tostring(made, encoding="unicode")
    assert "<Наименование>Ann  &lt;b&gt; &amp; </Наименование>" in text
    assert "<Дата>2026-03-02</Дата>" in text
    assert "<Время>02:30:00</Время>" in text
    assert [child.tag for child in made] == [
        "Ид", "Номер", "Дата", "ХозОперация", "Роль", "Валюта", "Курс", "Сумма", "Контрагенты",
        "Время", "Комментарий", "ЗначенияРеквизитов",
    ]  # fmt: skip


def test_lines_come_to_what_was_paid() -> None:
    lines = (
        SoldLine("v1", "Lens", 2, 1_000, 200, 300),
        SoldLine("SERVICE-1", "Hour in the studio", 1, 5_000, service=True),
    )
    ann = Buyer("user:1", "Ann", "ann@example.com", "+491701234567")
    sold = Sold(7_200, 200, 300, True, 400, lines)
    legs = (Leg("customers", 7_200), Leg("sales", -7_200))
    one = document("S-1", AT, "sale", "RUB", legs, "Order 1", "1", 7_200, sold, ann)
    assert one is not None
    made = document_of(one, "Заказ товара", ZoneInfo("UTC"))
    goods = made.findall("Товары/Товар")
    assert [each.findtext("Сумма") for each in goods] == ["18.00", "50.00", "4.00"]
    assert [each.findtext("Единица") for each in goods] == ["шт", "усл", "усл"]
    assert goods[0].findtext("Налоги/Налог/УчтеноВСумме") == "true"
    assert [each.findtext("Ид") for each in goods] == ["v1", "SERVICE-1", "ORDER_DELIVERY"]
    reached = made.findall("Контрагенты/Контрагент/Контакты/Контакт")
    assert [(each.findtext("Тип"), each.findtext("Значение")) for each in reached] == [
        ("Почта", "ann@example.com"), ("Телефон рабочий", "+491701234567"),
    ]  # fmt: skip


def test_parts_of_a_visit_have_their_shares_of_what_was_paid() -> None:
    """Of a deposit, by price; of the tax by what their own rates come to."""
    visit = (SoldItem("SERVICE-1", "Portrait", 10_000, 1_597), SoldItem("SERVICE-2", "Hair", 5_000))
    untaxed = [visit[0], replace(visit[1], taxed=0)]
    lines = list(services_sold(untaxed, 5_000, 100, 532))
    assert [(one.id, one.amount, one.discount, one.tax) for one in lines] == [
        ("SERVICE-1", 3_266, 67, 532), ("SERVICE-2", 1_634, 33, 0),
    ]  # fmt: skip
    (pictures,) = services_sold([SoldItem("PICTURES-1", "More", quantity=3)], 1_500, 0, 0)
    assert (pictures.quantity, pictures.price) == (3, 500)
    (cheaper,) = services_sold([SoldItem("PICTURES-1", "More", quantity=3)], 1_000, 0, 0)
    assert (cheaper.quantity, cheaper.price) == (1, 1_000)


def tax_in(order: dict[str, Any], amount: int, before: int) -> int:
    legs = taken_back(order, amount, before)
    assert sum(leg.amount for leg in legs) == amount
    return sum(leg.amount for leg in legs if leg.account == "tax")


SOLD = {
    "sells": True,
    "prepaid": False,
    "total": 1_000,
    "tax": 167,
    "base": 0,
    "taxes": None,
    "at": AT,
}


@pytest.mark.parametrize("parts", [(333, 333, 334), (1, 998, 1), (1_000,)])
def test_refunds_in_parts_take_back_all_of_the_tax(parts: tuple[int, ...]) -> None:
    before = [sum(parts[:at]) for at in range(len(parts))]
    assert sum(map(partial(tax_in, SOLD), parts, before)) == 167


def test_refunds_take_back_the_tax_that_was_kept_with_them() -> None:
    def kept(*rows: tuple[int, int | None, datetime]) -> dict[str, Any]:
        return SOLD | {"taxes": msgspec.json.encode(rows).decode()}

    units = kept((400, 0, AT), (500, 160, AT))
    assert [tax_in(units, 400, 0), tax_in(units, 500, 400)] == [0, 160]
    # One of which a part was only set aside stands in two documents; what is not kept yet has its
    # share.
    assert [tax_in(units, 200, 400), tax_in(units, 300, 600)] == [64, 96]
    assert tax_in(units, 100, 900) == 167 - 167 * 900 // 1_000
    # One of which nothing came is taken back as it was, before what came after it.
    later = AT + timedelta(days=1)
    came_back = kept((400, 0, AT), (500, 160, AT), (-500, -160, later), (100, 7, later))
    assert tax_in(came_back, 500, 400) == 160
    assert tax_in(came_back | {"at": later}, 500, 400) == 160
    assert tax_in(came_back | {"at": later + timedelta(days=1)}, 100, 400) == 7
    of_before = kept((400, None, AT), (500, 0, AT))
    assert [tax_in(of_before, 100, 0), tax_in(of_before, 600, 300)] == [16, 66 - 50]
    in_part = kept((500, 160, AT), (-200, -64, AT))
    assert tax_in(in_part | {"at": later}, 300, 0) == 96


def test_what_sold_nothing_goes_back_to_who_paid() -> None:
    order = SOLD | {"sells": False}
    assert taken_back(order, 500, 0) == (Leg("customers", 500),)
