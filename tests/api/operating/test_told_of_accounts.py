"""Whoever has an account is told when something of its security changes, at the address that it
had until then, and of nothing that was refused."""

import asyncio
import re
from collections.abc import Callable, Iterator
from uuid import uuid4

import httpx
import pytest

from tests.api.operating.test_mails import WISHED, an_address, one_mail
from tests.api.shop.test_second_factor import Owner
from tests.support.command import holdfast
from tests.support.mail_server import MailServer
from tests.support.market import eventually, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import PASSWORD, add_person
from tests.support.postgres import fetch
from tests.support.server import ServerProcess
from tests.support.studio import Someone, move_in

NEW = "another horse, another battery"
FORGOTTEN = "https://shop.example/password/forgotten"
KIND = "account-changed"
Told = Callable[..., list[str]]


@pytest.fixture
def told(mailing: ServerProcess, post: MailServer) -> Told:
    """What mails to an address say, once they are so many: no more of them are in the log."""
    log = "SELECT said -> 'fact' ->> 'what' FROM mails WHERE kind = $1 AND address = $2"

    def read(address: str, *happened: str) -> list[str]:
        async def there() -> list[str]:
            titled = "The security of your account at "
            mails = [one for one in post.to(address) if titled in str(one.mail["Subject"])]
            return [one.text("plain") for one in mails] if len(mails) >= len(happened) else []

        texts = asyncio.run(eventually(there, PATIENCE, f"mails to {address} of {happened}"))
        rows = asyncio.run(fetch(mailing.database_url, f"{log} ORDER BY created_at", KIND, address))
        assert [row[0] for row in rows] == list(happened)
        for text in texts:
            assert re.search(r"\d{4}, \d\d:\d\d \(", text), "when it was"
            assert (FORGOTTEN in text) is ("another email address" not in text)
        assert isinstance(texts, list)
        return texts

    return read


@pytest.fixture
def come(mailing: ServerProcess) -> Iterator[Callable[..., Owner]]:
    opened: list[Owner] = []

    def arrive(*roles: str) -> Owner:
        email = an_address()
        add_person(mailing.database_url, email, roles or ("customer",))
        opened.append(Owner(mailing.url, email))
        return opened[-1]

    yield arrive
    for one in opened:
        one.http.close()


Come = Callable[..., Owner]


def command(url: str | None, *words: str, given: str = "") -> None:
    assert url is not None
    done = holdfast("user", *words, "--database-url", url, given=given)
    assert done.returncode == 0, done.stderr


def test_of_passwords_and_of_another_address_at_the_one_before(
    come: Come, told: Told, mailing: ServerProcess, post: MailServer
) -> None:
    ann = come()
    old, new, own = ann.email, an_address(), "/api/profile/password"
    wrong = {"currentPassword": "not that one", "password": NEW}
    refusal(ann.http.post(own, json=wrong), 403, "current-password-wrong")
    weak = {"currentPassword": PASSWORD, "password": "short"}
    refusal(ann.http.post(own, json=weak), 422, "weak-password")
    expect(ann.http.post(own, json={"currentPassword": PASSWORD, "password": NEW}))

    def moves(email: str, password: str = NEW) -> httpx.Response:
        asked = {"email": email, "currentPassword": password}
        return ann.http.patch("/api/profile", json=asked)

    refusal(moves(new, "not that one"), 403, "current-password-wrong")
    refusal(moves("admin@example.com"), 409, "email-taken")
    refusal(moves("no address"), 422, "bad-email")
    expect(moves(old.upper()))  # the same one
    expect(moves(new))
    for asked in ({"email": old}, {"email": new}):
        expect(ann.http.post("/api/password-links", json=asked), 202)
    link = one_mail(post, new, "password").text("plain").partition("/password#")[2].split()[0]
    by_link = {"link": link, "password": "short"}
    refusal(ann.http.post("/api/password", json=by_link), 422, "weak-password")
    expect(ann.http.post("/api/password", json=by_link | {"password": PASSWORD}))
    command(mailing.database_url, "password", new, "--password-stdin", given=f"{NEW}\n")

    texts = told(old, "password-changed", "email-changed")
    assert any("was changed on your account’s page" in text for text in texts)
    assert any("another email address" in text and "answer this mail" in text for text in texts)
    assert not any(new in text for text in texts)
    texts += told(new, "password-chosen", "password-set")
    assert any("the shop has set a new password" in text for text in texts)
    for text in texts:
        assert not any(secret in text for secret in (PASSWORD, NEW, link))


def test_of_a_second_factor_and_of_codes(
    come: Come, told: Told, mailing: ServerProcess, post: MailServer
) -> None:
    admin, ann = come("admin"), come()
    user = ann.is_()["user"]["id"]
    expect(ann.asks("begin", currentPassword=PASSWORD))
    refusal(ann.asks("confirm", code="000000"), 422, "second-code-wrong")
    ann.turn_on()
    first = ann.recovery
    again = {"currentPassword": PASSWORD, "code": first[0]}
    refusal(ann.asks("recovery-codes", **again | {"code": "000000"}), 422, "second-code-wrong")
    codes = expect(ann.asks("recovery-codes", **again))["recoveryCodes"]
    step = ann.login().json()["step"]
    refusal(ann.second(step, first[1]), 422, "second-code-wrong")
    expect(ann.second(step, codes[0]))
    expect(ann.second(ann.login().json()["step"], ann.code(0)))  # by the app: as always
    refusal(ann.asks("off", currentPassword="no", code=codes[1]), 403, "current-password-wrong")
    expect(ann.asks("off", currentPassword=PASSWORD, code=codes[1]))
    reset = f"/api/staff/people/{user}/reset-second-factor"
    expect(admin.http.post(reset, json={}))  # none is on
    ann.turn_on()
    expect(admin.http.post(reset, json={}))
    ann.turn_on()
    for _ in range(2):
        command(mailing.database_url, "second-factor-off", ann.email, "--yes")

    on, by_shop = "second-factor-on", "second-factor-reset"
    texts = told(
        ann.email, on, "recovery-codes-renewed", "recovery-code-used", "second-factor-off",
        on, by_shop, on, by_shop,
    )  # fmt: skip
    assert len({re.sub(r"\d\d:\d\d", "", text) for text in texts}) == 5
    for secret in (ann.made.secret, *first, *codes, *ann.recovery):
        assert not any(secret in text for text in texts)
    assert not post.to(admin.email)


def test_nobody_refuses_these_mails(come: Come) -> None:
    ann = come()
    refusal(ann.http.put(f"{WISHED}/{KIND}", json={"wanted": False}), 409, "mail-needed")
    for channel in ("push", "telegram"):  # they go by mail alone
        asked = {"wanted": False, "channel": channel}
        refusal(ann.http.put(f"{WISHED}/{KIND}", json=asked), 404, "mail-kind-not-found")
    assert KIND not in {one["kind"] for one in expect(ann.http.get(WISHED))["kinds"]}


def test_a_photographer_reads_when_it_was_by_their_own_clock(
    come: Come, told: Told, mailing: ServerProcess
) -> None:
    ann, jin = come(), come("photographer")
    name = f"Jin {uuid4().hex[:6]}"
    user = jin.is_()["user"]["id"]
    made = Someone(kind="photographer", name=name, zone="Asia/Seoul", more={"user_id": user})
    asyncio.run(move_in(mailing.database_url, made))
    for one in (ann, jin):
        command(mailing.database_url, "password", one.email, "--password-stdin", given=NEW)
    assert "(UTC)" in told(ann.email, "password-set")[0]
    assert "(Asia/Seoul)" in told(jin.email, "password-set")[0]
