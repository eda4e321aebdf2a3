"""JSON Lines on the disk: a message a line."""

import asyncio
from pathlib import Path

from holdfast.sinks.envelope import Envelope
from holdfast.sinks.line_file import LineFile
from holdfast.sinks.sink import NotDelivered


class JsonLines:
    """Messages that come while one write runs are written by the next, and share its sync."""

    def __init__(
        self, name: str, path: Path, *, most_bytes: int = 64 * 1024 * 1024, sync: bool = True
    ) -> None:
        self.name = name
        self.at_once = 1000
        self._file = LineFile(path, most_bytes=most_bytes, sync=sync)
        self._waiting: list[tuple[bytes, asyncio.Future[None]]] = []
        self._writer: asyncio.Task[None] | None = None

    async def send(self, message: Envelope) -> None:
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((message.body + b"\n", written))
        if self._writer is None:
            self._writer = asyncio.create_task(self._write_all(), name=f"sink {self.name}")
        await written

    async def close(self) -> None:
        """Finish what is being written."""
        if self._writer is not None:
            await self._writer
        self._file.close()

    async def _write_all(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            try:
                await asyncio.to_thread(self._file.append, b"".join(line for line, _ in batch))
            except Exception as error:  # noqa: BLE001  (whatever it is: they all wait to hear)
                reason = error.strerror if isinstance(error, OSError) else None
                refused: NotDelivered | None = NotDelivered(
                    f"not written: {reason or type(error).__name__}"
                )
            else:
                refused = None
            for _, written in batch:
                if written.done():  # who asked went away
                    continue
                if refused is None:
                    written.set_result(None)
                else:
                    written.set_exception(refused)
        self._writer = None
