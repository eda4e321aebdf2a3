"""From how many on there is no limit is said once for the shop, and once for its pages."""

import re

from holdfast.catalog import NO_LIMIT
from holdfast.flows.inventory.by_codes import UNLIMITED
from tests.arch.source import PACKAGE

PAGES = PACKAGE.parents[1] / "web/src/design/SupplyBar.tsx"


def test_the_pages_know_the_same_number() -> None:
    (told,) = re.findall(r"NO_LIMIT = ([0-9_]+);", PAGES.read_text())
    assert int(told) == NO_LIMIT < UNLIMITED
