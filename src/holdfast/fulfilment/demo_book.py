"""What the demo's carrier was given, in a file: so several processes are one carrier, and one that
is started again knows its parcels."""

import sqlite3
from functools import cached_property
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from holdfast.fulfilment.carrier import ShipmentRequest

_MOST: Final = 10_000
"""Parcels that it remembers; the oldest are forgotten first."""
_SECONDS: Final = 2.0
"""How long it waits for another process that writes."""
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS parcels (
    place INTEGER PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    sent BLOB NOT NULL,
    cancelled INTEGER NOT NULL DEFAULT 0,
    told INTEGER NOT NULL DEFAULT 0
)
"""


class Sent(Struct, frozen=True):
    """A parcel as it was given: ``begun`` in seconds since the epoch, ``sign`` the word of its
    address that says what becomes of it."""

    request: ShipmentRequest
    tracking: str
    begun: float
    sign: str


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Sent).decode


class DemoBook:
    """``file`` is opened, and made, by what is first asked of it; None keeps it in memory. A
    write takes milliseconds, one a label: the event loop of a demo bears it."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file

    @cached_property
    def _rows(self) -> sqlite3.Connection:
        if self._file is not None:
            self._file.parent.mkdir(parents=True, exist_ok=True)
        opened = sqlite3.connect(self._file or ":memory:", _SECONDS, isolation_level=None)
        opened.execute(_SCHEMA)
        return opened

    def add(self, reference: str, sent: Sent) -> Sent:
        """The one that is there, if it is."""
        added = self._rows.execute(
            "INSERT INTO parcels (reference, sent) VALUES (?, ?) ON CONFLICT DO NOTHING",
            (reference, _encode(sent)),
        )
        if added.rowcount:
            self._rows.execute(
                "DELETE FROM parcels WHERE place <= (SELECT max(place) FROM parcels) - ?", (_MOST,)
            )
        (there,) = self._rows.execute(
            "SELECT sent FROM parcels WHERE reference = ?", (reference,)
        ).fetchone()
        return _decode(there)

    def get(self, reference: str) -> Sent | None:
        """None of one that was called off, or is not known."""
        found = self._rows.execute(
            "SELECT sent FROM parcels WHERE reference = ? AND cancelled = 0", (reference,)
        ).fetchone()
        return None if found is None else _decode(found[0])

    def call_off(self, reference: str) -> None:
        self._rows.execute("UPDATE parcels SET cancelled = 1 WHERE reference = ?", (reference,))

    def all_told(self, reference: str) -> None:
        """Nothing more is to be told of it."""
        self._rows.execute("UPDATE parcels SET told = 1 WHERE reference = ?", (reference,))

    def untold(self) -> list[str]:
        """Of which there is something to tell, in the order they were given."""
        if "_rows" not in self.__dict__ and (self._file is None or not self._file.exists()):
            return []  # no file is made of nothing
        rows = self._rows.execute(
            "SELECT reference FROM parcels WHERE told = 0 AND cancelled = 0 ORDER BY place"
        )
        return [reference for (reference,) in rows]

    def close(self) -> None:
        """Asked again, it opens again."""
        if "_rows" in self.__dict__:
            self._rows.close()
            del self.__dict__["_rows"]
