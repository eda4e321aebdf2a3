"""Mails of a whole shop: a forgotten password, what was bought; a shop that sends none."""

import asyncio
import json
import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from holdfast.api.contract.examples_addresses import ADDRESS
from tests.api.shop.test_packages import bought, made
from tests.api.staff import drafts
from tests.support.due_mails import send_now
from tests.support.mail_server import MailServer, Took
from tests.support.market import eventually, expect, in_plenty, refusal
from tests.support.patience import PATIENCE
from tests.support.people import signed_up
from tests.support.server import ServerProcess, until

WANTED = "/api/password-links"
WISHED = "/api/mail-preferences"
LOG = "/api/staff/mails"
TEMPLATES = "/api/staff/mail-templates"


@pytest.fixture
def ann(mailing: ServerProcess) -> Iterator[httpx.Client]:
    with signed_up(mailing.url, "Ann <b>") as client:
        yield client


def an_address() -> str:
    return f"ann-{uuid4().hex}@test.example"


def one_mail(post: MailServer, address: str, titled: str) -> Took:
    """The one with these words in its title, once it is there."""

    async def there() -> list[Took]:
        return [one for one in post.to(address) if titled in str(one.mail["Subject"])]

    found = asyncio.run(eventually(there, PATIENCE, f"mail to {address}: {titled}"))
    (one,) = found
    assert isinstance(one, Took)
    return one


def test_who_forgot_the_password_gets_a_link_that_works_once(
    ann: httpx.Client, post: MailServer
) -> None:
    email = ann.headers["X-Address"]
    nobody = expect(ann.post(WANTED, json={"email": an_address()}), 202)
    assert expect(ann.post(WANTED, json={"email": email.upper()}), 202) == nobody
    mail = one_mail(post, email, "password")
    assert str(mail.mail["From"]) == "Loft <orders@shop.example>"
    (token,) = set(re.findall(r"https://shop\.example/password#(\S+)", mail.text("plain")))
    assert token in mail.text("html")
    chosen = {"link": token, "password": "another horse, another battery"}
    expect(ann.post("/api/password", json=chosen))
    refusal(ann.post("/api/password", json=chosen), 410, "link-used")
    one_mail(post, email, "The security of your account")
    assert len(post.to(email)) == 2
    refusal(ann.post(WANTED, json={"email": "a" * 300}), 422, "invalid-request")


def test_staff_have_a_link_mailed_to_somebody(
    ann: httpx.Client, staff: httpx.Client, post: MailServer
) -> None:
    email, user = ann.headers["X-Address"], expect(ann.get("/api/session"))["user"]["id"]
    shown = expect(staff.post(f"/api/staff/users/{user}/password-link"), 201)["path"]
    path = f"/api/staff/users/{user}/password-link/mail"
    refusal(ann.post(path), 403, "forbidden")
    assert expect(staff.post(path), 202) == {"to": email}
    mail = one_mail(post, email, "Your account at")
    assert "has an account for you" in mail.text("plain")
    (token,) = set(re.findall(r"https://shop\.example/password#(\S+)", mail.text("plain")))
    for link in (shown.removeprefix("/password#"), token):
        expect(ann.post("/api/links/check", json={"link": link}))
    expect(ann.post("/api/password", json={"link": token, "password": "another horse, a battery"}))
    refusal(staff.post(f"/api/staff/users/{uuid4()}/password-link/mail"), 404, "user-not-found")


def test_what_is_bought_is_told_in_both_looks(
    ann: httpx.Client, staff: httpx.Client, post: MailServer
) -> None:
    bought(ann, staff, made(staff, name="Present <i>"))
    paid = one_mail(post, ann.headers["X-Address"], "is paid")
    assert "Hello Ann <b>," in paid.text("plain")
    assert "Ann &lt;b&gt;" in paid.text("html")
    ready = one_mail(post, ann.headers["X-Address"], "is ready to use")
    assert "10 h" in ready.text("plain")
    assert "Present &lt;i&gt;" in ready.text("html")


