"""Documents of the books as rows and elements: decimals of any currency, names that are no formula
and no broken XML."""

from datetime import UTC, date, datetime
from xml.etree.ElementTree import tostring
from zoneinfo import ZoneInfo

import pytest

from holdfast.views.books.commerceml import document_of, operation_of
from holdfast.views.books.documents import Document, Kind, Leg, Sold, SoldLine, document
from holdfast.views.books.quickbooks import entries_of_day
from holdfast.views.books.refunds import taken_back
from holdfast.views.spreadsheet import csv_lines

AT = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)


def moved(kind: Kind, currency: str, *legs: Leg, buyer: str = "Ann", total: int = 0) -> Document:
    made = document(
        "P-1", AT, kind, currency, legs, "Payment", None, total, None, ("user:1", buyer)
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
        SoldLine("Lens", 2, 1_000, 200, 300, "v1"),
        SoldLine("Hour in the studio", 1, 5_000, service=True),
    )
    sold = Sold("ann@example.com", 7_200, 200, 300, True, 400, lines)
    legs = (Leg("customers", 7_200), Leg("sales", -7_200))
    one = document("S-1", AT, "sale", "RUB", legs, "Order 1", "1", 7_200, sold, ("user:1", "Ann"))
    assert one is not None
    made = document_of(one, "Заказ товара", ZoneInfo("UTC"))
    goods = made.findall("Товары/Товар")
    assert [each.findtext("Сумма") for each in goods] == ["18.00", "50.00", "4.00"]
    assert [each.findtext("Единица") for each in goods] == ["шт", "усл", "усл"]
    assert goods[0].findtext("Налоги/Налог/УчтеноВСумме") == "true"
    assert made.findtext("Контрагенты/Контрагент/Контакты/Контакт/Значение") == "ann@example.com"


@pytest.mark.parametrize("parts", [(333, 333, 334), (1, 998, 1), (1_000,)])
def test_refunds_in_parts_take_back_all_of_the_tax(parts: tuple[int, ...]) -> None:
    order = {"sells": True, "total": 1_000, "tax": 167, "base": 0}
    before, tax = 0, 0
    for amount in parts:
        legs = taken_back(order, amount, before)
        assert sum(leg.amount for leg in legs) == amount
        tax += sum(leg.amount for leg in legs if leg.account == "tax")
        before += amount
    assert tax == 167


def test_what_sold_nothing_goes_back_to_who_paid() -> None:
    order = {"sells": False, "total": 1_000, "tax": 167, "base": 0}
    assert taken_back(order, 500, 0) == (Leg("customers", 500),)
