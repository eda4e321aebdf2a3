"""Passwords: argon2id, off the event loop, a bounded number at a time."""

import asyncio
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Final, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from holdfast.kit.errors import Problem
from holdfast.kit.sentences import say

MIN_PASSWORD: Final = 8
MAX_PASSWORD: Final = 200
_AT_ONCE: Final = 2
_WAITING: Final = 64

T = TypeVar("T")


class TooBusyToVerify(Problem):
    """Too many logins wait for their password to be verified."""

    status = 503
    code = "busy"
    title = "Too much at once"


class WeakPassword(Problem):
    """The password is too short or too long."""

    status = 422
    code = "weak-password"
    title = "The password is too short or too long"


class Passwords:
    """Hashes and verifies (argon2id, 19 MiB, two passes: OWASP's recommendation)."""

    hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="password")
        self._waiting = 0
        # What an unknown user's password is compared with, so that both cases take as long.
        self._nobody = self.hasher.hash("nobody has this password")

    async def hash(self, password: str) -> str:
        password = _as_typed_anywhere(password)
        if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
            allowed = f"{MIN_PASSWORD} to {MAX_PASSWORD}"
            raise WeakPassword(say("Use {allowed} characters.", allowed=allowed), field="password")
        return await self._run(partial(self.hasher.hash, password))

    async def verify(self, stored: str | None, password: str) -> bool:
        """Whether the password is right. ``None`` (no such user) and "" (a user without a password)
        take as long and are False."""
        right = await self._run(
            partial(self._matches, stored or self._nobody, _as_typed_anywhere(password))
        )
        return right and bool(stored)

    def outdated(self, stored: str) -> bool:
        """Whether a hash was made with other parameters than today's."""
        return self.hasher.check_needs_rehash(stored)

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _matches(self, stored: str, password: str) -> bool:
        try:
            return self.hasher.verify(stored, password)
        except (Argon2Error, InvalidHashError):
            return False

    async def _run(self, work: partial[T]) -> T:
        if self._waiting >= _WAITING:
            raise TooBusyToVerify("Try again in a moment.", headers={"Retry-After": "2"})
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._waiting -= 1


def _as_typed_anywhere(password: str) -> str:
    """Keyboards write the same letter in different ways (NIST SP 800-63B, 5.1.1.2)."""
    return unicodedata.normalize("NFKC", password)
