"""Staff look at what repeat orders come to."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, settled, shot
from tests.e2e.member import Member
from tests.e2e.test_repeat_orders import desk_of
from tests.e2e.test_repeats_end_with_orders import ordered_again
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def repeating(prepared: PreparedShops) -> Iterator[ServerProcess]:
    with prepared.opened(HOLDFAST_LIMITS="off") as opened:
        yield opened


def test_staff_see_what_runs_and_what_it_brings_and_take_it_as_a_file(
    repeating: ServerProcess, visitor: Visitor
) -> None:
    desk = desk_of(repeating, visitor)
    desk.goto("/staff/repeat-figures")
    expect(desk.get_by_text("Nothing is ordered again and again yet")).to_be_visible()
    assert_clean_everywhere(desk, "figures of repeat orders, none yet")
    with Member(repeating) as ann:
        ordered_again(ann.enter(visitor(repeating.url)), desk, repeating)
    desk.reload()
    active = desk.get_by_role("term").filter(has_text="Active now")
    expect(active.locator("xpath=following-sibling::dd")).to_have_text("1")
    month = desk.get_by_role("term").filter(has_text="Each month")
    expect(month.locator("xpath=following-sibling::dd")).not_to_have_text("—")
    shot(settled(desk), "repeat-figures")
    assert_clean_everywhere(desk, "figures of repeat orders")
    with desk.expect_download() as file:
        desk.get_by_role("link", name="CSV").click()
    assert file.value.suggested_filename == "repeat-orders.csv"
