"""What the documents name is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"`((?:[a-z_]+/)+[a-z_0-9]+\.py)`")
PICTURE = re.compile(r"!\[([^\]]*)\]\((?!https?:)([^)]+)\)")
PAGES = [path for path in sorted((ROOT / "docs").glob("*.md")) if NAMED.search(path.read_text())]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_files_named_in_a_document_are_there(page: Path) -> None:
    named = sorted(set(NAMED.findall(page.read_text())))
    places = (ROOT, ROOT / "src" / "holdfast")
    assert [one for one in named if not any((place / one).is_file() for place in places)] == []


def test_pictures_of_documents_are_there_and_said_in_words() -> None:
    pages = (ROOT / "README.md", *(ROOT / "docs").glob("*.md"))
    shown = [(page, *found) for page in pages for found in PICTURE.findall(page.read_text())]
    assert [one for one in shown if not one[1] or not (one[0].parent / one[2]).is_file()] == []
    assert len(shown) > 1
