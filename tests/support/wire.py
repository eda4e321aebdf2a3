"""A wire between a client and PostgreSQL that can be cut at a chosen message.

The wire speaks enough of PostgreSQL's protocol to know where a message ends and whether it is a
COMMIT, so that a test can cut the connection exactly

- ``BEFORE_COMMIT``: the server never sees the COMMIT (it rolls back);
- ``AT_COMMIT``: the COMMIT is handed over and the wire is cut without waiting for the answer;
- ``AFTER_COMMIT``: the server has committed and said so, but the client never hears it.

It runs in a thread of its own, so tests may be async or not::

    with Wire(database_url) as wire:
        wire.cut(Moment.AFTER_COMMIT)        # the next COMMIT through this wire
        ...                                  # connect to wire.url and work
        wire.wait_cut()
"""

import asyncio
import contextlib
import re
import shutil
import struct
import tempfile
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, urlsplit

from tests.support.patience import PATIENCE

__all__ = ["Moment", "Wire"]

COMMIT = re.compile(rb"\bCOMMIT\b", re.IGNORECASE)
SSL_REQUEST, CANCEL_REQUEST = 80877103, 80877102


class Moment(Enum):
    """Where in the life of a transaction the wire is cut."""

    BEFORE_COMMIT = "before"
    AT_COMMIT = "at"
    AFTER_COMMIT = "after"


@dataclass(eq=False)
class _Line:
    """One connection through the wire."""

    client: asyncio.StreamWriter
    server: asyncio.StreamWriter
    application: str = ""
    cut_on_answer: bool = False
    tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def cut(self) -> None:
        for writer in (self.client, self.server):
            writer.transport.abort()


