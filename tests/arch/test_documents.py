"""What the documents name is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"`((?:[a-z_]+/)+[a-z_0-9]+\.py)`")
PAGES = [path for path in sorted((ROOT / "docs").glob("*.md")) if NAMED.search(path.read_text())]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_files_named_in_a_document_are_there(page: Path) -> None:
    named = sorted(set(NAMED.findall(page.read_text())))
    places = (ROOT, ROOT / "src" / "holdfast")
    assert [one for one in named if not any((place / one).is_file() for place in places)] == []
