"""What a newsletter says in which language, and what is wrong with one."""

from datetime import UTC, datetime, timedelta

import pytest

from holdfast.kit import new_id
from holdfast.mail import Card, Frame, html, plain
from holdfast.newsletters import (
    MAX_TEXT,
    MAX_TITLE,
    MOST_PRODUCTS,
    NewsletterTerms,
    Subscriber,
    SubscriberStatus,
    Words,
    missing_words,
    newsletter_faults,
    subscriber_in,
)

BOTH = NewsletterTerms(texts={"en": Words("News", "Hello"), "ru": Words("Новости", "Привет")})
FRAME = Frame("Shop", "https://shop.example", "en")
NOW = datetime(2026, 5, 1, tzinfo=UTC)


def faults(**terms: object) -> list[tuple[str, str]]:
    made = NewsletterTerms(**{"texts": {}, **terms})  # type: ignore[arg-type]
    return [(one.field, one.code) for one in newsletter_faults(made)]


def test_a_reader_gets_their_language_where_it_is_written_and_else_the_shops_first() -> None:
    assert BOTH.words_for("ru", ("en", "ru")) == ("ru", Words("Новости", "Привет"))
    assert BOTH.words_for("ko", ("en", "ru", "ko")) == ("en", Words("News", "Hello"))
    assert BOTH.words_for("ko", ("ko", "ru", "en"))[0] == "ru"
    half = NewsletterTerms(texts={"en": Words("News", "Hello"), "ru": Words("Новости", " ")})
    assert half.words_for("ru", ("en", "ru"))[0] == "en"


def test_it_needs_the_shops_first_language_and_no_other_by_half() -> None:
    half = NewsletterTerms(texts={"ru": Words("", "Привет")})
    missing = [one.field for one in missing_words(half, ("en", "ru", "ko"))]
    assert missing == ["texts.en.title", "texts.en.text", "texts.ru.title"]
    assert list(missing_words(BOTH, ("en", "ru", "ko"))) == []


def test_what_is_too_long_or_too_many_is_named() -> None:
    long = Words("t" * (MAX_TITLE + 1), "x" * (MAX_TEXT + 1))
    assert faults(texts={"en": long}) == [("texts.en.title", "length"), ("texts.en.text", "length")]
    assert faults(texts={"en": Words("two\nlines", "x")}) == [("texts.en.title", "invisible")]
    assert faults(texts={"en": Words("turned \u202eround", "x")}) == [
        ("texts.en.title", "invisible")
    ]
    assert (
        faults(texts={"en": Words("All the \U0001f468\u200d\U0001f469\u200d\U0001f467", "x")}) == []
    )
    assert faults(texts={"xx": Words("a", "b")}) == [("texts.xx", "unknown")]
    one = new_id()
    assert faults(products=(one, one)) == [("products", "too-many")]
    assert faults(products=tuple(new_id() for _ in range(MOST_PRODUCTS + 1))) != []
    assert faults(products=tuple(new_id() for _ in range(MOST_PRODUCTS))) == []


def test_cards_and_links_lead_to_the_shop_and_no_words_become_html() -> None:
    card = Card("A <b>mug</b>", "https://shop.example/product/mug", "€9", "https://x/m.webp")
    page = html("See [all](/new), [else](//x.example/) <i>now</i>", "News", FRAME, [card])
    assert 'href="https://shop.example/new"' in page
    assert 'href="//x.example/"' in page
    assert "&lt;i&gt;now" in page and "A &lt;b&gt;mug" in page
    assert '<img src="https://x/m.webp"' in page
    words = plain("See [all](/new)", FRAME, [card])
    assert "all: https://shop.example/new" in words
    assert "A <b>mug</b>, €9: https://shop.example/product/mug" in words


@pytest.mark.parametrize(
    ("status", "days", "over"),
    [
        ("asked", 2.9, False),
        ("asked", 3, True),
        ("unsubscribed", 3, True),
        ("subscribed", 9, False),
    ],
)
def test_a_link_confirms_for_three_days(status: SubscriberStatus, days: float, over: bool) -> None:
    one = Subscriber(new_id(), "a@x.example", "en", status, new_id(), NOW, None)
    assert one.link_is_over(NOW + timedelta(days=days)) is over
    assert subscriber_in(one.owner) == one.id
    assert subscriber_in("user:1") is None
