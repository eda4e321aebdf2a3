"""Mails of a whole shop: a forgotten password, what was bought; a shop that sends none."""

import asyncio
import re
from collections.abc import Iterator
from uuid import uuid4

import httpx
import pytest

from tests.api.shop.test_packages import bought, made
from tests.support.mail_server import MailServer, Took, running_mail_server
from tests.support.market import eventually, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import PASSWORD
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess

WANTED = "/api/password-links"
WISHED = "/api/mail-preferences"


@pytest.fixture(scope="module")
def post() -> Iterator[MailServer]:
    with running_mail_server() as server:
        yield server


@pytest.fixture(scope="module")
def mailing(prepared: PreparedShops, post: MailServer) -> Iterator[ServerProcess]:
    with prepared.opened(
        HOLDFAST_LIMITS="off",
        HOLDFAST_SMTP_HOST="127.0.0.1",
        HOLDFAST_SMTP_PORT=str(post.port),
        HOLDFAST_SMTP_TLS="off",
        HOLDFAST_MAIL_FROM="Loft <orders@shop.example>",
        HOLDFAST_MAIL_PAUSE="0.2",
        HOLDFAST_PUBLIC_URL="https://shop.example",
    ) as opened:
        yield opened


@pytest.fixture
def ann(mailing: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=mailing.url, timeout=PATIENCE) as client:
        body = {"name": "Ann <b>", "email": an_address(), "password": PASSWORD}
        client.headers["X-Address"] = body["email"]
        expect(client.post("/api/signup", json=body), 201)
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
    assert len(post.to(email)) == 1
    refusal(ann.post(WANTED, json={"email": "a" * 300}), 422, "invalid-request")


def test_what_is_bought_is_told_in_both_looks(
    ann: httpx.Client, mailing: ServerProcess, post: MailServer
) -> None:
    with httpx.Client(base_url=mailing.url, timeout=PATIENCE) as staff:
        manager = {"email": "manager@example.com", "password": "holdfast-manager"}
        expect(staff.post("/api/session/login", json=manager))
        bought(ann, staff, made(staff, name="Present <i>"))
    paid = one_mail(post, ann.headers["X-Address"], "is paid")
    assert "Hello Ann <b>," in paid.text("plain")
    assert "Ann &lt;b&gt;" in paid.text("html")
    ready = one_mail(post, ann.headers["X-Address"], "is ready to use")
    assert "10 h" in ready.text("plain")
    assert "Present &lt;i&gt;" in ready.text("html")


def test_mails_are_refused_by_kind_and_those_of_a_purchase_are_not(
    ann: httpx.Client, mailing: ServerProcess, post: MailServer
) -> None:
    with httpx.Client(base_url=mailing.url, timeout=PATIENCE) as staff:
        manager = {"email": "manager@example.com", "password": "holdfast-manager"}
        expect(staff.post("/api/session/login", json=manager))
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
    product = expect(ann.get("/api/products", params={"limit": 1, "inStock": True}))["products"][0]
    line = {"productId": product["id"], "variantId": product["variants"][0]["id"]}
    expect(ann.post("/api/orders/reserve", json={"items": [line]}))
    placed = one_mail(post, ann.headers["X-Address"], "Your order")
    path = placed.mail["List-Unsubscribe"].strip("<>").removeprefix("https://shop.example")
    form = {"List-Unsubscribe": "One-Click"}
    with httpx.Client(base_url=mailing.url, timeout=PATIENCE) as reader:
        refusal(reader.get(WISHED), 401, "login-required")
        link = path.rpartition("/")[2]
        asked = expect(reader.post("/api/mail-links/check", json={"link": link}))
        assert asked == {"kind": "order-placed", "channel": "mail", "wanted": True}
        for _ in range(2):
            assert reader.post(path, data=form).status_code == 204
        refusal(reader.post(f"{path}x", data=form), 404, "mail-link-unknown")
        assert not kinds_of(ann)["order-placed"]
        again = {"link": link, "wanted": True}
        assert expect(reader.post("/api/mail-links", json=again))["wanted"]
        refusal(reader.post("/api/mail-links", json=again | {"link": "x"}), 404,
                "mail-link-unknown")  # fmt: skip
    assert kinds_of(ann)["order-placed"]


def kinds_of(client: httpx.Client) -> dict[str, bool]:
    return {one["kind"]: one["wanted"] for one in expect(client.get(WISHED))["kinds"]}


def test_a_shop_without_a_server_of_mail_says_so(client: httpx.Client) -> None:
    refusal(client.post(WANTED, json={"email": an_address()}), 409, "mail-off")
