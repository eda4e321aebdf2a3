"""What ``docs/glossary.md`` names is where it says."""

import re

from tests.arch.source import PACKAGE

PAGE = PACKAGE.parents[1] / "docs" / "glossary.md"


def test_every_word_is_where_the_glossary_says() -> None:
    rows = [line for line in PAGE.read_text().splitlines() if line.startswith("| ")][2:]
    places = {place for row in rows for place in re.findall(r"`([a-z_/]+(?:\.py|/))`", row)}
    assert len(places) > 30
    gone = sorted(place for place in places if not (PACKAGE / place).exists())
    assert not gone


def test_no_word_stands_twice() -> None:
    rows = [line for line in PAGE.read_text().splitlines() if line.startswith("| ")][2:]
    words = [row.split("|")[1].strip() for row in rows]
    assert len(words) == len(set(words))
