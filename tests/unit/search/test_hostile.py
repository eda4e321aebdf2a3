"""What one search may cost, whoever wrote it."""

from time import process_time

from holdfast.search import MAX_GROUPS, MAX_PHRASES
from holdfast.search.engine import MOST_WORDS
from holdfast.search.meaning import SPELLINGS_REPAIRED, understand

A_REPAIR = SPELLINGS_REPAIRED + 2  # of a word itself, of its spellings, of its keys
WITHOUT_SPACES = ",".join(f"щфдзх{letter}" for letter in "абвгдежзийклмнопрстуфхцчшэюя")
A_LETTER_OF_MANY = "\ufdfa" * 200  # which is eighteen letters, by Unicode


class Knowing:
    """A catalogue that has none of the words, and counts how often it is looked through."""

    def __init__(self) -> None:
        self.looked = 0

    def count(self, _: str) -> int:
        return 0

    def beginning(self, *_: object) -> list[str]:
        return []

    def nearest(self, *_: object) -> list[str]:
        self.looked += 1
        return []

    def frequency(self, _: str) -> int:
        return 0


def test_words_without_spaces_between_are_repaired_no_more_than_others() -> None:
    assert len(WITHOUT_SPACES) <= 200
    for typed in (WITHOUT_SPACES, WITHOUT_SPACES.replace(",", " "), A_LETTER_OF_MANY):
        words = Knowing()
        meaning = understand(typed, words)
        assert words.looked <= MOST_WORDS * A_REPAIR
        assert len(meaning.units) <= MOST_WORDS


def test_as_many_other_words_as_a_shop_may_have_keep_nobody_waiting() -> None:
    groups = [
        tuple(f"слово{number} о чём{one}" for one in range(MAX_PHRASES))
        for number in range(MAX_GROUPS)
    ]
    understand("щфдзх", Knowing(), groups)
    began = process_time()
    for _ in range(10):
        understand(WITHOUT_SPACES.replace(",", " "), Knowing(), groups)
    assert process_time() - began < 1
