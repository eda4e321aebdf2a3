"""A shop that stands is lent to one module after the other, as long as it is as it was opened."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from tests.support import standing
from tests.support.postgres import execute, run
from tests.support.standing import Standing


@dataclass
class Opened:
    """What a shop's premises are, as far as lending it needs them."""

    number: int
    database_url: str
    url = wallets_url = ""

    def metrics(self) -> str:
        return ""

    def crash(self) -> None:
        """Nothing runs."""


Lend = Callable[[], int]


@pytest.fixture
def lend(database_url: str, request: pytest.FixtureRequest) -> Iterator[Lend]:
    """``lend()``: which one somebody was in."""
    opened = 0

    @contextmanager
    def another() -> Iterator[Opened]:
        nonlocal opened
        opened += 1
        yield Opened(opened, database_url)

    made = Standing("of a test", another, lambda one: one)

    def to_somebody() -> int:
        with made.lent(request) as one:
            return one.number

    yield to_somebody
    made.close()


def test_one_comes_after_the_other_until_so_many_were_there(lend: Lend) -> None:
    assert [lend() for _ in range(standing.MOST + 2)] == [1] * standing.MOST + [2, 2]


def test_where_somebody_changed_what_holds_for_all_nobody_follows(
    lend: Lend, database_url: str
) -> None:
    assert lend() == 1
    run(execute(database_url, "INSERT INTO shop_settings (key, value) VALUES ('test', 'true')"))
    assert [lend(), lend()] == [1, 2]


@pytest.mark.alone
def test_who_is_alone_there_follows_nobody_and_is_followed_by_nobody(lend: Lend) -> None:
    assert [lend(), lend()] == [1, 2]
