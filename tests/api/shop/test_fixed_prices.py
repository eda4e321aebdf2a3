"""What is no goods that are sent (a booking, with goods beside or without, a package, a
certificate, what is due later) is not priced anew by another address, coupon or line: it keeps its
price, its reservation and its time."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.api.shop.test_addresses import BERLIN
from tests.api.shop.test_bookings import MINE, a_service, hold, paid
from tests.api.shop.test_certificates import GIFT, VOUCHER
from tests.api.shop.test_packages import customer, house, staff
from tests.api.shop.test_packages import made as a_package
from tests.api.staff.drafts import in_shop, made
from tests.support.market import expect, refusal
from tests.support.studio import day_ahead

__all__ = ["customer", "house", "staff"]


def stays(buyer: httpx.Client, staff: httpx.Client, order_id: str, total: int) -> None:
    """However it is asked to be priced anew."""
    path = f"/api/orders/{order_id}"
    before = expect(buyer.get(path))["order"]
    assert before["total"] == total
    for asked in (
        {"shippingAddress": BERLIN},
        {"shippingMethod": "post"},
        {"shippingAddress": BERLIN, "expectedTotal": 0},
    ):
        refusal(buyer.put(f"{path}/delivery", json=asked), 409, "address-fixed")
    to_berlin = {"shippingAddress": BERLIN}
    refusal(staff.put(f"{path}/delivery", json=to_berlin), 409, "address-fixed")
    offered = expect(buyer.get(f"{path}/coupons"))
    assert (offered["subtotal"], offered["total"], offered["coupons"]) == (total, total, [])
    coupon = {"couponId": str(uuid4())}
    told = refusal(buyer.post(f"{path}/coupon", json=coupon), 409, "coupon-not-usable")
    assert told["coupon"]["reason"] == "scope"
    expect(buyer.post(f"{path}/coupon", json={"couponId": None}))
    line = {"productId": str(uuid4()), "variantId": str(uuid4()), "quantity": 1}
    lines = {"reservationId": before["reservationId"], "items": [line]}
    refusal(staff.post(f"/api/staff/orders/{order_id}/lines", json=lines), 409, "lines-fixed")
    assert expect(buyer.get(path))["order"] == before


@pytest.mark.usefixtures("house")
def test_a_booking_keeps_its_price_and_its_time(
    client: httpx.Client, customer: httpx.Client, staff: httpx.Client
) -> None:
    service, start = a_service(staff, "photographer"), f"{day_ahead(5)}T10:00"
    held = expect(hold(customer, service, start))
    stays(customer, staff, held["orderId"], 9_000)
    refusal(hold(client, service, start), 409, "time-taken")
    assert paid(customer, staff, held)["status"] == "confirmed"
    refusal(hold(client, service, start), 409, "time-taken")


@pytest.mark.usefixtures("house")
def test_a_booking_with_goods_beside_keeps_the_session_in_its_price(
    client: httpx.Client, customer: httpx.Client, staff: httpx.Client
) -> None:
    expect(staff.patch("/api/staff/settings", json={"currency": "EUR"}))
    service, start = a_service(staff, "photographer"), f"{day_ahead(6)}T10:00"
    frame = made(staff)  # black: three at 5.00
    line = {"productId": frame["id"], "variantId": frame["variants"][0]["id"], "quantity": 2}
    held = expect(hold(customer, service, start, items=[line]))
    stays(customer, staff, held["orderId"], 10_000)
    refusal(hold(client, service, start), 409, "time-taken")
    assert in_shop(client, frame)["stock"] == 1
    paid(customer, staff, held)
    refusal(hold(client, service, start), 409, "time-taken")
    assert in_shop(client, frame)["stock"] == 1


@pytest.mark.parametrize("gift", [None, GIFT])
def test_a_package_and_a_certificate_keep_their_price(
    customer: httpx.Client, staff: httpx.Client, gift: dict[str, Any] | None
) -> None:
    package = a_package(staff) if gift is None else a_package(staff, items=VOUCHER)
    asked = {"expectedTotal": package["price"]} | ({} if gift is None else {"gift": gift})
    placed = expect(customer.post(f"/api/packages/{package['id']}/buy", json=asked))
    stays(customer, staff, placed["orderId"], package["price"])


@pytest.mark.usefixtures("house")
def test_what_is_due_later_keeps_its_price_and_the_time_held_for_it(
    client: httpx.Client, customer: httpx.Client, staff: httpx.Client
) -> None:
    deposit = {"rule": "percent", "value": 30}
    service, day = a_service(staff, "photographer", deposit=deposit), day_ahead(7)
    held = expect(hold(customer, service, f"{day}T10:00"))
    stays(customer, staff, held["orderId"], 2_700)
    paid(customer, staff, held)
    booking = f"{MINE}/{held['bookingId']}"
    rest = expect(customer.post(f"{booking}/rest"))
    stays(customer, staff, rest["orderId"], 6_300)
    longer = {"start": f"{day}T10:00", "length": 120, "payDifference": True}
    more = expect(customer.post(f"{booking}/move", json=longer))
    order = expect(customer.get(f"/api/orders/{more['orderId']}"))["order"]
    assert order["total"] > 0
    stays(customer, staff, more["orderId"], order["total"])
    refusal(hold(client, service, f"{day}T11:00"), 409, "time-taken")
