"""Staff take the shop's books with them; they say what the finance pages say."""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest

from tests.api.staff.bookkeeping import BOOKS, Trade, a_days_trade, export, read
from tests.support.market import Buyer, Market, eventually, expect, refusal
from tests.support.markets import market_as_asked
from tests.support.patience import PATIENCE
from tests.support.postgres import Postgres, execute, fetch

Visit = Callable[..., Buyer]
CML = "{urn:1C.ru:commerceml_2}"
BUYER = "Контрагенты/Контрагент"


@pytest.fixture(scope="module")
def market(postgres: Postgres, stocked: str) -> Iterator[Market]:
    """Of its own: the sums are of the whole shop."""
    with market_as_asked(postgres, stocked, {"HOLDFAST_LIMITS": "off"}, "one") as opened:
        yield opened


@pytest.fixture
async def trade(market: Market, visit: Visit) -> Trade:
    """That day's, which all of these tests read."""
    if not _TRADES:
        refusal(export(market.staff, today()), 409, "nothing-in-books")
        _TRADES.append(await a_days_trade(market, visit))
    return _TRADES[0]


_TRADES: list[Trade] = []


def today() -> str:
    return str(datetime.now(UTC).date())


async def test_the_books_say_what_the_finance_pages_say(market: Market, trade: Trade) -> None:
    """Each page is told of its own by events, so they agree once all have heard of all."""

    assert export(market.staff, today()).headers["content-type"].startswith("text/csv")
    differing: dict[str, tuple[int, int]] = {}

    async def agreed() -> bool:
        said = {**_of_payments(market), **_of_sellers(market, trade), **await _of_buyers(market)}
        differing.clear()
        differing.update((name, both) for name, both in said.items() if both[0] != both[1])
        return not differing

    await eventually(agreed, PATIENCE, lambda: f"the books and the pages agree: {differing}")


def _of_payments(market: Market) -> dict[str, tuple[int, int]]:
    """Of the books, and of the pages about payments and figures."""
    staff = market.staff
    books = read(export(staff, today()).text)
    days = expect(staff.get("/api/staff/payment-report"))["days"]
    by = {one["provider"]: one for one in days}
    assert sorted(by) == ["demo", "manual"]
    totals = expect(staff.get("/api/staff/statistics"))["totals"]
    (gross,), (refunds,) = totals["gross"], totals["refunds"]
    back = books.of("Refunds") + books.of("Sales tax payable", kinds="refund")
    clearing = books.of("Payment clearing", side="debit")
    return {
        "captured": (clearing, sum(one["captured"] for one in days)),
        "refunded": (books.of("Payment clearing", kinds="refund"), -by["demo"]["refunded"]),
        "fees": (books.of("Payment processing fees"), by["demo"]["fees"] or 0),
        "sales": (books.of("Customer orders", kinds="sale"), gross["amount"]),
        "given back": (back, refunds["amount"]),
        # Each order was paid, neither more nor less.
        "unpaid": (books.of("Customer orders"), 0),
    }


async def _of_buyers(market: Market) -> dict[str, tuple[int, int]]:
    """Of the books, and of what is owed to buyers."""
    books = read(export(market.staff, today()).text)
    ((wallets,),) = await fetch(
        market.database_url,
        "SELECT sum(balance)::bigint FROM ledger_accounts WHERE key LIKE 'wallet/%/EUR'",
    )
    (owed,) = expect(market.staff.get("/api/staff/liability"))["owed"]
    prepaid = books.of("Prepaid packages and certificates")
    return {
        "wallets": (books.of("Customer wallets"), -wallets),
        "prepaid": (prepaid, -owed["value"]),
        # What was paid with it was worth more than it had cost: the shop's discount.
        "used": (books.of("Packages used"), 4_321 - (7_777 - owed["value"])),
    }


def _of_sellers(market: Market, trade: Trade) -> dict[str, tuple[int, int]]:
    """Of the books, and of what is owed to a seller."""
    staff, path = market.staff, f"/api/staff/sellers/{trade.seller}"
    books = read(export(staff, today()).text)
    (standing,) = expect(staff.get(f"{path}/money"))["standings"]
    payouts = expect(staff.get("/api/staff/payouts"))["payouts"]
    lines = expect(staff.get(f"{path}/statement", params={"currency": "EUR"}))["movements"]
    fees = sum(one["change"] for one in lines if one["kind"].startswith("fee"))
    return {
        "owed": (books.of("Owed to sellers"), standing["owed"] - standing["earned"]),
        "payouts": (books.of("Payouts on their way"), -sum(one["amount"] for one in payouts)),
        "commission": (books.of("Commission income"), fees),
    }


