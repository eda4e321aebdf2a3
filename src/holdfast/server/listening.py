"""The socket all workers accept on, opened once by the parent so that a restart drops nobody."""

import contextlib
import errno
import os
import socket
import sys
import time

__all__ = ["CannotListen", "address_of", "bind", "listen", "refuse"]

BACKLOG = 2048
UNTAKEN_MS = 60_000  # the system gives up on who takes nothing of what was sent
RETRY_FOR = 1.5  # a server that was just killed may take a moment to let its port go


class CannotListen(Exception):
    """The address is taken or not ours to use. The message says which, and what to do."""

    exit_code = 4


def bind(host: str, port: int) -> socket.socket:
    """Take the address. Connections are refused until :func:`listen`."""
    try:
        family, *_, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except socket.gaierror as error:
        raise CannotListen(f"There is no address called {host!r} ({error.strerror}).") from None
    deadline = time.monotonic() + RETRY_FOR
    while True:
        opened = socket.socket(family, socket.SOCK_STREAM)
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if sys.platform == "linux":  # handed down to each connection
            opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNTAKEN_MS)
        try:
            opened.bind(address)
        except OSError as error:
            opened.close()
            if error.errno == errno.EADDRINUSE and time.monotonic() < deadline:
                time.sleep(0.05)  # nothing tells when a foreign process lets go
                continue
            raise _explained(error, host, port) from None
        opened.set_inheritable(True)
        return opened


def listen(opened: socket.socket) -> None:
    """Begin to take connections."""
    try:
        opened.listen(BACKLOG)
    except OSError as error:
        host, port = opened.getsockname()[:2]
        raise _explained(error, host, port) from None


def refuse(opened: socket.socket) -> None:
    """Take no more connections, in no process that has the socket. As long as one has it open and
    listening, whoever comes is let in, and waits for somebody who reads."""
    with contextlib.suppress(OSError):  # it was not listening yet
        opened.shutdown(socket.SHUT_RDWR)


def address_of(opened: socket.socket, *, secure: bool) -> str:
    """The URL a person on this machine opens."""
    host, port = opened.getsockname()[:2]
    if host in ("0.0.0.0", "127.0.0.1", "::", "::1"):  # noqa: S104 (compared, not bound)
        host = "localhost"
    elif ":" in host:
        host = f"[{host}]"
    return f"{'https' if secure else 'http'}://{host}:{port}"


def _explained(error: OSError, host: str, port: int) -> CannotListen:
    if error.errno == errno.EADDRINUSE:
        return CannotListen(
            f"Port {port} on {host} is in use by another program. "
            "Stop it, or choose another port with --port."
        )
    if error.errno == errno.EACCES:
        return CannotListen(
            f"Port {port} may only be opened by root. Choose one above 1023 with --port."
        )
    if error.errno == errno.EADDRNOTAVAIL:
        return CannotListen(f"{host} is not an address of this machine.")
    return CannotListen(f"Cannot listen on {host}:{port}: {os.strerror(error.errno or 0)}.")
