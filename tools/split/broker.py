"""RabbitMQ on ports, a node name, a cookie and folders of its own."""

import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Final

from tools.split.program import Program, answers_http, free_port, listens, until

__all__ = ["BROKER", "Broker"]

BROKER: Final = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")


class Broker:
    """``epmd`` and ``server``; Erlang's own port mapper is ours, too, so that nothing stays.
    Without a ``management_port`` there is no management page."""

    def __init__(self, folder: Path, port: int, management_port: int | None = None) -> None:
        self.port, self.management_port = port, management_port
        folder.mkdir(parents=True, exist_ok=True)
        epmd_port = free_port()
        _configure(folder, port, management_port)
        environment = {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "HOME": str(folder),  # Erlang's cookie is made there
            "ERL_EPMD_PORT": str(epmd_port),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            # Its data is kept by this name.
            "RABBITMQ_NODENAME": "holdfast@localhost",
            "RABBITMQ_DIST_PORT": str(free_port()),
            "RABBITMQ_CONF_ENV_FILE": "/dev/null",
            "RABBITMQ_CONFIG_FILE": f"{folder}/rabbitmq",
            "RABBITMQ_ADVANCED_CONFIG_FILE": f"{folder}/none",
            "RABBITMQ_ENABLED_PLUGINS_FILE": f"{folder}/plugins",
            "RABBITMQ_MNESIA_BASE": f"{folder}/data",
            "RABBITMQ_LOG_BASE": f"{folder}/log",
            "RABBITMQ_PID_FILE": f"{folder}/pid",
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+S 1:1 +sbwt none +sbwtdcpu none",
        }
        words = ["epmd", "-port", str(epmd_port), "-address", "127.0.0.1"]
        self.epmd = Program(
            "epmd", words, folder / "epmd.log", lambda: listens(epmd_port), environment=environment
        )
        self.server = Program(
            "rabbitmq",
            [str(BROKER)],
            folder / "console.log",
            self._answers,
            environment=environment,
            patience=120.0,
        )

    @property
    def url(self) -> str:
        return f"amqp://guest:guest@127.0.0.1:{self.port}/"

    @property
    def management_url(self) -> str:
        return f"http://localhost:{self.management_port}"

    def start(self) -> None:
        """Without waiting for it."""
        if shutil.which("epmd") is None or not BROKER.exists():
            raise RuntimeError("rabbitmq-server is missing: tools/setup --tests installs it")
        if not self.epmd.running:
            self.epmd.start().wait_ready()
        self.server.start()

    def stop(self) -> None:
        """As an orderly shutdown does; what is durable stays. Returns when it is gone."""
        self._end(self.server.stop)

    def kill(self) -> None:
        """As a crash does."""
        self._end(self.server.kill)

    def close(self) -> None:
        """Nothing of it runs."""
        self.kill()
        self.epmd.stop()

    def _end(self, how: Callable[[], None]) -> None:
        if not self.server.running:
            return
        how()
        until(lambda: not listens(self.port), 60, "RabbitMQ ends")

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), 2) as talk:
                talk.settimeout(2)
                talk.sendall(b"AMQP\0\0\x09\x01")
                greeted = talk.recv(7)[:1] == b"\x01"
        except OSError:
            return False
        if self.management_port is None:
            return greeted
        return greeted and answers_http(f"http://127.0.0.1:{self.management_port}/")


def _configure(folder: Path, port: int, management_port: int | None) -> None:
    plugins = "" if management_port is None else "rabbitmq_management"
    (folder / "plugins").write_text(f"[{plugins}].\n")
    config = [
        f"listeners.tcp.1 = 127.0.0.1:{port}",
        # The machine is not the broker's: it must not stop taking letters for want of disk.
        "disk_free_limit.absolute = 50MB",
        "log.console = false",
    ]
    if management_port is not None:
        config += [f"management.tcp.port = {management_port}", "management.tcp.ip = 127.0.0.1"]
    (folder / "rabbitmq.conf").write_text("\n".join(config) + "\n")
