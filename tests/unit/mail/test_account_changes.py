"""The mail that tells of a change of an account says each of them in words of its own."""

from typing import get_args

import pytest

from holdfast.kit.locales import LOCALES
from holdfast.mail import Frame, examples, fill, own_template, plain
from holdfast.people import AccountChange

FRAME = Frame("Loft", "https://shop.example", "en")
FORGOTTEN = "https://shop.example/password/forgotten"


def told(locale: str, what: str, provider: str = "", zone: str = "Europe/Berlin") -> str:
    said = examples()["change"]
    fact = said["fact"] | {"what": what, "provider": provider}
    filled = said | {"fact": fact, "change": {"zone": zone}}
    return plain(fill(own_template("account-changed", locale), filled, locale).body, FRAME)


@pytest.mark.parametrize("locale", LOCALES)
def test_each_change_has_its_own_words_and_says_what_to_do(locale: str) -> None:
    providers = {"login-connected": "vk", "login-disconnected": "google"}
    texts = {what: told(locale, what, providers.get(what, "")) for what in get_args(AccountChange)}
    assert len(set(texts.values())) == len(texts)
    unknown = told(locale, "something of next year")
    assert unknown not in texts.values()
    for what, text in texts.items():
        assert "24" in text
        assert "19:05" in text, "as clocks in Berlin have it"
        # From the old address nobody chooses a password any more.
        assert (FORGOTTEN in text) is (what != "email-changed")
    assert "VK" in texts["login-connected"]
    assert "Google" in texts["login-disconnected"]


def test_where_no_zone_is_known_the_time_says_that_it_is_utc() -> None:
    assert "24 November 2026, 18:05 (UTC)" in told("en", "password-changed", zone="UTC")
    assert "(Europe/Berlin)" in told("en", "password-changed")
