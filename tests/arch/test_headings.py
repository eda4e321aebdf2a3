"""A page's heading is the design's: no page writes its own h1."""

import re

from tests.arch.source import PACKAGE

WEB = PACKAGE.parents[1] / "web/src"
ITS_PLACES = {"design/Heading.tsx"}


def test_only_the_design_writes_headings_of_pages() -> None:
    own = {
        str(path.relative_to(WEB))
        for path in WEB.rglob("*.tsx")
        if re.search(r"<h1\b", path.read_text())
    }
    assert own == ITS_PLACES
