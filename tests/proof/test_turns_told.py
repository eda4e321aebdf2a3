"""Everybody who waits for a flash sale is told the truth."""

import pytest

from tests.proof.turns_told import turns_told
from tests.support.length import LONG
from tests.support.market import Market


@pytest.mark.timeout(1200)
async def test_who_waits_is_let_in_in_turn_and_is_told_so_all_along(crowded: Market) -> None:
    """300 in a long run."""
    said = await turns_told(crowded, *((300, 20) if LONG else (60, 10)))
    print(said)
    assert said[-1] == "let in"