def test_a_guest_is_mailed_where_the_order_goes_and_found_by_it(
    mailing: ServerProcess, staff: httpx.Client, post: MailServer
) -> None:
    email, phone = f"Guest-{uuid4().hex}@test.example", "90185317"
    with (
        httpx.Client(base_url=mailing.url, timeout=PATIENCE) as guest,
        httpx.Client(base_url=mailing.url, timeout=PATIENCE) as stranger,
    ):
        order, number = an_order_sent_to(guest, ADDRESS | {
            "email": email, "phone": f"030 {phone}", "name": "Gus <i>"})  # fmt: skip
        paid = one_mail(post, email, "оплачен")
        assert "Gus <i>" in paid.text("plain")
        (link,) = re.findall(r"https://shop\.example/order#(\S+)", paid.text("plain"))
        assert link in paid.text("html")
        for reader in (stranger, guest):
            shown = expect(reader.post("/api/order-links", json={"link": link}))["order"]
            assert (shown["id"], shown["status"], shown["number"]) == (order, "paid", number)
            assert shown["shippingAddress"] is shown["nextAction"] is None
            assert email not in str(shown)
        refusal(stranger.get(f"/api/orders/{order}"), 404, "order-not-found")
        other = an_order_sent_to(guest, ADDRESS)[0]
        for forged in (f"{link}x", order, link.replace(order, other), "x", "é.\ud800", "." * 100):
            asked = json.dumps({"link": forged})
            told = stranger.post("/api/order-links", content=asked,
                                 headers={"Content-Type": "application/json"})  # fmt: skip
            assert told.status_code in (400, 404, 422), forged
        refusal(stranger.post("/api/order-links", json={"link": order}), 404, "order-link-unknown")

    def found(text: str) -> list[str]:
        page = expect(staff.get("/api/staff/orders", params={"q": text}))
        return [one["id"] for one in page["orders"]]

    for text in (email, email.lower()[:20], f"+49 30 {phone}", f"(030) {phone}", f"004930{phone}"):
        assert order in found(text), text
        assert other not in found(text), text
    for text in (f"1{email}", f"{phone} 9", email.lower().replace("-", "_")):
        assert order not in found(text), text
    logged = {one["kind"] for one in expect(staff.get(LOG, params={"q": number}))["mails"]}
    assert {"order-paid", "order-to-send"} <= logged, "the guest is told, and staff"


def test_a_guest_says_where_news_go_that_the_address_does_not(
    mailing: ServerProcess, staff: httpx.Client, ann: httpx.Client, post: MailServer
) -> None:
    email = f"Walk-in-{uuid4().hex}@test.example"
    with httpx.Client(base_url=mailing.url, timeout=PATIENCE) as guest:
        reserved = a_reservation(guest, ADDRESS)
        contact = f"/api/orders/{reserved['orderId']}/contact"
        for wrong in ("walk-in", f"a@b@c d@{email}", f"{'x' * 65}@test.example"):
            told = refusal(guest.put(contact, json={"email": wrong}), 422, "contact-invalid")
            assert told["field"] == "email"
        refusal(ann.put(contact, json={"email": email}), 404, "order-not-found")
        for wanted in (email, None, f" {email} "):
            order = expect(guest.put(contact, json={"email": wanted}))["order"]
            assert order["contactEmail"] == (wanted and email)
        pay_by_card(guest, reserved)
    paid = one_mail(post, email, "оплачен")
    (link,) = re.findall(r"https://shop\.example/order#(\S+)", paid.text("plain"))
    shown = expect(ann.post("/api/order-links", json={"link": link}))["order"]
    assert (shown["id"], shown["contactEmail"]) == (reserved["orderId"], None)
    page = expect(staff.get("/api/staff/orders", params={"q": email.lower()[:30]}))
    assert [one["id"] for one in page["orders"]] == [reserved["orderId"]]
    own = a_reservation(ann, ADDRESS)
    asked = ann.put(f"/api/orders/{own['orderId']}/contact", json={"email": email})
    refusal(asked, 409, "contact-of-account")


def an_order_sent_to(guest: httpx.Client, address: dict[str, Any]) -> tuple[str, str]:
    """Reserved in Russian and paid by the demo's card: its id and number."""
    made = a_reservation(guest, address)
    pay_by_card(guest, made)
    return made["orderId"], made["number"]


def a_line(client: httpx.Client) -> dict[str, Any]:
    return in_plenty(client.base_url).line()


def a_reservation(guest: httpx.Client, address: dict[str, Any]) -> dict[str, Any]:
    asked = {"items": [a_line(guest)], "shippingAddress": address, "locale": "ru"}
    return expect(guest.post("/api/orders/reserve", json=asked))


