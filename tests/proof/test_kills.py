"""Whatever is killed, what was promised is kept."""

import os
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.proof.kills import KINDS, opened_ordeal, run
from tests.support.market import Market

LONG = os.environ.get("HOLDFAST_PROOF") == "long"
ROUNDS = 20 if LONG else 2


@pytest.fixture(scope="module")
def mortal() -> Iterator[Market]:
    with ExitStack() as stack:
        yield opened_ordeal(stack)


@pytest.mark.timeout(1800 if LONG else 240)
@pytest.mark.parametrize("kind", KINDS)
async def test_what_was_acknowledged_survives_the_kill_of(mortal: Market, kind: str) -> None:
    print(await run(mortal, [kind], ROUNDS, seed=7))


@pytest.mark.timeout(1800 if LONG else 240)
async def test_what_was_acknowledged_survives_kills_of_every_kind_in_a_row(
    mortal: Market,
) -> None:
    print(await run(mortal, list(KINDS), 5 if LONG else 1, seed=8))
