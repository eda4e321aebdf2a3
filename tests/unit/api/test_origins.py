"""Which pages may change something here."""

import pytest

from holdfast.api.shell.origins import same_origin

HOST = b"shop.example"
PARTNER = frozenset({b"https://partner.example"})


@pytest.mark.parametrize(
    ("site", "origin", "accepted"),
    [
        (None, None, True),  # no browser
        (b"same-origin", b"https://shop.example", True),
        (b"same-origin", b"http://localhost:5173", True),  # a proxy between; the browser knows
        (b"none", None, True),  # typed in
        (b"same-site", b"https://evil.shop.example", False),
        (b"cross-site", b"https://evil.example", False),
        (b"cross-site", None, False),
        (b"cross-site", b"https://shop.example", False),
        (b"cross-site", b"https://partner.example", True),
        (None, b"https://shop.example", True),  # an older browser
        (None, b"http://shop.example", True),  # TLS ends before us
        (None, b"https://SHOP.example", True),
        (None, b"https://evil.example", False),
        (None, b"https://shop.example.evil.example", False),
        (None, b"null", False),
        (None, b"", False),
    ],
)
def test_who_may(site: bytes | None, origin: bytes | None, accepted: bool) -> None:
    headers = {
        name: value
        for name, value in ((b"sec-fetch-site", site), (b"origin", origin))
        if value is not None
    }
    assert same_origin(headers, HOST, PARTNER) is accepted
