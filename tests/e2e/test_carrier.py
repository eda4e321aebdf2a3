"""A label is bought of the demo's carrier, a process of its own, which then moves the parcel to the
buyer's door by its words to the shop."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from holdfast.api.contract.examples_addresses import ADDRESS
from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, shot
from tests.e2e.shop import Shop
from tests.e2e.till import enter_as_staff
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess, free_port

pytestmark = pytest.mark.long

PACE = {"HOLDFAST_DEMO_CARRIER_PACE": "0.5"}


@pytest.fixture(scope="module")
def delivering(prepared: PreparedShops) -> Iterator[Shop]:
    """A shop, and its carrier beside it."""
    port = free_port()
    there = {"HOLDFAST_DEMO_CARRIER_URL": f"http://127.0.0.1:{port}", "HOLDFAST_LIMITS": "off"}
    with (
        prepared.opened(**there) as running,
        tempfile.TemporaryDirectory(prefix="holdfast-test-") as folder,
        ServerProcess(
            Path(folder) / "data", "--shop", running.url,
            role="demo-carrier", environment=_secret_of(running) | PACE, port=port,
        ),
        Shop(running.url) as opened,
    ):  # fmt: skip
        yield opened


def _secret_of(shop: ServerProcess) -> dict[str, str]:
    """That by which its processes know one another."""
    return {"HOLDFAST_SECRET": shop.secret}


def test_a_carrier_takes_a_parcel_to_the_door(delivering: Shop, visitor: Visitor) -> None:
    goods = delivering.goods("keychron-k3", stock=9)
    staff = visitor(delivering.url)
    enter_as_staff(staff)
    one = staff.get_by_test_id("parcel-1")
    buy = one.get_by_role("button", name="Buy a label: Demo Post")

    refused = delivering.buy_together(goods, to=ADDRESS | {"street": "Refused 1"})
    staff.goto(f"/staff/orders/{refused}")
    staff.get_by_role("button", name="Pack everything").click()
    buy.click()
    expect(one).to_contain_text("The carrier refused it")
    expect(one).to_contain_text("We do not deliver to this address.")
    expect(buy).to_be_visible()  # once the address is right
    shot(staff, "label-refused")

    lost = delivering.buy_together(goods, to=ADDRESS | {"street": "Lost 1"})
    staff.goto(f"/staff/orders/{lost}")
    staff.get_by_role("button", name="Pack everything").click()
    buy.click()
    expect(one).to_contain_text("The carrier lost it", timeout=60_000)

    order = delivering.buy_together(goods, to=ADDRESS)
    staff.goto(f"/staff/orders/{order}")
    staff.get_by_role("button", name="Pack everything").click()
    buy.click()
    with staff.expect_download() as saved:
        one.get_by_role("link", name="Label").click()
    assert saved.value.path().read_bytes().startswith(b"%PDF")
    expect(one).to_contain_text("Demo Post, number DP")
    expect(one).to_contain_text("Delivered", timeout=60_000)
    expect(staff.get_by_test_id("standing")).to_contain_text("Completed")
    one.get_by_role("button", name="Ask the carrier now").click()
    shot(staff, "label-delivered")
    assert_clean_everywhere(staff, "staff-label")

    link = delivering.order(order)["parcels"][0]["link"]
    friend = visitor(delivering.url)  # no login, no cookie: the address is enough
    friend.goto(f"/track/{link}")
    way = friend.get_by_role("list", name="Where it is")
    for step in ("Handed to the carrier", "Hub B", "Out for delivery", "Delivered"):
        expect(way).to_contain_text(step)
    shot(friend, "track-by-carrier")
    assert_clean_everywhere(friend, "track-by-carrier")
