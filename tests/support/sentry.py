"""A Sentry over real HTTP, which takes envelopes."""

import gzip
import json
import threading
import time
from typing import Any, Final, Self

from tests.support.patience import PATIENCE
from tests.support.site import Asked, Site, Told, said

__all__ = ["SentryServer"]

_KEY: Final = "0123456789abcdef0123456789abcdef"


class SentryServer:
    """``events`` as it was told them; ``raw`` all that came, to look for what must not."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.events: list[dict[str, Any]] = []
        self.raw = ""
        self._site = Site(self._answer)

    @property
    def dsn(self) -> str:
        return self._site.url.replace("http://", f"http://{_KEY}@") + "/7"

    def hears(self, **tags: str) -> dict[str, Any]:
        """The first event with these tags."""
        deadline = time.monotonic() + PATIENCE
        with self.changed:
            while True:
                for one in self.events:
                    if tags.items() <= one["tags"].items():
                        return one
                left = deadline - time.monotonic()
                assert left > 0, f"nothing is told of {tags}; {self.events}"
                self.changed.wait(left)

    def close(self) -> None:
        self._site.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _answer(self, asked: Asked) -> Told:
        if asked.path != "/api/7/envelope/" or _KEY not in asked.headers.get("x-sentry-auth", ""):
            return said({"detail": "no such project"}, 403)
        packed = asked.headers.get("content-encoding") == "gzip"
        text = (gzip.decompress(asked.content) if packed else asked.content).decode()
        lines = [json.loads(line) for line in text.splitlines() if line]
        with self.changed:
            self.raw += text
            for head, item in zip(lines[1::2], lines[2::2], strict=True):
                if head["type"] == "event":
                    self.events.append(item)
            self.changed.notify_all()
        return said({"id": lines[0].get("event_id")})
