"""A PostgreSQL that follows another one, as a read replica does."""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Final, Self
from urllib.parse import parse_qs, urlsplit

import asyncpg

from holdfast.db.base_backup import copy_database
from holdfast.db.binaries import account_for, find_programs
from tests.support.patience import PATIENCE
from tests.support.postgres import Postgres, execute, fetch, run
from tests.support.server import until

__all__ = ["Standby"]

ANYBODY: Final = "local all all trust\nlocal replication all trust\n"


class Standby:
    """Of the whole of ``primary``, whose rules of access become those of a test: anybody here."""

    def __init__(self, primary: Postgres) -> None:
        self._primary = primary
        self._folder = Path(tempfile.mkdtemp(prefix="holdfast-test-"))
        self._cluster = self._folder / "cluster"
        self._account = account_for(self._cluster)
        self._programs = find_programs(self._account)
        self._process: subprocess.Popen[bytes] | None = None

    def copy_of(self, url: str) -> str:
        """The address of its copy of the database at ``url``."""
        return self._url_of(urlsplit(url).path.strip("/"))

    def _url_of(self, database: str) -> str:
        return f"postgresql://holdfast@/{database}?host={self._folder}&port=5432"

    def start(self) -> Self:
        """It takes readers once this returns, and starts again where it was stopped."""
        if not self._cluster.exists():
            self._copy()
        words = [self._programs["postgres"], "-D", str(self._cluster), "-c", "listen_addresses="]
        words += [
            "-c",
            "port=5432",
            "-c",
            "max_connections=300",
            "-c",
            f"unix_socket_directories={self._folder}",
        ]
        with (self._folder / "log").open("a") as log:
            self._process = subprocess.Popen(
                self._account.command(words),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                process_group=0,
                env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            )
        until(self._answers, PATIENCE, lambda: (self._folder / "log").read_text())
        return self

    def stop(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(PATIENCE)
            self._process = None

    def pause(self) -> None:
        """It hears of what is written, and shows it to nobody."""
        run(execute(self._owners, "SELECT pg_wal_replay_pause()"))

    def go_on(self) -> None:
        run(execute(self._owners, "SELECT pg_wal_replay_resume()"))

    def close(self) -> None:
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def _owners(self) -> str:
        return self._url_of("postgres").replace("//holdfast@", "//postgres@", 1)

    def _copy(self) -> None:
        cluster = self._primary.directory.cluster
        (cluster / "pg_hba.conf").write_text(ANYBODY)
        there = self._primary.url.replace("//holdfast@", "//postgres@", 1)
        run(execute(there, "SELECT pg_reload_conf()"))
        copy_database(self._primary.url, self._programs, self._cluster)
        socket = parse_qs(urlsplit(self._primary.url).query)
        follows = f"host={socket['host'][0]} port={socket['port'][0]} user=postgres"
        with (self._cluster / "postgresql.auto.conf").open("a") as settings:
            settings.write(f"primary_conninfo = '{follows}'\n")
            settings.write("max_standby_streaming_delay = 0\nfsync = off\n")
        (self._cluster / "standby.signal").touch()
        for path in (self._folder, self._cluster, *self._cluster.rglob("*")):
            os.chown(path, self._account.uid, self._account.gid)

    def _answers(self) -> bool:
        try:
            return bool(run(fetch(self._owners, "SELECT pg_is_in_recovery()")))
        except (OSError, asyncpg.PostgresError):
            return False
