"""Cursors are ours, but whoever knows how they are made can make others: each is refused as not
ours, or read as a place where nothing lies; none is more than a page can bear.
"""

from collections.abc import Iterator
from typing import Any, Final
from uuid import uuid4

import pytest

from holdfast.kit import encode_cursor
from tests.support.market import Market, opened_market, refusal

AN_ID: Final = str(uuid4())
NOW: Final = "2026-11-20T12:00:00+00:00"
BEFORE_ANY_YEAR: Final = "0001-01-01T00:00:00+14:00"
AFTER_ANY_YEAR: Final = "9999-12-31T23:59:59-14:00"
HUGE: Final = 2**63


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    with opened_market(tmp_path_factory.mktemp("cursors")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/api/products?sort=price", ("price", HUGE, AN_ID)),
        ("/api/products?sort=-price", ("-price", -HUGE - 1, AN_ID)),
        ("/api/products?sort=name", ("name", "a\0", AN_ID)),
        ("/api/products?sort=new", ("new", BEFORE_ANY_YEAR, AN_ID)),
        ("/api/products?sort=new", ("new", AFTER_ANY_YEAR, AN_ID)),
        ("/api/products?sort=new", ("new", "2026-11-20T12:00:00", AN_ID)),
        ("/api/staff/variants?", ("a", HUGE, AN_ID)),
        ("/api/staff/variants?", ("a\0", 1, AN_ID)),
        ("/api/staff/stock-log?", (NOW, "stock/x", HUGE)),
        ("/api/staff/stock-log?", (AFTER_ANY_YEAR, "stock/x", 1)),
        ("/api/staff/stock-log?", (NOW, "wallet/x", 1)),
        ("/api/staff/reservations?", (BEFORE_ANY_YEAR, AN_ID)),
        ("/api/staff/stuck?", ("job", encode_cursor(HUGE))),
        ("/api/staff/stuck?", ("delivery", encode_cursor(HUGE))),
        ("/api/staff/stuck?", ("else", "")),
        ("/api/staff/stuck?", ("mail", encode_cursor("yesterday", AN_ID))),
    ],
)
async def test_a_place_that_no_row_can_have_is_not_a_cursor(
    market: Market, path: str, place: tuple[Any, ...]
) -> None:
    refusal(market.staff.get(f"{path}&cursor={encode_cursor(*place)}"), 400, "bad-cursor")


async def test_a_place_behind_all_rows_ends_the_pages(market: Market) -> None:
    cursor = encode_cursor("\U0010ffff", 2**62, AN_ID)
    found = market.staff.get("/api/staff/variants", params={"cursor": cursor})
    assert found.status_code == 200, found.text
    assert found.json()["variants"] == []
