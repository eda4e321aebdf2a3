"""What bookkeepers take with them, for 1C and for QuickBooks."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from xml.etree.ElementTree import fromstring

from tests.api.staff.bookkeeping import export, read
from tests.specs.sentences import sentence
from tests.support.market import Buyer, Market, eventually, expect
from tests.support.patience import PATIENCE
from tests.support.photo_studio import HOUR, PhotoStudio, hold, pay
from tests.support.postgres import fetch

Visit = Callable[..., Buyer]
CML = "{urn:1C.ru:commerceml_2}"
# As if it had been paid yesterday: a day that is over.
_YESTERDAY = """
WITH paid AS (
    UPDATE orders SET paid_at = paid_at - interval '1 day' WHERE id = $1::uuid RETURNING id)
UPDATE payment_moves SET at = at - interval '1 day'
WHERE payment_id IN (SELECT p.id FROM payments p JOIN paid ON p.subject_id = paid.id)
"""


@sentence("E", "2.2. Финансы", "Интеграция с бухгалтерией:", at="GET /api/staff/books")
@sentence("E", "2.2. Финансы", "Экспорт данных в 1С или QuickBooks.",
          at="GET /api/staff/books?format=1c, GET /api/staff/books?format=quickbooks")  # fmt: skip
@sentence("E", "Итог: что добавить к текущей архитектуре?",
          "Интеграция с бухгалтерией, возвраты.", at="GET /api/staff/books")  # fmt: skip
async def test_a_booking_is_in_the_books_as_1c_and_quickbooks_read_them(
    market: Market, studio: PhotoStudio, visit: Visit
) -> None:
    client, staff = visit(market), market.staff
    held = expect(await hold(client, studio, 21, 10))
    await pay(client, held)
    order = expect(staff.get(f"/api/staff/orders/{held['orderId']}"))["order"]["number"]
    today = datetime.now(UTC).date()

    async def moved() -> list[dict[str, str]]:
        books = read(export(staff, str(today)).text)
        found = [row for row in books.rows if row["order"] == order]
        return found if {row["kind"] for row in found} >= {"sale", "payment"} else []

    rows: list[dict[str, Any]] = await eventually(moved, PATIENCE, "the payment is in the books")
    hour = f"{HOUR / 100:.2f}"
    journal = {(row["account"], row["debit"], row["credit"]) for row in rows}
    assert {
        ("Payment clearing:demo", hour, ""), ("Customer orders", "", hour),
        ("Customer orders", hour, ""), ("Sales of services", "", hour),
    } <= journal  # fmt: skip

    root = fromstring(export(staff, str(today), "1c").content)
    (sale,) = (one for one in root if one.findtext(f"{CML}Номер") == order)
    assert sale.findtext(f"{CML}ХозОперация") == "Заказ товара"
    assert sale.findtext(f"{CML}Сумма") == hour
    (service,) = sale.findall(f"{CML}Товары/{CML}Товар")
    assert service.findtext(f".//{CML}Значение") == "Услуга"

    await fetch(market.database_url, _YESTERDAY, held["orderId"])
    day: date = today - timedelta(days=1)
    answer = export(staff, str(day), "quickbooks")
    entries = list(csv.DictReader(io.StringIO(answer.text)))
    sold = [one for one in entries if one["JournalNo"] == f"HF-{day:%Y%m%d}-EUR-SALE"]
    assert [(one["AccountName"], one["Debits"], one["Credits"]) for one in sold] == [
        ("Customer orders", hour, ""), ("Sales of services", "", hour),
    ]  # fmt: skip
