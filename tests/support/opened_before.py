"""Databases to clone from in which a server has been: the next one finds its cursors, its duties
and its people there, and starts for less of a processor."""

import shutil
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from tests.support.people import add_person
from tests.support.postgres import Postgres, execute, run
from tests.support.server import ServerProcess

__all__ = ["demo_opened", "opened_with"]


@cache
def demo_opened(postgres: Postgres, template: str) -> str:
    """A template like this one after a start with ``--demo``."""
    return _opened(postgres, template, "--demo")


def opened_with(postgres: Postgres, template: str, people: Mapping[str, str]) -> str:
    """A template like this one with these people, roles by address, after a start."""
    return _opened(postgres, template, people=people)


def _opened(
    postgres: Postgres, template: str, *options: str, people: Mapping[str, str] | None = None
) -> str:
    url = postgres.create(template)
    for email, role in (people or {}).items():
        add_person(url, email, [role])
    folder = Path(tempfile.mkdtemp(prefix="holdfast-test-"))
    settings = {"HOLDFAST_LIMITS": "off"}
    with ServerProcess(folder / "data", *options, environment=settings, database_url=url):
        pass
    # A clone's server has a secret of its own, and its own folder of pictures.
    run(execute(url, "DELETE FROM secret_mark", "DELETE FROM picture_home"))
    shutil.rmtree(folder, ignore_errors=True)
    return urlsplit(url).path.strip("/")
