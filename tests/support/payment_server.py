"""What the test servers of payment providers share: calls with keys, a page for the buyer, and
trouble."""

import json
import random
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Self, TypeAlias

from tests.support.site import Asked, Site, Told, moved, page, said

__all__ = ["PaymentServer", "Refused", "Values", "shown"]

Values: TypeAlias = dict[str, Any]


class Refused(Exception):
    """The provider's error: the status, and its body."""

    def __init__(self, status: int, message: str, body: Values) -> None:
        super().__init__(message)
        self.status, self.body = status, body


class PaymentServer(ABC):
    """``away``: it hangs up. ``answer_lost``: of how many of the next calls the answer never
    arrives, though they take effect; ``silent``: the share of calls of which that is so. ``slow``:
    the seconds that a call takes at most to arrive, and its answer to come back. ``calls`` has each
    call that came, as ``POST /v1/refunds``."""

    keeps_refusals = False
    """Whether a repeated key is answered with the refusal that it had."""

    def __init__(self) -> None:
        self.away = False
        self.answer_lost: int = 0
        self.silent = self.slow = 0.0
        self.calls: list[str] = []
        self._answers: dict[str, tuple[str, Values | Refused]] = {}  # by the key of the call
        self._lock = threading.Lock()
        self._site = Site(self._serve)
        self.url = self._site.url
        self.buyers_page = f"{self.url}/pay"

    @classmethod
    @contextmanager
    def running(cls) -> Iterator[Self]:
        server = cls()
        with server._site:
            yield server

    def forget_keys(self) -> None:
        """As a day later."""
        self._answers.clear()

    def visit(self, name: str, what: str) -> str | None:
        """What the buyer does on the page of ``name``; where the browser goes then, or ``None``
        when the page has expired."""
        with self._lock:
            return self._visited(name, what)

    @abstractmethod
    def _visited(self, name: str, what: str) -> str | None: ...

    @abstractmethod
    def _answer(self, asked: Asked) -> tuple[int, Values]:
        """A call of the shop's. Raises :class:`Refused`."""

    @abstractmethod
    def _stays(self, name: str, what: str) -> str | None:
        """The page as it is at first (``what`` is empty), and after what does not leave it."""

    def _once(self, key: str, asked: object, call: Callable[[], Values], other: Refused) -> Values:
        """What ``call`` gave under this key, or how it was refused; ``other`` when another thing is
        asked for."""
        wanted = json.dumps(asked, sort_keys=True)
        if key in self._answers:
            before, known = self._answers[key]
            if before != wanted:
                raise other
            if isinstance(known, Refused):
                raise known
            return known
        try:
            answer: Values = json.loads(json.dumps(call()))
        except Refused as refused:
            if self.keeps_refusals:
                self._answers[key] = (wanted, refused)
            raise
        self._answers[key] = (wanted, answer)
        return answer

    def _serve(self, asked: Asked) -> Told | None:
        if asked.path.startswith("/pay/"):
            return self._page(asked, asked.path.removeprefix("/pay/"))
        self.calls.append(f"{asked.method} {asked.path}")
        if self.away:
            return None
        self._travel()
        try:
            with self._lock:
                status, answer = self._answer(asked)
        except Refused as refused:
            status, answer = refused.status, refused.body
        self._travel()
        if self.answer_lost:
            self.answer_lost -= 1
            return None
        if random.random() < self.silent:
            return None
        return said(answer, status)

    def _travel(self) -> None:
        time.sleep(self.slow * random.random())

    def _page(self, asked: Asked, name: str) -> Told:
        what = asked.form.get("what", "")
        stays = self._stays(name, what)
        if stays is not None:
            return page(stays)
        goes = self.visit(name, what)
        return page("This page has expired.", 410) if goes is None else moved(goes)


def shown(kept: Values) -> Values:
    """Without what the server keeps for itself."""
    return {name: value for name, value in kept.items() if not name.startswith("_")}
