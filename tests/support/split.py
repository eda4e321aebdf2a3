"""The shop in its services, as premises that a test may buy in and break."""

import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import httpx

from tests.support.forking import forked
from tests.support.market import Market
from tests.support.patience import PATIENCE
from tools.split import Program, Split

__all__ = ["SplitPremises", "opened_split"]


class SplitPremises:
    """See ``Premises``. ``split`` has every program by name."""

    def __init__(self, split: Split) -> None:
        self.split = split

    @property
    def url(self) -> str:
        return self.split.url

    @property
    def database_url(self) -> str:
        return self.split.database_url

    @property
    def wallets_url(self) -> str:
        return self.split.wallets_url

    @property
    def services(self) -> Mapping[str, Program]:
        return self.split.services

    def metrics(self) -> str:
        """What all services say at /metrics, one after the other."""
        urls = [f"{self.split.url_of(name)}/metrics" for name in self.services]
        return "\n".join(httpx.get(url, timeout=PATIENCE).raise_for_status().text for url in urls)

    def crash(self) -> None:
        """``kill -9`` of everything that takes part in a purchase; then start it again, ready."""
        taking_part = [*self.split.names("orders"), "payments", "worker"]
        for name in taking_part:
            self.services[name].kill()
        for name in taking_part:
            self.services[name].start()
        for name in taking_part:
            self.services[name].wait_ready()

    def said(self, name: str) -> str:
        """What a service has logged."""
        return self.services[name].log.read_text(errors="replace")

    def postmaster_pid(self, name: str) -> int:
        """Of the PostgreSQL server of ``orders`` or ``payments``, where it is one of our own."""
        lock = self.split.folder / f"{name}-database"
        (found,) = lock.glob("**/postmaster.pid")
        number = re.match(r"\d+", found.read_text())
        assert number is not None
        return int(number[0])


class _Forked(Program):
    """A service of ours that need not load the application."""

    def spawn(self) -> "subprocess.Popen[bytes]":
        role = self.words.index("holdfast.cli") + 1
        with self.log.open("ab") as log:
            server = forked(self.words[role:], self.environment or os.environ, log.fileno())
        return cast("subprocess.Popen[bytes]", server)


@contextmanager
def opened_split(
    folder: Path,
    *,
    afresh: bool = False,
    environment: Mapping[str, str] | None = None,
    orders_database: str | None = None,
    payments_database: str | None = None,
) -> Iterator[Market]:
    """A market in services; its goods are those of the orders' database. ``afresh``: as it
    ships."""
    split = Split(
        folder / "split",
        environment={"HOLDFAST_DEMO_CARRIER_PACE": "0.3", **(environment or {})},
        orders_database=orders_database,
        payments_database=payments_database,
        service=Program if afresh else _Forked,
    )
    with split, Market(SplitPremises(split)) as market:
        yield market
