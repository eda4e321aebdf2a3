"""The shop's secret, beside its database: it signs cookies and keeps what is kept sealed."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Final

from holdfast.db.datadir import StorageRefused, explain_os_error

__all__ = ["kept_secret", "read_secret"]

SHORTEST_SECRET: Final = 16


def kept_secret(folder: Path) -> bytes:
    """The one made once and kept there, for us only. Raises :class:`StorageRefused`."""
    path = folder / "secret"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _make_secret(path)
    except OSError as error:
        raise explain_os_error(error, path) from error
    return read_secret(path)


def read_secret(path: Path) -> bytes:
    """The secret that is kept there; refused if it could protect nothing."""
    try:
        found = path.read_bytes().strip()
    except OSError as error:
        raise explain_os_error(error, path) from error
    if len(found) < SHORTEST_SECRET:
        raise StorageRefused(
            f"{path} is {'too short' if found else 'empty'}: it signs the cookies. Put it back from"
            " a backup. If there is none, remove it and say `holdfast new-secret`: another one is"
            " made, and everybody has to log in again."
        )
    return found


def _make_secret(path: Path) -> None:
    """Linked into place whole, so that two processes that start at once agree on one."""
    draft = path.with_name(f"secret.{os.getpid()}")
    try:
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48))
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink(missing_ok=True)
