"""Connections of a server that is told to stop: what is on its way is answered, and is the last."""

from tests.support.talk import talking


async def test_a_request_that_was_on_its_way_is_answered_as_the_last() -> None:
    async with talking() as talk:
        assert b"connection: close" not in await talk.ask()
        talk.stop_the_server()
        assert b"connection: close" in await talk.ask()
        await talk.end()


async def test_who_says_nothing_more_is_hung_up_on() -> None:
    async with talking() as talk:
        await talk.ask()
        talk.stop_the_server()
        await talk.end()


async def test_who_never_said_anything_is_hung_up_on() -> None:
    async with talking() as talk:
        talk.stop_the_server()
        await talk.end()
