"""Parts that only have to be ended."""

from holdfast.roles.lifespan import closing, stopping


async def test_what_is_closed_by_waiting_and_what_at_once_are_both_ended() -> None:
    ended: list[str] = []

    async def close() -> None:
        ended.append("closed")

    def stop() -> None:
        ended.append("stopped")

    for start, end in (closing(close), stopping(stop)):
        await start()
        await end()
    assert ended == ["closed", "stopped"]
