"""A seller, and staff, read a statement of some days; as CSV and PDF, too."""

import csv
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO

import httpx
import pytest
from pypdf import PdfReader

from tests.api.seller.test_own_money import at_once, earned, ruled, standing
from tests.api.seller.trading import SELLERS, Trader, sell
from tests.support.market import expect, refusal
from tests.support.server import ServerProcess

__all__ = ["at_once"]


def today() -> date:
    return datetime.now(UTC).date()


async def test_a_statement_of_some_days(
    shop: ServerProcess, staff: httpx.Client, traders: tuple[Trader, Trader]
) -> None:
    one, _ = traders
    own, of_staff = f"/api/seller/{one.seller}", f"{SELLERS}/{one.seller}"
    day = timedelta(days=1)
    days = {"currency": "EUR", "from": str(today() - day), "to": str(today() + day)}
    ruled(staff, one.seller, 10_000)
    product = one.make()
    price = product["variants"][0]["price"]
    sell(staff, shop.url, [product])
    net = price - price // 10
    await earned(one, net)
    expect(staff.post(f"{of_staff}/payouts", json={"currency": "EUR"}), 201)

    shown = expect(one.http.get(f"{own}/statement/days", params=days))
    assert expect(staff.get(f"{of_staff}/statement/days", params=days)) == shown
    assert (shown["opening"], shown["closing"]) == (0, 0)
    assert standing(one.http, own)["earned"] == shown["closing"]
    assert [(line["kind"], line["change"]) for line in shown["sums"]] == [
        ("sale", price), ("fee", -(price // 10)), ("payout", -net),
    ]  # fmt: skip
    assert [line["balance"] for line in shown["movements"]] == [price, net, 0]
    page = expect(one.http.get(f"{own}/statement/days", params=days | {"limit": 2}))
    rest = days | {"limit": 2, "cursor": page["nextCursor"]}
    again = expect(one.http.get(f"{own}/statement/days", params=rest))
    assert page["movements"] + again["movements"] == shown["movements"]
    assert (again["closing"], again["nextCursor"]) == (shown["closing"], None)

    file = one.http.get(f"{own}/statement/days", params=days | {"format": "csv"})
    assert file.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(file.text.splitlines()))
    assert [row["kind"] for row in rows] == ["opening", "sale", "fee", "payout", "closing"]
    assert [Decimal(row["balance"]) * 100 for row in rows] == [0, price, net, 0, 0]

    for language, title in (("en", "Statement"), ("ru", "Выписка"), ("ko", "거래 명세서")):
        asked = days | {"format": "pdf", "language": language}
        paper = one.http.get(f"{own}/statement/days", params=asked)
        assert paper.headers["content-type"] == "application/pdf"
        text = PdfReader(BytesIO(paper.content)).pages[0].extract_text()
        assert title in text
        number = shown["movements"][0]["orderNumber"]
        assert text.count(number) == 2  # the sale and its commission


def test_of_days_in_which_nothing_moved(traders: tuple[Trader, Trader]) -> None:
    one, _ = traders
    own = f"/api/seller/{one.seller}/statement/days"
    first = today().replace(day=1)
    shown = expect(one.http.get(own, params={"currency": "EUR"}))
    assert shown["last"] == str(first - timedelta(days=1))
    assert shown["first"] == str((first - timedelta(days=1)).replace(day=1))
    assert (shown["opening"], shown["closing"], shown["sums"], shown["movements"]) == (0, 0, [], [])
    paper = one.http.get(own, params={"currency": "EUR", "format": "pdf"})
    assert "Nothing moved" in PdfReader(BytesIO(paper.content)).pages[0].extract_text()


@pytest.mark.parametrize(
    ("first", "last"), [("2026-02-02", "2026-02-01"), ("2024-01-01", "2026-01-01")]
)
def test_of_at_most_a_year(traders: tuple[Trader, Trader], first: str, last: str) -> None:
    one, _ = traders
    own = f"/api/seller/{one.seller}/statement/days"
    answer = one.http.get(own, params={"currency": "EUR", "from": first, "to": last})
    assert refusal(answer, 422, "invalid-request")["field"] == "from"
