"""What an error's own words say to a Sentry: nothing of anybody."""

import pytest

from holdfast.kit.sentry import hidden, sentry


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("", ""),
        ("list index out of range", "list index out of range"),
        ("no account of ann@x.example here", "no account of … here"),
        ("invalid literal for int(): 'Ann Lee'", "invalid literal for int…: …"),
        ("call +44 7400 123456 back", "call … back"),
        ("see https://shop.example/pay/s3cr3t", "see …"),
        ("duplicate key\nDETAIL: Key (email)=(ann@x.example) already exists.", "duplicate key"),
        ("[parameters: ('Ann', 7)] was wrong", "… was wrong"),
        ("order 0199a1f0-7c3e-7d64-8a51-2f9f6f0d6c11 is gone", "order … is gone"),
    ],
)  # fmt: skip
def test_only_the_first_line_goes_without_what_may_be_somebodys(words: str, told: str) -> None:
    assert hidden(words) == told


def test_it_is_short() -> None:
    assert len(hidden("word " * 100)) == 200


@pytest.mark.parametrize(
    "dsn", ["nonsense", "https://sentry.example/7", "https://key@sentry.example"]
)
def test_what_is_no_dsn_is_refused_at_the_start(dsn: str) -> None:
    with pytest.raises(ValueError, match="no DSN"):
        sentry(dsn, "holdfast@1", "test")
