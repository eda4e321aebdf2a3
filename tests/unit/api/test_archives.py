"""Archives of galleries are sent some at once, and one of each gallery."""

from contextlib import AsyncExitStack
from uuid import uuid4

from holdfast.api.shell.archives import Archives


async def test_whoever_takes_theirs_slowly_has_no_other_gallery_wait() -> None:
    archives, mine, another = Archives(2), uuid4(), uuid4()
    async with archives.sending(mine):
        assert archives.is_busy(mine)
        assert not archives.is_busy(another)
        async with archives.sending(another):
            assert archives.is_busy(uuid4())
    assert not archives.is_busy(mine)
    async with AsyncExitStack() as stack:
        for _ in range(2):
            await stack.enter_async_context(archives.sending(uuid4()))
        assert archives.is_busy(mine)


async def test_links_that_are_passed_on_have_no_client_wait() -> None:
    archives, mine = Archives(3), uuid4()
    async with archives.sending(mine, by_link=True):
        assert archives.is_busy(mine, by_link=True)
        assert not archives.is_busy(mine), "its client takes theirs"
        async with archives.sending(uuid4(), by_link=True):
            assert archives.is_busy(uuid4(), by_link=True), "no more by links"
            assert not archives.is_busy(uuid4())
