"""Webhooks are signed so that a verifier that is not ours believes them, and nothing else."""

import base64
import secrets
import time

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from holdfast.sinks import BadSecret, WebhookSigner

BODY = '{"id":"1","data":"Kaffee ☕"}'.encode()


def secret() -> str:
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


def signed(*known: str, at: int | None = None, body: bytes = BODY) -> dict[str, str]:
    now = int(time.time()) if at is None else at
    return dict(WebhookSigner(known).headers("1-2-3", now, body))


def test_the_library_of_standard_webhooks_believes_the_signature() -> None:
    one = secret()
    assert Webhook(one).verify(BODY, signed(one)) == {"id": "1", "data": "Kaffee ☕"}


def test_while_a_secret_is_replaced_who_knows_either_believes_it() -> None:
    new, old = secret(), secret()
    headers = signed(new, old)
    Webhook(new).verify(BODY, headers)
    Webhook(old).verify(BODY, headers)


@pytest.mark.parametrize("what", ["body", "id", "time", "secret", "age"])
def test_nothing_else_is_believed(what: str) -> None:
    one = secret()
    headers, body = signed(one), BODY
    match what:
        case "body":
            body = BODY + b" "
        case "id":
            headers["webhook-id"] = "1-2-4"
        case "time":
            headers["webhook-timestamp"] = str(int(headers["webhook-timestamp"]) + 1)
        case "secret":
            headers = signed(secret())
        case "age":
            headers = signed(one, at=int(time.time()) - 3600)
    with pytest.raises(WebhookVerificationError):
        Webhook(one).verify(body, headers)


@pytest.mark.parametrize(
    "written", ["", "whsec_", "whsec_c2hvcnQ=", "whsec_???", base64.b64encode(b"x" * 32).decode()]
)
def test_what_is_no_secret_is_refused(written: str) -> None:
    with pytest.raises(BadSecret):
        WebhookSigner([written])


def test_without_a_secret_nothing_is_signed() -> None:
    with pytest.raises(BadSecret):
        WebhookSigner([])
