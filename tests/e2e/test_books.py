"""Staff download the books for their accountant's program, and are told why where they cannot."""

import csv
import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, in_all_looks, settled, shot
from tests.e2e.shop import Shop
from tests.e2e.till import enter_as_staff, go_to_till, pay
from tests.support.server import ServerProcess

pytestmark = pytest.mark.long


def test_the_books_of_some_days_are_downloaded(
    server: ServerProcess, shop: Shop, visitor: Visitor
) -> None:
    guest = visitor(server.url)
    go_to_till(guest, shop.goods("anker-737", stock=3))
    pay(guest)
    expect(guest).to_have_url(re.compile("/orders/"))
    staff = visitor(server.url)
    enter_as_staff(staff)
    staff.goto("/staff/payments")
    staff.get_by_role("link", name="Accounting").click()
    expect(staff.get_by_role("heading", name="Accounting")).to_be_visible()
    expect(staff.get_by_role("radio", name="Last month")).to_be_checked()
    assert_clean_everywhere(settled(staff), "books")
    in_all_looks(staff, "books")

    # By keyboard: another format, then the days one by one.
    staff.get_by_role("radio", name="QuickBooks Online").focus()
    for form in ("1C CommerceML", "Journal CSV"):
        staff.keyboard.press("ArrowDown")
        expect(staff.get_by_role("radio", name=form)).to_be_checked()
    # (On the first day of a month that day alone is "This month".)
    today = datetime.now(UTC).date()
    before = today - timedelta(days=1)
    staff.get_by_label("From").fill(str(before))
    staff.get_by_label("To", exact=True).fill(str(today))
    for preset in ("This month", "Last month", "Last quarter"):
        expect(staff.get_by_role("radio", name=preset)).not_to_be_checked()
    button = staff.get_by_role("button", name="Download")
    with staff.expect_download() as file:
        button.click()
    assert file.value.suggested_filename == f"books-{before}-{today}-journal.csv"
    with file.value.path().open(newline="") as opened:
        kinds = {row["kind"] for row in csv.DictReader(opened)}
    assert "sale" in kinds
    expect(staff.get_by_text("The file is in your downloads.")).to_be_visible()
    staff.reload()
    expect(staff.get_by_role("radio", name="Journal CSV")).to_be_checked()

    staff.get_by_text("QuickBooks Online", exact=True).click()
    button.click()
    refused = staff.get_by_role("alert")
    expect(refused).to_contain_text("QuickBooks gets one entry for a whole day.")
    assert_clean_everywhere(settled(staff), "books of a day that is not over")
    shot(staff, "books-refused")
    staff.get_by_label("To", exact=True).fill(str(before - timedelta(days=1)))
    expect(refused).to_have_count(0)
    expect(staff.get_by_text("Choose a day from the first one on.")).to_be_visible()
    button.click()
    expect(staff.get_by_label("To", exact=True)).to_be_focused()
    for language in ("ru-RU", "ko-KR"):
        other = visitor(server.url, locale=language, width=360)
        enter_as_staff(other)
        other.goto("/staff/books")
        settled(other)
        shot(other, f"books-{language}")
        assert other.evaluate("document.documentElement.scrollWidth") <= 360, language