class Wire:
    """A PostgreSQL proxy on a unix socket of its own; connect to :attr:`url`."""

    def __init__(self, upstream: str) -> None:
        parts = urlsplit(upstream)
        query = parse_qs(parts.query)
        self._upstream = f"{query['host'][0]}/.s.PGSQL.{query.get('port', ['5432'])[0]}"
        self._folder = Path(tempfile.mkdtemp(prefix="wire-"))
        self.url = f"postgresql://{parts.username}@{parts.path}?host={self._folder}&port=5432"
        self._lines: set[_Line] = set()
        self._moment: Moment | None = None
        self._application: str | None = None
        self._skip = 0
        self._refusing = False
        self._cut = threading.Event()
        self._held = threading.Event()
        self._gate: asyncio.Event | None = None
        self.commits = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    # -- what a test says

    def cut(self, moment: Moment, *, application: str | None = None, skip: int = 0) -> None:
        """Cut at the next COMMIT, or after ``skip`` more; only of ``application`` when named."""
        self._cut.clear()
        self._call(self._arm, moment, application, skip)

    def wait_cut(self, seconds: float = PATIENCE) -> None:
        """Until the cut that was asked for has happened."""
        if not self._cut.wait(seconds):
            raise TimeoutError("no COMMIT came to cut the wire at")

    def hold_commits(self) -> None:
        """Keep every COMMIT back until :meth:`let_go` or :meth:`cut_all`."""
        self._held.clear()
        self._call(self._close_gate)

    def wait_held(self, seconds: float = PATIENCE) -> None:
        """Until a COMMIT is being kept back."""
        if not self._held.wait(seconds):
            raise TimeoutError("no COMMIT came to hold back")

    def let_go(self) -> None:
        self._call(self._open_gate)

    def cut_all(self) -> None:
        """Cut every connection now."""
        self._call(self._cut_lines)

    def refuse(self, refusing: bool = True) -> None:
        """Refuse new connections, as a database that is away does."""
        self._refusing = refusing

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(PATIENCE)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._finish(), self._loop).result(PATIENCE)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)
        self._loop.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    # -- in the wire's own thread

    def _call(self, function: object, *values: object) -> None:
        done: Future[None] = Future()

        def work() -> None:
            function(*values)  # type: ignore[operator]
            done.set_result(None)

        self._loop.call_soon_threadsafe(work)
        done.result(PATIENCE)

    def _arm(self, moment: Moment, application: str | None, skip: int) -> None:
        self._moment, self._application, self._skip = moment, application, skip

    def _close_gate(self) -> None:
        self._gate = asyncio.Event()

    def _open_gate(self) -> None:
        if self._gate is not None:
            self._gate.set()
            self._gate = None

    def _cut_lines(self) -> None:
        for line in list(self._lines):
            line.cut()
        self._open_gate()

    async def _listen(self) -> None:
        self._server = await asyncio.start_unix_server(
            self._connected, self._folder / ".s.PGSQL.5432"
        )

    async def _finish(self) -> None:
        self._server.close()
        tasks = [task for line in self._lines for task in line.tasks]
        self._cut_lines()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _refuses(self) -> bool:
        return self._refusing

    async def _connected(self, reader: asyncio.StreamReader, client: asyncio.StreamWriter) -> None:
        if self._refuses():
            client.transport.abort()
            return
        try:
            answers, server = await asyncio.open_unix_connection(self._upstream)
        except OSError:
            client.transport.abort()
            return
        if self._refuses():  # since then
            client.transport.abort()
            server.transport.abort()
            return
        line = _Line(client, server)
        self._lines.add(line)
        line.tasks = [
            asyncio.create_task(self._carry(self._questions(line, reader), line)),
            asyncio.create_task(self._carry(self._answers(line, answers), line)),
        ]

    async def _carry(self, work: Coroutine[object, object, None], line: _Line) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            await work
        line.cut()
        self._lines.discard(line)

    async def _questions(self, line: _Line, reader: asyncio.StreamReader) -> None:
        await self._startup(line, reader)
        while True:
            kind, whole = await _message(reader)
            if kind in b"QP" and COMMIT.search(whole):
                self.commits += 1
                if self._gate is not None:
                    self._held.set()
                    await self._gate.wait()
                if self._strikes(line) and self._cut_at_commit(line, whole):
                    return
            line.server.write(whole)
            await line.server.drain()

    async def _startup(self, line: _Line, reader: asyncio.StreamReader) -> None:
        """Messages without a kind: requests for encryption, cancelling, the parameters."""
        while True:
            size = await reader.readexactly(4)
            body = await reader.readexactly(struct.unpack("!I", size)[0] - 4)
            line.server.write(size + body)
            code = struct.unpack("!I", body[:4])[0]
            if code not in (SSL_REQUEST, CANCEL_REQUEST):
                words = body[4:].split(b"\0")
                pairs = dict(zip(words[::2], words[1::2], strict=False))
                line.application = pairs.get(b"application_name", b"").decode()
                return

    def _strikes(self, line: _Line) -> bool:
        if self._moment is None or self._application not in (None, line.application):
            return False
        self._skip -= 1
        return self._skip < 0

    def _cut_at_commit(self, line: _Line, whole: bytes) -> bool:
        """Do what was asked for; True if the line is cut already."""
        moment, self._moment = self._moment, None
        if moment is Moment.AFTER_COMMIT:
            line.cut_on_answer = True
            return False
        if moment is Moment.AT_COMMIT:
            line.server.write(whole)
            line.server.close()  # hands over what was written, then closes
            line.client.transport.abort()
        else:
            line.cut()
        self._cut.set()
        return True

    async def _answers(self, line: _Line, answers: asyncio.StreamReader) -> None:
        first = True
        while True:
            if first:
                kind, whole = await answers.readexactly(1), b""
                if kind == b"N":  # "no encryption here": one byte, not a message
                    line.client.write(kind)
                    continue
                size = await answers.readexactly(4)
                rest = await answers.readexactly(struct.unpack("!I", size)[0] - 4)
                whole, first = kind + size + rest, False
            else:
                kind, whole = await _message(answers)
            if line.cut_on_answer and kind == b"C" and COMMIT.search(whole):
                line.cut()
                self._cut.set()
                return
            line.client.write(whole)
            await line.client.drain()


async def _message(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    head = await reader.readexactly(5)
    rest = await reader.readexactly(struct.unpack("!I", head[1:])[0] - 4)
    return head[:1], head + rest