async def test_discounts_delivery_and_tax_are_apart(market: Market, trade: Trade) -> None:
    books = read(export(market.staff, today()).text)
    order = expect(market.staff.get(f"/api/staff/orders/{trade.refunded}"))["order"]
    books.rows = [row for row in books.rows if row["order"] == order["number"]]
    assert books.of("Sales of goods") == -1_500
    assert books.of("Discounts given") == 150
    assert books.of("Delivery income") == -599
    assert books.of("Sales tax payable", kinds="sale") == -99
    # 3.33 of 20.48 went back: that share of the tax with it.
    assert books.of("Sales tax payable", kinds="refund") == 99 * 333 // 2_048
    assert books.of("Payment clearing") == 2_048 - 333


async def test_the_same_span_is_the_same_file(market: Market, trade: Trade) -> None:
    del trade
    for form in ("journal", "1c"):
        first, again = (export(market.staff, today(), form) for _ in range(2))
        assert first.content == again.content
        name = f"books-{today()}-{today()}-{form}.{'xml' if form == '1c' else 'csv'}"
        assert first.headers["content-disposition"] == f'attachment; filename="{name}"'
    numbers = [row["document"] for row in read(export(market.staff, today()).text).rows]
    a_week = str(date.fromisoformat(today()) - timedelta(days=6))
    longer = read(export(market.staff, a_week, last=today()).text)
    assert [row["document"] for row in longer.rows] == numbers
    kept = await fetch(
        market.database_url,
        "SELECT actor, data ->> 'from', data ->> 'to', subject FROM audit_log"
        " WHERE action = 'books.exported' ORDER BY id DESC LIMIT 1",
    )
    ((actor, *about),) = (tuple(row) for row in kept)
    assert actor.startswith("user:")
    assert about == [a_week, today(), "journal"]


def cents(amount: str) -> int:
    return int(Decimal(amount or 0) * 100)


def said(one: Element, path: str) -> str:
    return one.findtext("/".join(f"{CML}{name}" for name in path.split("/"))) or ""


async def test_1c_gets_sales_payments_and_refunds(market: Market, trade: Trade) -> None:
    answer = export(market.staff, today(), "1c")
    assert answer.headers["content-type"].startswith("application/xml")
    assert answer.content.startswith(b'<?xml version="1.0" encoding="UTF-8"?>')
    root = fromstring(answer.content)
    assert (root.tag, root.get("ВерсияСхемы")) == (f"{CML}КоммерческаяИнформация", "2.10")
    documents = root.findall(f"{CML}Документ")
    assert len({said(one, "Ид") for one in documents}) == len(documents)
    kinds = [said(one, "ХозОперация") for one in documents]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "Заказ товара": 7, "Выплата безналичных денег": 5, "Выплата наличных денег": 1,
        "Возврат безналичных денег": 4, "Возврат товара": 1,
    }  # fmt: skip
    page = expect(market.staff.get(f"/api/staff/orders/{trade.refunded}"))
    order, buyer = page["order"], page["buyer"]
    (sale,) = (one for one in documents if said(one, "Ид") == f"S-{order['number']}")
    assert (said(sale, "Номер"), said(sale, "Сумма"), said(sale, "Валюта")) == (
        order["number"], "20.48", "EUR",
    )  # fmt: skip
    # Whose account it is, not whom the parcel is for.
    assert said(sale, f"{BUYER}/Наименование") == buyer["name"] != "An Buyer"
    assert said(sale, f"{BUYER}/Контакты/Контакт/Значение") == buyer["email"]
    (back,) = (one for one in documents if said(one, "ХозОперация") == "Возврат товара")
    assert said(back, "Товары/Товар/Ид") == "REFUND"
    goods, delivery = sale.findall(f"{CML}Товары/{CML}Товар")
    assert [said(goods, one) for one in ("Количество", "ЦенаЗаЕдиницу", "Сумма")] == [
        "3", "5.00", "13.50",
    ]  # fmt: skip
    assert (said(delivery, "Ид"), said(delivery, "Сумма")) == ("ORDER_DELIVERY", "5.99")
    assert (said(sale, "Налоги/Налог/УчтеноВСумме"), said(sale, "Налоги/Налог/Сумма")) == (
        "false", "0.99",
    )  # fmt: skip
    services = [one for one in documents if "Portrait" in said(one, "Товары/Товар/Наименование")]
    assert [said(one, "Сумма") for one in services] == ["90.00", "90.00"]
    kinds = [said(one, "Значение") for one in services[0].iter(f"{CML}ЗначениеРеквизита")]
    assert kinds[0] == "Услуга"


