"""What FCM and Google's token endpoint answer, in the words of all carriers."""

from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

from holdfast.mail import Away, DeviceGone, Fcm, InDoubt, NotNow, Refused, ServiceAccount
from tests.support.fcm import FcmServer, fcm_refusal
from tests.support.patience import PATIENCE
from tests.support.site import Asked, Told, said

UNREGISTERED = ("NOT_FOUND", "Requested entity was not found.")
NO_TOKEN = ("INVALID_ARGUMENT", "The registration token is not a valid FCM registration token")


@pytest.fixture
def server() -> Iterator[FcmServer]:
    with FcmServer() as opened:
        yield opened


def fcm_at(server: FcmServer, account: str = "", seconds: float = PATIENCE) -> Fcm:
    return Fcm(ServiceAccount.read(account or server.account), server.url, seconds)


def a_message(token: str) -> dict[str, object]:
    headers = {"apns-priority": "5", "apns-expiration": "1800000000", "apns-collapse-id": "1"}
    return {
        "token": token,
        "notification": {"title": "Привет", "body": "В среду"},
        "data": {"kind": "order-paid"},
        "android": {"priority": "NORMAL", "ttl": "60s"},
        "apns": {"headers": headers, "payload": {"aps": {}}},
    }


async def outcome(fcm: Fcm, token: str) -> Exception | None:
    """What sending ends with."""
    try:
        await fcm.sign_in()
        await fcm.send(a_message(token))
    except (Away, DeviceGone, InDoubt, NotNow, Refused) as error:
        return error
    return None


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        (fcm_refusal(404, *UNREGISTERED, "UNREGISTERED"), DeviceGone),
        (fcm_refusal(400, *NO_TOKEN, "INVALID_ARGUMENT"), DeviceGone),
        (fcm_refusal(400, "INVALID_ARGUMENT", "Request contains an invalid argument.",
                     "INVALID_ARGUMENT", field="message.token"), DeviceGone),
        (fcm_refusal(403, "PERMISSION_DENIED", "SenderId mismatch", "SENDER_ID_MISMATCH"),
         DeviceGone),
        (fcm_refusal(400, "INVALID_ARGUMENT", "Invalid value", field="message.data"), Refused),
        (fcm_refusal(429, "RESOURCE_EXHAUSTED", "Slow", "QUOTA_EXCEEDED", after="7"), NotNow),
        (fcm_refusal(500, "INTERNAL", "No", "INTERNAL", after="7"), NotNow),
        (fcm_refusal(503, "UNAVAILABLE", "No", "UNAVAILABLE", after="7"), NotNow),
        (fcm_refusal(401, "UNAUTHENTICATED", "Auth error from APNS", "THIRD_PARTY_AUTH_ERROR",
                     after="7"), NotNow),
        (fcm_refusal(401, "UNAUTHENTICATED", "Request had invalid credentials."), Away),
        (fcm_refusal(403, "PERMISSION_DENIED", "The API is not enabled."), Away),
        (fcm_refusal(404, *UNREGISTERED), Away),  # the project, not the app
        (Told(404, b"<html>"), Away),
    ],
)  # fmt: skip
async def test_fcm_says_no(server: FcmServer, told: Told, kind: type[Exception]) -> None:
    server.trouble = lambda _: told
    fcm = fcm_at(server)
    error = await outcome(fcm, server.install())
    await fcm.close()
    assert type(error) is kind
    assert str(told.status) in str(error)
    if isinstance(error, NotNow):
        assert error.after == 7.0


async def test_a_token_serves_until_shortly_before_it_ends_or_is_not_taken(
    server: FcmServer,
) -> None:
    fcm, phone = fcm_at(server), server.install()
    for _ in range(3):
        assert await outcome(fcm, phone) is None
    assert server.signed_in == 1
    server.forget_tokens()
    assert type(await outcome(fcm, phone)) is Away
    server.lasts = 59  # from a minute before its end on it is not used any more
    for _ in range(2):
        assert await outcome(fcm, phone) is None
    assert server.signed_in == 3
    await fcm.close()
    assert [one.title for one in server.to(phone)] == ["Привет"] * 5


async def test_without_a_token_nothing_of_a_message_went(server: FcmServer) -> None:
    """Whatever the token endpoint does."""
    phone = server.install()
    another = server.account_with(generate_private_key(65537, 2048))
    fcm = fcm_at(server, another)
    error = await outcome(fcm, phone)
    await fcm.close()
    assert type(error) is Away
    assert "Invalid JWT Signature" in str(error)

    def late(_: Asked) -> Told | None:
        server.waits.wait(5.0)
        return None

    answers = (lambda _: None), (lambda _: said({}, 503)), (lambda _: Told(200, b"<html>")), late
    for trouble in answers:
        fcm = fcm_at(server, seconds=0.3 if trouble is late else PATIENCE)
        server.token_trouble = trouble
        assert type(await outcome(fcm, phone)) is Away
        await fcm.close()
    assert server.asked == 0


async def test_what_is_not_answered_is_a_doubt_and_nobody_there_is_away(server: FcmServer) -> None:
    fcm, phone = fcm_at(server), server.install()
    server.trouble = lambda _: None
    assert type(await outcome(fcm, phone)) is InDoubt
    server.close()
    assert type(await outcome(fcm, phone)) is Away
    await fcm.close()
