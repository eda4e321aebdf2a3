"""The whole shop in its services: gateway twice, orders twice, payments, worker, the demo's
payment provider and carrier, and what they stand on.
"""

import os
import secrets
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Self

from holdfast.db.datadir import DataDirectory
from holdfast.server.listening import bind
from tools.split.broker import Broker
from tools.split.door import door_at, filled_in
from tools.split.program import Program, answers_http, free_port, listens

__all__ = ["Split"]


class Split:
    """``start`` and ``stop``; every program may be killed and started again in between.

    The door is at ``port``, or nowhere: ``CannotListen`` if somebody has it; 0 is any.
    ``environment`` goes to every service of ours. Given a database, no cluster of our own is
    started for it. ``service``: how a service of ours is run.
    """

    def __init__(
        self,
        folder: Path,
        *,
        port: int = 0,
        instances: int = 2,
        environment: Mapping[str, str] | None = None,
        orders_database: str | None = None,
        payments_database: str | None = None,
        service: type[Program] = Program,
    ) -> None:
        if port:
            bind("127.0.0.1", port).close()
        self.port = port or free_port()
        folder = folder.resolve()
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.url = f"http://127.0.0.1:{self.port}"
        self._given = dict(environment or {})
        self._made = service
        redis_port = free_port()
        self.redis_url = f"redis://127.0.0.1:{redis_port}/0"
        # Where people expect them; a test takes any, so that two at once never share a broker.
        usual = (5672, 15672) if port else (0, 0)
        self.broker = Broker(folder / "rabbitmq", *map(free_port, usual))
        self.redis = Program(
            "redis", _redis(redis_port), folder / "redis.log", lambda: listens(redis_port)
        )
        self.clusters = {
            name: self._cluster(name)
            for name, url in (("orders", orders_database), ("payments", payments_database))
            if url is None
        }
        self._databases = {"orders": orders_database, "payments": payments_database}
        self._ports = {
            name: free_port()
            for name in (
                "provider", "carrier", "payments", "worker",
                *(f"orders-{one + 1}" for one in range(instances)),
                *(f"gateway-{one + 1}" for one in range(instances)),
            )
        }  # fmt: skip
        self.secret = self._kept_secret()
        self.services: dict[str, Program] = {}
        self.door: Program | None = None

    @property
    def database_url(self) -> str:
        """Where orders, people and products are."""
        return self._database("orders")

    @property
    def wallets_url(self) -> str:
        """Where wallets are."""
        return self._database("payments")

    def url_of(self, name: str) -> str:
        """Of one service: ``orders-1``, ``gateway-2``, ``payments``, ``worker``,
        ``provider``, ``carrier``."""
        return f"http://127.0.0.1:{self._ports[name]}"

    def names(self, kind: str) -> list[str]:
        """The instances of ``orders`` or ``gateway``."""
        return [name for name in self._ports if name.startswith(f"{kind}-")]

    def start(self) -> Self:
        """Everything; returns when all of it is ready."""
        try:
            self.broker.start()
            for program in (self.redis, *self.clusters.values()):
                program.start()
            for cluster in self.clusters.values():
                cluster.wait_ready()
            self.services = {name: self._service(name) for name in self._ports}
            for program in self.services.values():
                program.start()
            self.door = self._make_door().start()
            for program in (self.redis, self.broker.server, *self.services.values(), self.door):
                program.wait_ready()
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """End everything that was started: services first, then what they stand on."""
        for program in self._programs():
            with suppress(Exception):
                program.stop()

    def close(self) -> None:
        """Nothing of it runs, at once; what it has in ``folder`` nobody needs any more."""
        for program in self._programs():
            if program not in self.clusters.values():
                program.kill()
        self.stop()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- making -----------------------------------------------------------------------------

    def _programs(self) -> Iterator[Program]:
        if self.door is not None:
            yield self.door
        yield from self.services.values()
        yield self.redis
        yield self.broker.server
        yield self.broker.epmd
        yield from self.clusters.values()

    def _cluster(self, name: str) -> Program:
        directory = DataDirectory(self.folder / f"{name}-database")
        return Program(
            f"postgresql of {name}",
            [sys.executable, "-m", "tools.split.cluster", str(directory.path)],
            self.folder / f"{name}-database.log",
            lambda: bool(directory.announced().get("url")),
            environment={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        )

    def _database(self, name: str) -> str:
        given = self._databases[name]
        if given is not None:
            return given
        return DataDirectory(self.folder / f"{name}-database").announced()["url"]

    def _service(self, name: str) -> Program:
        kind = name.split("-")[0]
        of_demo = kind in ("provider", "carrier")
        role = f"demo-{kind}" if of_demo else kind
        words = [sys.executable, "-m", "holdfast.cli", role, "--port", str(self._ports[name])]
        words += ["--data", str(self.folder / "data")]
        if not of_demo:
            words.append("--demo")
        environment = self._environment(kind)
        if kind in ("orders", "worker"):
            environment["DATABASE_URL"] = self._database("orders")
        elif kind == "payments":
            environment["DATABASE_URL"] = self._database("payments")
        url = self.url_of(name)
        return self._made(
            name,
            words,
            self.folder / f"{name}.log",
            lambda: answers_http(f"{url}/health/ready"),
            environment=environment,
        )

    def _environment(self, kind: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        return {
            **kept,
            "HOLDFAST_SECRET": self.secret,
            "HOLDFAST_PROXIES": "127.0.0.1",
            **self._addresses(kind),
            **self._given,
        }

    def _addresses(self, kind: str) -> dict[str, str]:
        """Where those are that it asks, and no others."""
        if kind == "provider":
            return {}
        if kind == "carrier":
            return {"HOLDFAST_DEMO_SHOP_URL": self.url}
        redis = {"REDIS_URL": self.redis_url}
        if kind == "gateway":
            return redis | {
                "HOLDFAST_ORDERS_URL": ",".join(map(self.url_of, self.names("orders"))),
                "HOLDFAST_PAYMENTS_URL": self.url_of("payments"),
            }
        return redis | {
            "HOLDFAST_BROKER_URL": self.broker.url,
            "HOLDFAST_DEMO_PROVIDER_URL": self.url_of("provider"),
            "HOLDFAST_DEMO_CARRIER_URL": self.url_of("carrier"),
        }

    def _make_door(self) -> Program:
        def addresses(names: list[str]) -> list[str]:
            return [f"127.0.0.1:{self._ports[name]}" for name in names]

        configuration = filled_in(
            f"127.0.0.1:{self.port}",
            addresses(self.names("orders")),
            addresses(["payments"]),
            addresses(self.names("gateway")),
        )
        return door_at(self.folder / "nginx", self.port, configuration)

    def _kept_secret(self) -> str:
        """One for all services, the same when they are started again."""
        path = self.folder / "secret"
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(48))
        return path.read_text()


def _redis(port: int) -> list[str]:
    program = shutil.which("redis-server")
    if program is None:
        raise RuntimeError("redis-server is missing: tools/setup --tests installs it")
    words = [program, "--port", str(port), "--bind", "127.0.0.1"]
    return [*words, "--save", "", "--appendonly", "no", "--dir", "/"]