def pay_by_card(guest: httpx.Client, made: dict[str, Any]) -> None:
    reserved = {"reservationId": made["reservationId"]}
    paid = expect(guest.post("/api/payments", json=reserved | {"provider": "demo"}))
    expect(guest.post("/api/orders/create", json=reserved | {"paymentId": paid["paymentId"]}))


def test_mails_are_refused_by_kind_and_those_of_a_purchase_are_not(
    ann: httpx.Client, staff: httpx.Client, mailing: ServerProcess, post: MailServer
) -> None:
    assert "stock-low" in kinds_of(staff)
    kinds = kinds_of(ann)
    assert kinds["cart-left"]
    assert not {"order-paid", "order-refunded", "password-link", "stock-low"} & set(kinds)
    refusal(ann.put(f"{WISHED}/order-paid", json={"wanted": False}), 409, "mail-needed")
    refusal(ann.put(f"{WISHED}/nothing", json={"wanted": False}), 404, "mail-kind-not-found")
    refusal(ann.put(f"{WISHED}/cart-left", json={"wanted": "no"}), 422, "invalid-request")
    off = expect(ann.put(f"{WISHED}/cart-left", json={"wanted": False}))
    assert off == {"kind": "cart-left", "channel": "mail", "wanted": False}
    assert not kinds_of(ann)["cart-left"]
    made = expect(ann.post("/api/orders/reserve", json={"items": [a_line(ann)]}))
    send_now(mailing, made)
    placed = one_mail(post, ann.headers["X-Address"], "Your order")
    path = placed.mail["List-Unsubscribe"].strip("<>").removeprefix("https://shop.example")
    form = {"List-Unsubscribe": "One-Click"}
    with httpx.Client(base_url=mailing.url, timeout=PATIENCE) as reader:
        refusal(reader.get(WISHED), 401, "login-required")
        link = path.rpartition("/")[2]
        asked = expect(reader.post("/api/mail-links/check", json={"link": link}))
        told = {"kind": "order-placed", "channel": "mail", "wanted": True, "locale": None}
        assert asked == told
        for _ in range(2):
            assert reader.post(path, data=form).status_code == 204
        refusal(reader.post(f"{path}x", data=form), 404, "mail-link-unknown")
        assert not kinds_of(ann)["order-placed"]
        again = {"link": link, "wanted": True}
        assert expect(reader.post("/api/mail-links", json=again))["wanted"]
        refusal(reader.post("/api/mail-links", json=again | {"link": "x"}), 404,
                "mail-link-unknown")  # fmt: skip
    assert kinds_of(ann)["order-placed"]


