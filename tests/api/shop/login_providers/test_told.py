"""Who comes in by a provider is told at the account's address what was connected, and what is no
more."""

import asyncio

import httpx

from tests.api.shop.login_providers.scene import (
    back,
    begin,
    come_in,
    connected,
    fresh,
    key,
    over_there,
)
from tests.support.login_provider import LoginProvider
from tests.support.mail_server import MailServer
from tests.support.market import eventually, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import PASSWORD, add_person, log_in
from tests.support.postgres import fetch
from tests.support.server import ServerProcess

OWN = "/api/profile/login-providers"


def told(shop: ServerProcess, post: MailServer, email: str, *happened: str) -> list[str]:
    """What the mails say, once they are so many: of this and of nothing else."""

    async def there() -> list[str]:
        mails = [one for one in post.to(email) if "security" in str(one.mail["Subject"])]
        return [one.text("plain") for one in mails] if len(mails) >= len(happened) else []

    texts: object = asyncio.run(eventually(there, PATIENCE, f"mails of {happened}"))
    log = (
        "SELECT said -> 'fact' ->> 'what' FROM mails WHERE kind = 'account-changed'"
        " AND address = $1"
    )
    assert shop.database_url is not None
    rows = asyncio.run(fetch(shop.database_url, log, email))
    assert sorted(row[0] for row in rows) == sorted(happened)
    assert isinstance(texts, list)
    return texts


def test_its_owner_is_told_what_was_connected_and_disconnected(
    shop: ServerProcess, client: httpx.Client, provider: LoginProvider, post: MailServer
) -> None:
    subject, email = fresh()
    another = fresh()[1]
    assert shop.database_url is not None
    add_person(shop.database_url, email)
    provider.is_now(subject, email)
    refusal(back(client, over_there(begin(client))), 409, "login-email-has-account")
    log_in(client, email)  # by which it is connected
    for name in ("vk", "vk"):  # the second time it was already
        provider.is_now(subject, another, verified=False)
        come_in(client, name, currentPassword=PASSWORD)
    assert connected(client) == {"google", "vk"}
    expect(client.delete(f"{OWN}/vk", headers=key()))
    refusal(client.delete(f"{OWN}/vk", headers=key()), 404, "login-not-connected")
    texts = told(shop, post, email, "login-connected", "login-connected", "login-disconnected")
    for words in ("Google was connected", "VK was connected", "VK was disconnected"):
        assert sum(words in text for text in texts) == 1, words
    assert not post.to(another)


def test_whoever_chooses_a_password_by_link_reads_what_was_disconnected(
    shop: ServerProcess, client: httpx.Client, provider: LoginProvider, post: MailServer
) -> None:
    """As whoever has an address that somebody else signed up with."""
    subject, email = fresh()
    sign_up = {"name": "Ann", "email": email, "password": PASSWORD}
    expect(client.post("/api/signup", json=sign_up), 201)
    provider.is_now(subject, fresh()[1], verified=False)
    come_in(client, "oidc", currentPassword=PASSWORD)
    told(shop, post, email, "login-connected")
    expect(client.post("/api/password-links", json={"email": email}), 202)

    async def link() -> str | None:
        texts = [one.text("plain") for one in post.to(email)]
        return next((one for one in texts if "/password#" in one), None)

    mail = str(asyncio.run(eventually(link, PATIENCE, "a link")))
    token = mail.partition("/password#")[2].split()[0]
    expect(client.post("/api/password", json={"link": token, "password": "another horse"}))
    happened = ("login-connected", "login-disconnected", "password-chosen")
    texts = told(shop, post, email, *happened)
    assert sum("another login provider was disconnected" in text for text in texts) == 1
