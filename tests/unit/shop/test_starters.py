"""Texts to begin with say what the shop has decided, in words of each language, and leave open only
what it cannot know."""

import re

import msgspec
import pytest

from holdfast.kit.locales import LOCALES
from holdfast.shop import (
    POLICIES,
    PolicyName,
    ReturnRules,
    SessionRules,
    ShippingMethod,
    ShopSettings,
    starter_text,
)

USUAL = SessionRules(steps=((24 * 60, 50), (2 * 60, 100)), moves=3, move_minutes=24 * 60)
DECIDED = ShopSettings(
    name="Harbour <Goods>",
    currency="EUR",
    shipping_methods=(
        ShippingMethod("post", "Post", 500, "EUR", translations={"ru": "Почта", "ko": "우편"}),
    ),
    returns=ReturnRules(days=30, way_back="shop", address="1 Quay Street"),
    point_worth=1,
    invoice_issuer="Harbour Goods Ltd\nTallinn",
)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", POLICIES)
def test_each_is_plain_paragraphs_in_every_shop(name: PolicyName, locale: str) -> None:
    for shop in (ShopSettings(), DECIDED):
        for sessions in (None, SessionRules(), USUAL, msgspec.structs.replace(USUAL, moves=1)):
            text = starter_text(name, locale, shop, sessions, sellers=True, analytics=["Amplitude"])
            assert re.fullmatch(r"(<p>([^<]|<br>)+</p>)+", text)
            assert "{" not in text


def test_they_say_what_the_shop_decided() -> None:
    def text(name: PolicyName, locale: str = "en") -> str:
        return starter_text(name, locale, DECIDED, USUAL)

    assert text("contacts").startswith("<p>Harbour Goods Ltd<br>Tallinn</p>")
    assert "Harbour &lt;Goods&gt;" in text("terms")
    assert ": Почта." in text("delivery", "ru")
    for locale, days in (("en", "30 days"), ("ru", "30 дней"), ("ko", "30일")):
        assert days in text("returns", locale)
        assert "1 Quay Street" in text("returns", locale)
    assert "We pay the way back." in text("returns")
    assert "Until 24 hours before it begins that costs nothing." in text("cancellation")
    assert "From 2 hours before it begins 100 % of the price are kept." in text("cancellation")
    assert "не чаще 3 раз, не позднее чем за 24 часа" in text("cancellation", "ru")
    assert "Amplitude" not in text("privacy")
    assert "Points" in text("terms")


def test_what_is_not_taken_back_is_not_promised() -> None:
    shop = msgspec.structs.replace(DECIDED, returns=ReturnRules(days=0))
    text = starter_text("returns", "en", shop, None)
    assert "0 days" not in text
    assert "way back" not in text
    assert "Quay" not in text
