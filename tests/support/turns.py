"""Whose turn a test is when several processes share a run, and what took longest."""

from collections import Counter
from collections.abc import Iterable, Sequence

import pytest
from xdist.scheduler import LoadScopeScheduling

__all__ = ["FOLDERS", "ByServer", "folder_of", "longest_first", "took_longest"]

FOLDERS = ("unit", "arch", "db", "api", "specs", "sim", "proof", "e2e")
LONGEST_FIRST = ("unit", "arch", "proof", "e2e", "specs", "sim", "api", "db")
ONE_PLACE = (
    "tests/arch/test_layout",  # starts processes that load the application
    "tests/arch/",
    "tests/unit/api/",
    "tests/proof/",
    "tests/api/operating/test_split",
    "tests/api/operating/test_broker",
)
LINES = 10


class ByServer(LoadScopeScheduling):  # type: ignore[misc]
    """A file at a time. Files that share many servers go to one process: started again they would
    cost more, and so would many that wait. So do those that read the whole source, and those that
    load the application."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return next((place for place in ONE_PLACE if file.startswith(place)), file)


def folder_of(item: pytest.Item) -> str:
    """``db`` of ``tests/db/...``."""
    return item.nodeid.removeprefix("tests/").partition("/")[0]


def longest_first(folder: str) -> int:
    """The place of a folder where several share the run: the small files come last, so that none
    has to wait long for the others."""
    return LONGEST_FIRST.index(folder) if folder in LONGEST_FIRST else len(LONGEST_FIRST)


def took_longest(reports: Iterable[object]) -> Sequence[str]:
    """What the files took, each with its fixtures, the longest first."""
    seconds: Counter[str] = Counter()
    for report in reports:
        if isinstance(report, pytest.TestReport):
            seconds[report.nodeid.partition("::")[0]] += report.duration  # type: ignore[assignment]
    return [f"{took:7.1f} s  {file}" for file, took in seconds.most_common(LINES)]