async def test_what_cannot_be_exported_is_said(market: Market, visit: Visit) -> None:
    staff, now = market.staff, date.fromisoformat(today())

    def asked(first: date, last: date, form: str = "journal") -> Any:
        return export(staff, str(first), form, str(last))

    day = timedelta(days=1)
    reversed_days = refusal(asked(now, now - day), 422, "invalid-request")
    assert (reversed_days["field"], reversed_days["detail"]) == ("from", "Ask for 1 to 366 days.")
    refusal(asked(now - 366 * day, now), 422, "invalid-request")
    ahead = refusal(asked(now, now + 2 * day), 422, "day-not-over")
    assert (ahead["field"], ahead["detail"]) == ("to", "Ask for days up to today.")
    unfinished = refusal(asked(now, now, "quickbooks"), 422, "day-not-over")
    assert unfinished["detail"] == (
        f"QuickBooks gets one entry for a whole day. Ask for days up to {now - day}."
    )
    refusal(asked(now - 90 * day, now - 80 * day), 409, "nothing-in-books")
    refusal(asked(now, now, "csv"), 422, "invalid-request")
    refusal(staff.get(BOOKS), 422, "invalid-request")
    refusal(await visit(market).get(BOOKS, **{"from": today(), "to": today()}), 401,
            "login-required")  # fmt: skip


async def test_what_is_too_much_for_a_file_is_refused_and_not_cut(market: Market) -> None:
    long_ago = date.fromisoformat(today()) - timedelta(days=300)
    moves = f"payment_moves WHERE at::date = '{long_ago}'"
    await execute(
        market.database_url,
        "INSERT INTO payment_moves (at, kind, payment_id, provider, currency, amount)"
        f" SELECT '{long_ago}'::date + time '12:00', 'refunded', gen_random_uuid(), 'demo',"
        " 'EUR', -1 FROM generate_series(1, 100001)",
    )
    refused = refusal(export(market.staff, str(long_ago), "1c"), 409, "books-too-large")
    assert (refused["field"], refused["limit"]) == ("to", 100_000)
    await execute(market.database_url, f"DELETE FROM {moves}")
    refusal(export(market.staff, str(long_ago), "1c"), 409, "nothing-in-books")


async def test_days_are_those_of_the_shops_clock(market: Market, trade: Trade) -> None:
    """Where it is another day now: half of the time yesterday, else tomorrow."""
    del trade
    early = datetime.now(UTC).hour < 12
    zone, by = ("Etc/GMT+12", -1) if early else ("Pacific/Kiritimati", 1)
    dispatch = expect(market.staff.get("/api/staff/settings"))["settings"]["dispatch"]
    there = str(date.fromisoformat(today()) + timedelta(days=by))
    before = read(export(market.staff, today()).text)
    expect(market.staff.patch("/api/staff/settings", json={"dispatch": dispatch | {"zone": zone}}))
    try:
        moved = read(export(market.staff, there).text)
        assert {row["date"] for row in moved.rows} == {there}
        assert [row["document"] for row in moved.rows] == [row["document"] for row in before.rows]
    finally:
        expect(market.staff.patch("/api/staff/settings", json={"dispatch": dispatch}))


async def test_quickbooks_gets_one_balanced_entry_a_day_and_kind(
    market: Market, trade: Trade
) -> None:
    """Of yesterday, when orders were paid and money moved as if it had been then."""
    del trade
    for statement in (
        "UPDATE orders SET paid_at = paid_at - interval '1 day' WHERE paid_at IS NOT NULL",
        "UPDATE payment_moves SET at = at - interval '1 day'",
    ):
        await execute(market.database_url, statement)
    yesterday = date.fromisoformat(today()) - timedelta(days=1)
    answer = export(market.staff, str(yesterday), "quickbooks")
    assert answer.content == export(market.staff, str(yesterday), "quickbooks").content
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert list(rows[0]) == [
        "JournalNo", "JournalDate", "AccountName", "Debits", "Credits", "Description", "Name",
        "Currency",
    ]  # fmt: skip
    stem = f"HF-{yesterday:%Y%m%d}-EUR-"
    assert list(dict.fromkeys(row["JournalNo"] for row in rows)) == [
        f"{stem}{code}" for code in ("SALE", "PAY", "BACK")
    ]  # fmt: skip
    assert {row["JournalDate"] for row in rows} == {f"{yesterday:%m/%d/%Y}"}
    for code in ("SALE", "PAY", "BACK"):
        entry = [row for row in rows if row["JournalNo"] == f"{stem}{code}"]
        debits = sum(cents(row["Debits"]) for row in entry)
        assert debits == sum(cents(row["Credits"]) for row in entry) > 0
    books = read(export(market.staff, str(yesterday)).text)
    paid = {row["AccountName"]: row for row in rows if row["JournalNo"].endswith("PAY")}
    demo = [row for row in books.rows if row["account"] == "Payment clearing:demo"]
    books.rows = [row for row in demo if row["kind"] == "payment"]
    assert cents(paid["Payment clearing:demo"]["Debits"]) == books.of("Payment clearing")
