"""Text that people write is kept plain."""

import pytest

from holdfast.kit.plain_text import clean_text, legible


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("", ""),
        ("  Fits well.\t\n", "Fits well."),
        ("One\r\ntwo\rthree\u2028four", "One\ntwo\nthree\nfour"),
        ("One\n\n \n\n\ntwo", "One\n\ntwo"),
        ("<script>alert(1)</script> & <b>", "<script>alert(1)</script> & <b>"),
        ("\u202eevil\u202c \u2066x\u2069\ufeff\x07\x1b[31m", "evil x[31m"),
        ("Cafe\u0301", "Caf\u00e9"),
        ("z" + "\u0335" * 40 + "!", "z" + "\u0335" * 4 + "!"),
        ("Отлично 👍🏽 좋아요", "Отлично 👍🏽 좋아요"),
        ("👩\u200d👩\u200d👧 नमस्\u200dते", "👩\u200d👩\u200d👧 नमस्\u200dते"),
        ("\u200e\u200f\n\x00\n", ""),
    ],
)
def test_a_text_is_kept_plain_and_as_it_is_seen(written: str, kept: str) -> None:
    assert clean_text(written) == kept
    assert clean_text(kept) == kept


@pytest.mark.parametrize("text", ["a", " é ", "김", "👍🏽", "👩\u200d👧", "-", "\u200b.\u200b"])
def test_of_some_texts_something_is_seen(text: str) -> None:
    assert legible(text)


@pytest.mark.parametrize(
    "text", ["", " \n", "\u200b", "\ufeff", "\u3164", "\u2800 \u115f", "\u200d", "\x1b"]
)
def test_of_others_nothing_is(text: str) -> None:
    assert not legible(text)
