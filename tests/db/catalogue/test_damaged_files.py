"""Files of products of which much is damaged: nobody else waits for them."""

import asyncio
import gc
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import pytest

from tests.db.catalogue.conftest import HEADER, Shop, Write


async def test_a_file_of_damaged_rows_alone_keeps_nobody_waiting(
    shop: Shop, write: Write, uncollected: None
) -> None:
    """What else the process does goes on: it once stood still for all of the file."""
    path = write(*["mug"] * 50_000)
    began, longest = perf_counter(), 0.0
    load = asyncio.create_task(shop.load(path))
    while not load.done():
        before = perf_counter()
        await asyncio.sleep(0)
        longest = max(longest, perf_counter() - before)
    assert (await load).error_count == 50_000
    assert longest < (perf_counter() - began) / 2


@pytest.fixture
def uncollected() -> Iterator[None]:
    """Nothing is collected: in a process of many tests that alone takes a second or two."""
    gc.disable()
    yield
    gc.enable()


async def test_a_file_of_which_too_much_is_damaged_is_read_no_further(
    shop: Shop, write: Write
) -> None:
    cup, mug, jug = (f"{one},{one},,,,,,,,,,,5,9.00,,,,,," for one in ("cup", "mug", "jug"))
    path = write(cup, mug, *(f"torn {number}" for number in range(10)), jug)
    for dry_run in (True, False):
        report = await shop.load(path, dry_run=dry_run, most_damaged=5)
        assert (report.products.created, report.error_count) == (2, 5)
        (notice,) = report.notices
        assert notice.line == 8
        assert "read no further" in notice.reason


@pytest.mark.parametrize("dry_run", [True, False])
async def test_a_file_in_utf_16_that_was_cut_off_is_read_as_far_as_it_goes(
    shop: Shop, tmp_path: Path, *, dry_run: bool
) -> None:
    """What a spreadsheet saved, half a letter of which is missing, or in which one is none."""
    cup, mug = (f"{one},{one},,,,,,,,,,,5,9.00,,,,,," for one in ("cup", "m\ud800ug"))
    whole = "\n".join([HEADER, cup, mug, "jug"]).encode("utf-16", "surrogatepass")
    path = tmp_path / "cut.csv"
    path.write_bytes(whole[:-1])
    report = await shop.load(path, dry_run=dry_run)
    assert report.products.created == 1
    assert [(one.line, "UTF-8" in one.reason) for one in report.errors] == [(3, True), (4, True)]