def test_staff_see_what_was_said_to_whom_and_send_it_again(
    ann: httpx.Client, staff: httpx.Client, post: MailServer
) -> None:
    email = ann.headers["X-Address"]
    refusal(ann.get(LOG), 403, "forbidden")
    post.trouble = lambda address: "refuse" if address == email else "none"
    expect(ann.post(WANTED, json={"email": email}), 202)

    def logged(**more: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = expect(staff.get(LOG, params={"q": email} | more))["mails"]
        return rows

    until(lambda: [one["status"] for one in logged()] == ["dead"], PATIENCE, "it is given up")
    (row,) = logged(kind="password-link", status="dead")
    assert (row["kind"], row["address"], row["locale"]) == ("password-link", email, "en")
    assert row["error"] == "550 5.1.1 no such mailbox"
    assert logged(kind="order-paid") == logged(status="sent") == []
    user = row["userId"]
    assert [one["id"] for one in expect(staff.get(LOG, params={"q": user}))["mails"]] == [row["id"]]
    post.trouble = lambda _: "none"
    again = {"action": "retry", "kind": "mail", "ids": [row["id"]]}
    expect(staff.post("/api/staff/stuck", json=again))
    one_mail(post, email, "password")
    until(lambda: [one["status"] for one in logged()] == ["sent"], PATIENCE, "it is sent")
    page = expect(staff.get(LOG, params={"limit": 1}))
    assert page["sends"]
    if page["nextCursor"] is not None:  # others of this shop's were mailed before
        expect(staff.get(LOG, params={"limit": 1, "cursor": page["nextCursor"]}))
    refusal(staff.get(LOG, params={"cursor": "x"}), 400, "bad-cursor")


def test_staff_say_it_in_their_own_words(
    ann: httpx.Client, staff: httpx.Client, post: MailServer
) -> None:
    path = f"{TEMPLATES}/password-link/en"
    kinds = {one["kind"]: one for one in expect(staff.get(TEMPLATES))["templates"]}
    assert kinds["cart-left"]["refusable"]
    assert not kinds["password-link"]["refusable"]
    ours = expect(staff.get(path))
    assert (ours["changedAt"], ours["subject"]) == (None, ours["ownSubject"])
    assert "person.name" in [one["name"] for one in ours["values"]]
    mine = {
        "subject": "New key for {{ shop.name }}",
        "text": "Hi {{ person.name }}\n\n[Go]({{ url }})",
    }
    for bad, field in (
        ({"text": "x\n{{ nope }}"}, "text"),
        ({"subject": "{{ shop.nam }}"}, "subject"),
        ({"subject": "one\ntwo"}, "subject"),
        ({"text": " "}, "text"),
    ):
        told = refusal(staff.put(path, json=mine | bad), 422, "bad-template")
        assert told["field"] == field
        assert refusal(staff.post(f"{path}/preview", json=mine | bad), 422, "bad-template")
    shown = expect(staff.post(f"{path}/preview", json=mine))
    assert "Hi Mia Weber" in shown["plain"]
    assert "<p>Hi Mia Weber</p>" in shown["html"]
    changed = expect(staff.put(path, json=mine))
    assert changed["changedAt"]
    assert changed["text"] == mine["text"]
    assert changed["ownText"] == ours["text"]
    email = ann.headers["X-Address"]
    expect(ann.post(WANTED, json={"email": email}), 202)
    mail = one_mail(post, email, "New key for ")
    assert "Hi Ann <b>" in mail.text("plain")
    latest = expect(staff.post(f"{path}/preview", json=mine | {"of": "latest"}))
    assert "Mia" not in latest["plain"]
    assert "password#" not in latest["plain"], "no secret of a mail is shown"
    put_back = expect(staff.delete(path))
    assert (put_back["changedAt"], put_back["text"]) == (None, ours["text"])
    expect(staff.delete(path))
    refusal(ann.put(path, json=mine), 403, "forbidden")
    refusal(staff.get(f"{TEMPLATES}/nothing/en"), 404, "mail-kind-not-found")
    refusal(staff.get(f"{TEMPLATES}/order-paid/xx"), 404, "mail-kind-not-found")
    refusal(staff.post(f"{TEMPLATES}/payout-failed/en/preview", json=mine | {
        "text": "x", "subject": "y", "of": "latest"}), 409, "no-mail-yet")  # fmt: skip


def test_who_asked_hears_what_is_back_and_what_costs_less(
    ann: httpx.Client, staff: httpx.Client, post: MailServer
) -> None:
    email = ann.headers["X-Address"]
    product = drafts.made(staff)
    black, white = (one["id"] for one in product["variants"])
    expect(ann.put(f"/api/waiting/{white}", json={"productId": product["id"]}))
    expect(ann.put(f"/api/wishes/{product['id']}"))
    stock = {"variantIds": [white], "deposit": 2, "reason": "came"}
    expect(staff.post("/api/staff/variants/stock", json=stock))
    back = one_mail(post, email, "is back")
    assert f"/product/{product['handle']}" in back.text("plain")
    for price in (600, 450):
        now = expect(staff.get(f"{drafts.PRODUCTS}/{product['id']}"))["product"]
        variants = [one | {"price": price} for one in drafts.again(now)["variants"]]
        expect(drafts.put(staff, now, variants=variants))
    cheaper = one_mail(post, email, "costs less")
    assert "4.50" in cheaper.text("plain") or "450" in cheaper.text("plain")
    assert black != white


def kinds_of(client: httpx.Client) -> dict[str, bool]:
    kinds = expect(client.get(WISHED))["kinds"]
    return {one["kind"]: one["wanted"] for one in kinds if one["channel"] == "mail"}


def test_a_shop_without_a_server_of_mail_says_so(client: httpx.Client) -> None:
    refusal(client.post(WANTED, json={"email": an_address()}), 409, "mail-off")
