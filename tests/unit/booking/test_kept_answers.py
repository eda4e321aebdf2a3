"""An answer is given again only while what it was made of is the same, and not without bound."""

from holdfast.views.booking.kept_answers import KeptAnswers


def test_an_answer_is_worth_nothing_once_its_stamp_is_another() -> None:
    kept = KeptAnswers()
    kept.keep(b"a", (1, 2), b"answer")
    assert kept.get(b"a", (1, 2)) == b"answer"
    assert kept.get(b"b", (1, 2)) is None
    assert kept.get(b"a", (2, 2)) is None
    assert kept.get(b"a", (1, 2)) is None  # it does not come back
    assert kept.bytes == 0


def test_those_asked_for_longest_ago_are_forgotten_and_large_ones_not_kept() -> None:
    kept = KeptAnswers(most_bytes=80)
    for name in (b"a", b"b", b"c", b"d", b"e", b"f", b"g", b"h"):
        kept.keep(name, 1, b"123456789")
    assert kept.bytes == 80
    assert kept.get(b"a", 1)
    kept.keep(b"i", 1, b"123456789")
    assert kept.get(b"b", 1) is None
    assert kept.get(b"a", 1)
    kept.keep(b"j", 1, b"1234567890")
    assert kept.get(b"j", 1) is None
    assert kept.bytes <= 80
