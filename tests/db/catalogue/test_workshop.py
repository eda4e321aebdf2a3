"""Pictures that cost too much to read, and more of them at once than wait."""

import asyncio

import pytest

from holdfast.catalog.pictures import PicturesBusy, PictureTooCostly, Workshop, WorkshopBounds
from holdfast.catalog.pictures.refusals import refusal_of
from tests.support.pictures import png


async def test_what_takes_too_long_is_killed_and_the_next_one_is_made() -> None:
    with pytest.raises(PictureTooCostly) as refused:
        await Workshop(WorkshopBounds(seconds=0.0)).make(png())
    assert (refused.value.status, refused.value.code) == (422, "picture-too-costly")
    assert isinstance(refusal_of("costly"), PictureTooCostly)  # as the process says of its memory
    made = await Workshop().make(png(4, 5))
    assert (made.picture.width, made.picture.height) == (4, 5)


async def test_more_than_may_wait_are_told_so_unless_they_are_patient() -> None:
    workshop = Workshop(WorkshopBounds(waiting=2))
    async with asyncio.TaskGroup() as group:
        first = [group.create_task(workshop.make(png(6, size))) for size in (1, 2)]
        patient = group.create_task(workshop.make(png(6, 3), patient=True))
        await asyncio.sleep(0)  # all three have asked
        with pytest.raises(PicturesBusy) as refused:
            await workshop.make(png(6, 4))
    assert (refused.value.status, refused.value.code) == (503, "pictures-busy")
    assert refused.value.headers["Retry-After"] == "2"
    assert [one.result().picture.height for one in (*first, patient)] == [1, 2, 3]
    assert (await workshop.make(png(6, 4))).picture.height == 4
