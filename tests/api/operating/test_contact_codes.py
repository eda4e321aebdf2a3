"""Only who has shown that mail reaches them asks for a booking, where the studio says so; and by
that contact it is counted how many of their requests may be open."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from tests.api.operating.test_mails import an_address
from tests.api.operating.test_told_of_bookings import mark as mark
from tests.api.operating.test_told_of_bookings import services as services
from tests.support.mail_server import MailServer
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.server import until
from tests.support.studio import day_ahead

STATE, ASK, CONFIRM = "/api/contact", "/api/contact/codes", "/api/contact/confirm"
RULES = "/api/staff/studio-rules"
HOLD = "/api/bookings/hold"

Visitor = Callable[..., httpx.Client]


@pytest.fixture
def strict(staff: httpx.Client) -> Iterator[None]:
    """Confirmed contacts alone, two requests of each."""
    before = expect(staff.get(RULES))
    put(staff, {"confirmed": True, "client": 2, "calendar": None})
    yield
    put(staff, before["requests"])


def put(staff: httpx.Client, requests: dict[str, Any]) -> Any:
    read = staff.get(RULES)
    asked = {name: expect(read)[name] for name in ("policy", "shares")} | {"requests": requests}
    saved = staff.put(RULES, json=asked, headers={"If-Match": read.headers["etag"]})
    return expect(saved)


def codes(post: MailServer, address: str) -> list[str]:
    titles = [str(one.mail["Subject"]) for one in post.to(address)]
    return [found[0] for one in titles if (found := re.findall(r"^(\d{6}) is your code", one))]


def code_in(post: MailServer, address: str, nth: int = 1) -> str:
    until(lambda: len(codes(post, address)) >= nth, PATIENCE, f"a code to {address}")
    (code,) = codes(post, address)[nth - 1 :]
    assert code in post.to(address)[-1].text("plain")
    return code


def confirm(client: httpx.Client, post: MailServer, address: str, nth: int = 1) -> None:
    expect(client.post(ASK, json={"email": address}), 202)
    expect(client.post(CONFIRM, json={"code": code_in(post, address, nth)}))


def ask(client: httpx.Client, service: str, day: int, hour: int) -> httpx.Response:
    body = {"serviceId": service, "start": f"{day_ahead(day)}T{hour:02}:00"}
    return client.post(HOLD, json=body)


def test_a_guest_asks_once_a_code_that_was_mailed_came_back(
    visitor: Visitor, strict: None, post: MailServer, services: dict[str, str]
) -> None:
    guest, address = visitor(), an_address()
    nobody = {
        "email": "", "confirmed": False, "recent": False, "needed": True, "canAsk": True,
    }  # fmt: skip
    assert expect(guest.get(STATE)) == nobody
    refusal(ask(guest, services["on request"], 20, 10), 409, "contact-unconfirmed")
    expect(ask(guest, services["at once"], 20, 10))  # whoever pays at once needs none
    refusal(guest.post(ASK, json={"email": "no address"}), 422, "contact-invalid")
    refusal(guest.post(CONFIRM, json={"code": "000000"}), 410, "contact-code-expired")

    told = expect(guest.post(ASK, json={"email": address.upper()}), 202)
    assert told == {"success": True, "email": address}
    code = code_in(post, address)
    stranger = visitor()
    refusal(stranger.post(CONFIRM, json={"code": code}), 410, "contact-code-expired")
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    found = refusal(guest.post(CONFIRM, json={"code": wrong}), 422, "contact-code-wrong")
    assert found["field"] == "code"
    assert not expect(guest.get(STATE))["confirmed"]
    given = expect(guest.post(CONFIRM, json={"code": f"{code[:3]} {code[3:]}"}))
    assert given == {"success": True, "email": address}
    assert expect(guest.get(STATE)) == {
        **nobody, "email": address, "confirmed": True, "recent": True,
    }  # fmt: skip
    refusal(guest.post(CONFIRM, json={"code": code}), 410, "contact-code-expired")
    refusal(guest.post(ASK, json={"email": address}), 409, "email-verified")

    held = expect(ask(guest, services["on request"], 20, 12))
    assert held["booking"]["status"] == "requested"
    # Another address is another contact, which is to be confirmed as well.
    expect(guest.post(ASK, json={"email": an_address()}), 202)
    refusal(ask(guest, services["on request"], 20, 14), 409, "contact-unconfirmed")


def test_what_is_open_is_counted_by_the_mailbox_whoever_asks(
    visitor: Visitor, strict: None, post: MailServer, services: dict[str, str]
) -> None:
    one, other, third, address = visitor(), visitor(), visitor(), an_address()
    name, domain = address.split("@")
    service = services["on request"]
    confirm(one, post, address)
    confirm(other, post, f"{name}+again@{domain}")
    first = expect(ask(one, service, 22, 10))
    expect(ask(other, service, 22, 12))
    for who, hour in ((one, 14), (other, 16)):
        refusal(ask(who, service, 22, hour), 429, "too-many-asked")
    confirm(third, post, an_address())
    expect(ask(third, service, 22, 14))
    expect(one.post(f"/api/bookings/{first['bookingId']}/cancel", json={}))
    expect(ask(other, service, 22, 10))


def test_a_calendar_has_as_many_requests_as_the_studio_says(
    visitor: Visitor, staff: httpx.Client, post: MailServer, services: dict[str, str]
) -> None:
    before = expect(staff.get(RULES))["requests"]
    guests, service = [visitor() for _ in range(3)], services["on request"]
    held: list[Any] = []
    try:
        asked = list(expect(staff.get("/api/staff/booking-requests"))["requests"])
        put(staff, {"confirmed": False, "client": None, "calendar": len(asked) + 2})
        held.extend(expect(ask(who, service, 24, 10 + 2 * at)) for at, who in enumerate(guests[:2]))
        refusal(ask(guests[2], service, 24, 15), 409, "asked-too-much")
        expect(guests[0].post(f"/api/bookings/{held[0]['bookingId']}/cancel", json={}))
        expect(ask(guests[2], service, 24, 15))
    finally:
        put(staff, before)


def test_a_members_code_goes_to_the_account_and_confirms_its_address(
    visitor: Visitor, strict: None, post: MailServer, services: dict[str, str]
) -> None:
    member = visitor(account=True)
    address = expect(member.get(STATE))["email"]
    refusal(ask(member, services["on request"], 26, 10), 409, "contact-unconfirmed")
    told = expect(member.post(ASK, json={"email": an_address()}), 202)
    assert told["email"] == address
    expect(member.post(CONFIRM, json={"code": code_in(post, address)}))
    assert expect(member.get("/api/profile/email"))["verified"]
    expect(ask(member, services["on request"], 26, 10))


def test_a_code_is_tried_five_times_and_only_the_last_one_works(
    visitor: Visitor, post: MailServer
) -> None:
    guest, address = visitor(), an_address()
    expect(guest.post(ASK, json={"email": address}), 202)
    code = code_in(post, address)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    for _ in range(5):
        refusal(guest.post(CONFIRM, json={"code": wrong}), 422, "contact-code-wrong")
    refusal(guest.post(CONFIRM, json={"code": code}), 410, "contact-code-expired")
    expect(guest.post(ASK, json={"email": address}), 202)
    later = code_in(post, address, 2)
    if later != code:  # one in a million
        refusal(guest.post(CONFIRM, json={"code": code}), 422, "contact-code-wrong")
    expect(guest.post(CONFIRM, json={"code": later}))


def test_the_studios_rules_say_what_is_wrong_with_them(staff: httpx.Client) -> None:
    read = staff.get(RULES)
    asked = {"policy": expect(read)["policy"], "requests": {"client": 0, "calendar": 1001}}
    headers = {"If-Match": read.headers["etag"]}
    wrong = refusal(staff.put(RULES, json=asked, headers=headers), 422, "invalid-request")
    assert [one["field"] for one in wrong["errors"]] == ["requests.client", "requests.calendar"]
