"""A server of mail: aiosmtpd, which is not ours, in any trouble a test asks for. It keeps what it
took."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from threading import Thread
from typing import Any, Final, Literal, Self, TypeAlias

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from tests.support.patience import PATIENCE

__all__ = ["MailServer", "Took", "Trouble", "mail_settings", "running_mail_server"]

Trouble: TypeAlias = Literal["none", "refuse", "put-off", "hang", "hang-after", "bad-text"]
"""``hang``: it says nothing when told for whom. ``hang-after``: it has the mail, and never says
so."""
_TEXT: Final = "250 OK"


class Took:
    """A mail that the server has, and for whom."""

    def __init__(self, to: str, content: bytes) -> None:
        self.to = to
        self.content = content
        made = message_from_bytes(content, policy=default)
        assert isinstance(made, EmailMessage)
        self.mail = made
        self.id = str(made["Message-ID"])

    def text(self, kind: Literal["plain", "html"]) -> str:
        part = self.mail.get_body((kind,))
        assert part is not None
        found: str = part.get_content()
        return found


class MailServer:
    """``trouble`` says what becomes of a mail to an address; ``seen`` is awaited when one was
    taken, before it is said so."""

    def __init__(self, trouble: Callable[[str], Trouble] = lambda _: "none") -> None:
        self.trouble = trouble
        self.took: list[Took] = []
        self.asked: list[str] = []
        self.port = 0
        self.password = b""
        """With which one signs in; without one nobody has to."""
        self.seen: Callable[[Took], Awaitable[None]] = _nothing
        self.named: Callable[[str], Awaitable[None]] = _nothing
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.BaseTransport] = set()

    async def start(self) -> Self:
        """Come up; after a stop, at the same port."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._session, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def stop(self) -> None:
        assert self._server is not None
        self._server.close()
        for one in tuple(self._open):
            one.abort()  # type: ignore[attr-defined]  # every transport of a socket has it
        with suppress(TimeoutError):
            async with asyncio.timeout(5):
                await self._server.wait_closed()

    def to(self, address: str) -> list[Took]:
        return [one for one in self.took if one.to == address]

    def _session(self) -> SMTP:
        opened = self._open

        class Kept(SMTP):
            def connection_made(self, transport: asyncio.BaseTransport) -> None:
                opened.add(transport)
                super().connection_made(transport)

        def known(_: SMTP, __: Session, ___: Envelope, ____: str, asked: Any) -> AuthResult:
            return AuthResult(success=asked.password == self.password, handled=False)

        return Kept(
            self,
            enable_SMTPUTF8=False,
            timeout=60,
            authenticator=known if self.password else None,
            auth_require_tls=False,
        )

    # --- what aiosmtpd asks ---------------------------------------------------------------------

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        del server, session, options
        self.asked.append(address)
        await self.named(address)
        match self.trouble(address):
            case "refuse":
                return "550 5.1.1 no such mailbox"
            case "put-off":
                return "451 4.7.1 greylisted, come again"
            case "hang":
                await asyncio.Event().wait()
        envelope.rcpt_tos.append(address)
        return _TEXT

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        del server, session
        (to,) = envelope.rcpt_tos
        content: Any = envelope.content
        trouble = self.trouble(to)
        if trouble == "bad-text":
            return "554 5.6.0 not with these words"
        took = Took(to, bytes(content))
        self.took.append(took)
        await self.seen(took)
        if trouble == "hang-after":
            await asyncio.Event().wait()
        return _TEXT


async def _nothing(_: object) -> None:
    """What happens where no test asks for more."""


def mail_settings(server: MailServer, **more: str) -> dict[str, str]:
    """The environment of a shop that sends its mails by this server."""
    return {
        "HOLDFAST_SMTP_HOST": "127.0.0.1",
        "HOLDFAST_SMTP_PORT": str(server.port),
        "HOLDFAST_SMTP_TLS": "off",
        "HOLDFAST_MAIL_FROM": "orders@shop.example",
        "HOLDFAST_PUBLIC_URL": "https://shop.example",
        **more,
    }


@contextmanager
def running_mail_server() -> Iterator[MailServer]:
    """One that runs beside a test which waits for nobody."""
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, daemon=True)
    thread.start()

    def there(work: Coroutine[Any, Any, Any]) -> None:
        asyncio.run_coroutine_threadsafe(work, loop).result(PATIENCE)

    server = MailServer()
    there(server.start())
    try:
        yield server
    finally:
        there(server.stop())
        loop.call_soon_threadsafe(loop.stop)
        thread.join(PATIENCE)
        loop.close()
