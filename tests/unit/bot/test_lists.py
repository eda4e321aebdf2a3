"""A list in a chat is one message, which Telegram takes up to a length."""

from holdfast.bot.saying import MOST_LETTERS, Button, Entry, cut, listed


def entry(name: str, letters: int, text: str = "x") -> Entry:
    return Entry(f"{name}{text * letters}", [[Button(name, name)]])


def length(text: str) -> int:
    """As Telegram counts."""
    return len(text.encode("utf-16-le")) // 2


def test_what_a_message_holds_is_listed_with_its_buttons() -> None:
    said = listed([entry("a", 5), entry("b", 5)], more="more", last="that is all")
    assert said.text == "axxxxx\n\nbxxxxx\n\nthat is all"
    assert [row[0].text for row in said.buttons] == ["a", "b"]
    assert listed([entry("a", 5)], more="more").text == "axxxxx"
    assert listed([entry("a", 5)], more="more", whole=False, apart="\n").text == "axxxxx\nmore"


def test_what_it_does_not_hold_is_told_to_be_more_and_has_no_button() -> None:
    for text, most in (("x", 1300), ("🐕", 650)):
        entries = [entry(name, most, text) for name in "abcd"]
        said = listed(entries, more="There are more", last="that is all")
        assert said.text.endswith("\n\nThere are more")
        assert "that is all" not in said.text
        assert [row[0].text for row in said.buttons] == ["a", "b", "c"]
        assert length(said.text) <= MOST_LETTERS
    assert listed([entry("a", MOST_LETTERS)], more="There are more").text == "There are more"


def test_a_message_may_be_full() -> None:
    whole = listed([entry("a", MOST_LETTERS - 4), entry("b", 0)], more="")
    assert length(whole.text) == MOST_LETTERS - 3
    full = listed([entry("a", MOST_LETTERS - 3)], more="", apart="")
    assert length(full.text) == MOST_LETTERS - 2


def test_a_long_note_is_cut() -> None:
    assert cut("A dog") == "A dog"
    assert cut("A" * 250) == "A" * 250
    short = cut(f"{'A' * 248} {'B' * 800}")
    assert short == f"{'A' * 248}…"
