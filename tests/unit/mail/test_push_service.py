"""The push service of our tests refuses what real ones do, and takes what ``pywebpush`` sends: so
what it takes of us is good."""

import time
from base64 import urlsafe_b64decode
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from py_vapid import Vapid02
from pywebpush import WebPusher

from holdfast.api.contract.examples_mail import A_BROWSER
from holdfast.mail import PushKey
from tests.support.push_service import PushService, Subscribed

KEY = PushKey.new()


@pytest.fixture(scope="module")
def service() -> Iterator[PushService]:
    with PushService() as opened:
        yield opened


def signed(service: PushService, key: PushKey = KEY, **claims: Any) -> str:
    told = {"aud": service.url, "exp": int(time.time()) + 3600, "sub": "mailto:a@shop.example"}
    made: str = Vapid02(key.private, {"no-strict": True}).sign(told | claims)["Authorization"]
    return made


def sealed(browser: Subscribed, data: bytes = b'{"title":"Hello"}') -> bytes:
    given = browser.given
    keys = {"p256dh": given["p256dh"], "auth": given["auth"]}
    made: bytes = WebPusher({"endpoint": browser.endpoint, "keys": keys}).encode(data)["body"]
    return made


def post(browser: Subscribed, authorization: str, body: bytes, **more: str | None) -> int:
    headers = {"TTL": "60", "Content-Encoding": "aes128gcm", "Authorization": authorization}
    for name, value in more.items():
        headers.pop(name.replace("_", "-"), None)
        if value is not None:
            headers[name.replace("_", "-")] = value
    return httpx.post(browser.endpoint, content=body, headers=headers).status_code


def test_it_reads_the_example_of_rfc_8291() -> None:
    private = int.from_bytes(raw("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"))
    browser = Subscribed(
        "https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV",
        KEY.public,
        ec.derive_private_key(private, ec.SECP256R1()),
        raw("BTBZMqHH6r4Tts7J_aSIgg"),
    )
    message = raw(
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
        "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
        "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )
    assert browser.given["p256dh"] == A_BROWSER["p256dh"]
    assert browser.opened(message) == b"When I grow up, I want to be a watermelon"


def raw(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_it_takes_what_is_good(service: PushService) -> None:
    browser = service.subscribe(KEY.public)
    good = signed(service)
    assert post(browser, good, sealed(browser), Topic="a" * 32, Urgency="low") == 201
    (one,) = service.to(browser)
    assert (one.data, one.ttl, one.topic, one.urgency) == ({"title": "Hello"}, 60, "a" * 32, "low")


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (400, {"TTL": None}),
        (400, {"TTL": "-1"}),
        (415, {"Content_Encoding": None}),
        (415, {"Content_Encoding": "aesgcm"}),
        (400, {"Topic": "a" * 33}),
        (400, {"Topic": "not/base64url"}),
        (400, {"Urgency": "very-high"}),
        (401, {"Authorization": None}),
        (401, {"Authorization": "Bearer it-is-me"}),
    ],
)
def test_it_asks_for_the_headers_of_the_rfc(
    service: PushService, status: int, headers: dict[str, str | None]
) -> None:
    browser = service.subscribe(KEY.public)
    assert post(browser, signed(service), sealed(browser), **headers) == status
    assert service.to(browser) == []


BAD_SIGNATURES: dict[str, Callable[[PushService], str]] = {
    "another key": lambda service: signed(service, PushKey.new()),
    "signed by another": lambda service: (
        f"vapid t={signed(service, PushKey.new())[8:].partition(',')[0]},k={KEY.public}"
    ),
    "another audience": lambda service: signed(service, aud="https://push.example.com"),
    "over": lambda service: signed(service, exp=int(time.time()) - 1),
    "two days": lambda service: signed(service, exp=int(time.time()) + 48 * 3600),
    "nobody to write to": lambda service: signed(service, sub="mailto:"),
}


@pytest.mark.parametrize("name", BAD_SIGNATURES)
def test_it_looks_who_sends(service: PushService, name: str) -> None:
    browser = service.subscribe(KEY.public)
    assert post(browser, BAD_SIGNATURES[name](service), sealed(browser)) in (400, 401, 403)
    assert service.to(browser) == []


def test_it_takes_no_more_than_its_size_and_only_what_the_browser_can_read(
    service: PushService,
) -> None:
    browser, other = service.subscribe(KEY.public), service.subscribe(KEY.public)
    good = signed(service)
    assert post(browser, good, sealed(browser, b'"' + b"x" * 4100 + b'"')) == 413
    assert post(browser, good, sealed(other)) == 400
    changed = bytearray(sealed(browser))
    changed[-1] ^= 1
    assert post(browser, good, bytes(changed)) == 400
    browser.gone = True
    assert post(browser, good, sealed(browser)) == 410
    assert httpx.get(browser.endpoint).status_code == 405
    assert httpx.post(f"{service.url}/push/unknown").status_code == 404
    assert service.to(browser) == []
