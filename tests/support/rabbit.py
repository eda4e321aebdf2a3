"""A RabbitMQ of the test run's own: on ports of its own, with a node name, a cookie, an epmd and
folders of its own. It may be stopped, killed and started again; what is durable stays."""

import contextlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, Final

import aio_pika
import pytest

from tests.support.server import free_port, until

__all__ = ["PROGRAM", "Rabbit", "channel_to", "rabbit_server"]

PROGRAM: Final = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")


class Rabbit:
    """``start`` and ``stop`` (or ``kill``) it as often as wanted; ``close`` it at the end."""

    def __init__(self, *plugins: str) -> None:
        if not PROGRAM.exists():
            pytest.fail("rabbitmq-server is missing: `make setup` installs it")
        self.port, self.management_port = free_port(), free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="holdfast-rabbit-"))
        (self.folder / "plugins").write_text(f"[{', '.join(plugins)}].\n")
        config = [
            f"listeners.tcp.1 = 127.0.0.1:{self.port}",
            # The machine is not the broker's: it must not stop taking letters for want of disk.
            "disk_free_limit.absolute = 50MB",
            "log.console = false",
        ]
        if plugins:
            config += [
                f"management.tcp.port = {self.management_port}",
                "management.tcp.ip = 127.0.0.1",
            ]
        (self.folder / "rabbitmq.conf").write_text("\n".join(config) + "\n")
        self._node = f"holdfast-{os.getpid()}-{secrets.token_hex(3)}@localhost"
        self._epmd_port, self._talk_port = free_port(), free_port()
        self._epmd: subprocess.Popen[bytes] | None = None
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"amqp://guest:guest@127.0.0.1:{self.port}/"

    def start(self) -> "Rabbit":
        """Returns when it takes connections."""
        if self._epmd is None:
            words = ["epmd", "-port", str(self._epmd_port), "-address", "127.0.0.1"]
            self._epmd = subprocess.Popen(words, stdout=subprocess.DEVNULL)
            until(lambda: _listens(self._epmd_port), 20, "epmd listens")
        log = (self.folder / "console.log").open("ab")
        self._process = subprocess.Popen(
            [str(PROGRAM)],
            env=self._environment(),
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # the script and the broker it starts: ended together
        )
        log.close()
        until(self._answers, 90, "RabbitMQ answers")
        return self

    def stop(self) -> None:
        """As an orderly shutdown does; what is durable stays."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """As a crash does."""
        self._end(signal.SIGKILL)

    def close(self) -> None:
        """Nothing is left of it."""
        self.kill()
        if self._epmd is not None:
            self._epmd.kill()
            self._epmd.wait(20)
            self._epmd = None
        shutil.rmtree(self.folder, ignore_errors=True)

    def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, how)
        process.wait(60)
        # The broker itself is a child of the script's.
        until(lambda: not _listens(self.port) and not _lives(process.pid), 60, "RabbitMQ ends")

    def _answers(self) -> bool:
        assert self._process is not None
        code = self._process.poll()
        if code is not None:
            said = (self.folder / "console.log").read_text(errors="replace")
            pytest.fail(f"RabbitMQ ended with {code}:\n{said[-2000:]}")
        with (
            contextlib.suppress(OSError),
            socket.create_connection(("127.0.0.1", self.port), 2) as talk,
        ):
            talk.sendall(b"AMQP\0\0\x09\x01")
            talk.settimeout(2)
            return talk.recv(7)[:1] == b"\x01"
        return False

    def _environment(self) -> dict[str, str]:
        folder = str(self.folder)
        return {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "HOME": folder,  # Erlang's cookie is made there
            "ERL_EPMD_PORT": str(self._epmd_port),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODENAME": self._node,
            "RABBITMQ_DIST_PORT": str(self._talk_port),
            "RABBITMQ_CONF_ENV_FILE": "/dev/null",
            "RABBITMQ_CONFIG_FILE": f"{folder}/rabbitmq",
            "RABBITMQ_ADVANCED_CONFIG_FILE": f"{folder}/none",
            "RABBITMQ_ENABLED_PLUGINS_FILE": f"{folder}/plugins",
            "RABBITMQ_MNESIA_BASE": f"{folder}/data",
            "RABBITMQ_LOG_BASE": f"{folder}/log",
            "RABBITMQ_PID_FILE": f"{folder}/pid",
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+S 1:1 +sbwt none +sbwtdcpu none",
        }


@contextlib.contextmanager
def rabbit_server(*plugins: str) -> Iterator[Rabbit]:
    """One that runs."""
    rabbit = Rabbit(*plugins)
    try:
        yield rabbit.start()
    finally:
        rabbit.close()


@contextlib.asynccontextmanager
async def channel_to(url: str) -> AsyncIterator[Any]:
    """A channel of one's own, to look at queues and to meddle with them."""
    connection = await aio_pika.connect(url)
    async with connection:
        yield await connection.channel()


def _listens(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


def _lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
