"""Who has no password closes the account by a code that is mailed there, and by no other."""

import re
from collections.abc import Callable

import httpx

from tests.api.operating.test_mails import an_address
from tests.support.mail_server import MailServer
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import PASSWORD
from tests.support.postgres import execute, run
from tests.support.server import ServerProcess, until

ASK, CLOSE, CONTACT = "/api/profile/closing-code", "/api/profile/close", "/api/contact/codes"
Visitor = Callable[..., httpx.Client]


def codes(post: MailServer, address: str, words: str) -> list[str]:
    titles = [str(one.mail["Subject"]) for one in post.to(address)]
    return [found[0] for one in titles if (found := re.findall(rf"^(\d{{6}}) {words}", one))]


def code_in(post: MailServer, address: str, words: str) -> str:
    until(lambda: bool(codes(post, address, words)), PATIENCE, f"a code to {address}")
    return codes(post, address, words)[-1]


def test_an_account_without_a_password_is_closed_by_a_mailed_code(
    visitor: Visitor, post: MailServer, mailing: ServerProcess
) -> None:
    client, address = visitor(), an_address()
    asked = {"name": "Ann", "email": address, "password": PASSWORD}
    user = expect(client.post("/api/signup", json=asked), 201)["user"]["id"]
    refusal(client.post(ASK, json={}), 409, "has-password")
    forget = f"UPDATE users SET password_hash = '' WHERE id = '{user}'"
    run(execute(mailing.database_url, forget))
    expect(client.post(CONTACT, json={}), 202)
    other = code_in(post, address, "is your code")
    refused = client.post(CLOSE, json={"code": other})
    assert refusal(refused, 422, "contact-code-wrong")["field"] == "code"
    expect(client.post(ASK, json={}), 202)
    code = code_in(post, address, "closes your account")
    expect(client.post(CLOSE, json={"code": f" {code[:3]} {code[3:]}"}))
    assert expect(client.get("/api/session"))["user"] is None
