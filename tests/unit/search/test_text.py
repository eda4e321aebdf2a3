"""How texts become words."""

from time import process_time

import pytest

from holdfast.search.keyboards import swapped, to_hangul, to_latin_keys
from holdfast.search.sounds import MOST_SPELLINGS, spellings
from holdfast.search.text import Marker, grams, index_text, marked, normal, stems, tokens
from holdfast.search.vocabulary import distance, may_differ


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Crème-Brûlée Ёлка", ["creme", "brulee", "елка"]),
        ("6.1 in, 2,5 кг", ["6.1", "in", "2.5", "кг"]),
        ("ＷＨ－1000XM5", ["wh", "1000xm5"]),
        ("갤럭시S24", ["갤럭시", "s24"]),
        ("\u202e💥 … _", []),
    ],
)
def test_words_as_they_are_written(text: str, words: list[str]) -> None:
    assert tokens(normal(text)) == words


def test_one_word_is_found_in_its_forms() -> None:
    assert stems("headphones") == stems("headphone")
    assert stems("наушников") == stems("наушники")
    assert stems("이어폰을")[:2] == stems("이어폰") == tuple(grams("이어폰"))


def test_what_is_indexed_beside_the_words() -> None:
    assert set(index_text(["WH-1000XM5 256GB"]).split()) >= {"wh1000xm5", "256gb", "256", "gb"}


@pytest.mark.parametrize(
    "long", ["b-c " + "a" * 65_536, "e" + "\u0315" * 30_000 + "\u0300" * 30_000]
)
def test_one_endless_word_takes_no_endless_time(long: str) -> None:
    """The interpreter does nothing else meanwhile, whichever thread it is in."""
    began = process_time()
    index_text([long])
    assert process_time() - began < 2


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ьфсищщл", "macbook"),
        ("yfeiybrb", "наушники"),
        (",tcghjdjlyst", "беспроводные"),
        ("ё", "`"),
    ],
)
def test_the_other_keyboard(typed: str, meant: str) -> None:
    assert swapped(typed) == meant


def test_how_far_a_word_may_be_wrong() -> None:
    assert [may_differ(one) for one in ("tv", "sony", "apple", "camera", "xm5000")] == [
        0,
        1,
        1,
        2,
        0,
    ]
    pairs = (("macbok", "macbook"), ("hte", "the"), ("наушинки", "наушники"), ("", "ab"))
    assert [distance(*one) for one in pairs] == [1, 1, 1, 2]


def test_what_was_found_is_marked() -> None:
    assert marked("Wireless Headphones, 2", Marker(stems("headphone"))) == [
        ("Wireless ", False),
        ("Headphones", True),
        (", 2", False),
    ]
    assert marked("무선이어폰", Marker(stems("이어폰"))) == [("무선", False), ("이어폰", True)]
    assert marked("", Marker({"a"})) == []


@pytest.mark.parametrize(
    ("keys", "korean"),
    [("dldjvhs", "이어폰"), ("ghktkd", "화상"), ("ekfr", None), ("zzz", None), ("dk", None)],
)
def test_the_korean_keyboard_writes_whole_syllables(keys: str, korean: str | None) -> None:
    assert to_hangul(keys) == korean
    assert korean is None or to_latin_keys(normal(korean)) == keys


def test_english_on_the_korean_keyboard_is_read_by_its_keys() -> None:
    assert to_latin_keys(normal("ㅡㅁ츄ㅐㅐㅏ")) == "macbook"
    assert to_latin_keys("이어폰 a") is None


def test_a_name_by_its_sound_has_a_bounded_number_of_spellings() -> None:
    assert "macbook" in spellings("макбук")
    assert spellings("sony") == []
    assert len(spellings("ф" * 40)) == MOST_SPELLINGS
