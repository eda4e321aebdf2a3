"""Imports that are begun in the browser: each a file, what is to be done with it, how far it is.

First the file is checked (phase ``check``), then, if its sender says so, it goes in (``import``).
Whoever runs one shows by a heartbeat that it is alive; one whose heart stands still is begun anew.
Staff's are the shop's own; a seller's are that seller's, found by nobody else, and stand in a line
of their own, so that neither waits for the other.
"""

from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

import msgspec
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.exc import IntegrityError

from holdfast.db.engine import Database
from holdfast.kit.ids import new_id

ImportPhase = Literal["check", "import"]
ImportState = Literal["waiting", "running", "done", "failed"]

KEPT: Final = 20  # the latest; older files are forgotten when another comes
KEPT_OF_SELLER: Final = 5
MAX_OPEN: Final = 5
MAX_OPEN_OF_SELLERS: Final = 50  # together; one of each
MAX_TRIES: Final = 3
DEAD_AFTER: Final = 15  # seconds without a heartbeat

_COLUMNS: Final = """
    id, name, octet_length(file) AS size, currency, phase, state, set_stock, fetch_images,
    location_id, lines_done, lines_all, tries, report::text AS report, trouble, created_at
"""
_OWN: Final = "seller_id IS NOT DISTINCT FROM CAST(:seller AS uuid)"
_BEGIN: Final = sa.text("""
INSERT INTO imports (id, key, name, file, actor, request, currency, seller_id)
VALUES (:id, :key, :name, :file, :actor, :request, :currency, :seller)
ON CONFLICT DO NOTHING RETURNING id
""")
_SAME: Final = sa.text(f"SELECT id, file = :file FROM imports WHERE key = :key AND {_OWN}")
_OPEN: Final = sa.text(f"""
SELECT count(*) FILTER (WHERE {_OWN}), count(*) FILTER (WHERE seller_id IS NOT NULL)
FROM imports WHERE state IN ('waiting', 'running')
""")
_FORGET: Final = sa.text(f"""
DELETE FROM imports WHERE state IN ('done', 'failed') AND {_OWN} AND id NOT IN (
    SELECT id FROM imports WHERE {_OWN} ORDER BY created_at DESC, id DESC LIMIT :kept)
""")
_ONE: Final = sa.text(f"SELECT {_COLUMNS} FROM imports WHERE id = :id AND {_OWN}")
_RECENT: Final = sa.text(f"""
SELECT {_COLUMNS} FROM imports WHERE {_OWN} ORDER BY created_at DESC, id DESC LIMIT :limit
""")
_GO: Final = sa.text(f"""
UPDATE imports SET phase = 'import', state = 'waiting', set_stock = :set_stock,
    fetch_images = :fetch_images, location_id = :location_id, tries = 0, kept_to = NULL,
    lines_done = 0, actor = :actor, request = :request
WHERE id = :id AND {_OWN} AND phase = 'check' AND state = 'done' RETURNING id
""")
# Mostly there is none, and then no transaction is opened to find that out.
_TO_RUN: Final = """
SELECT EXISTS (SELECT FROM imports
               WHERE state IN ('waiting', 'running') AND (seller_id IS NOT NULL) = $1)
"""
# One at a time of each line; one whose process is gone is begun anew, but not for ever.
_CLAIM: Final = sa.text("""
UPDATE imports SET state = 'running', tries = tries + 1, beat_at = now(), lines_done = 0,
    kept_to = CASE WHEN seller_id IS NOT NULL THEN tries + 1 END
WHERE id = (
    SELECT id FROM imports
    WHERE (seller_id IS NOT NULL) = :of_sellers
      AND (state = 'waiting'
           OR state = 'running' AND beat_at < now() - make_interval(secs => :dead))
      AND NOT EXISTS (SELECT 1 FROM imports o WHERE o.state = 'running'
                      AND (o.seller_id IS NOT NULL) = :of_sellers
                      AND o.beat_at >= now() - make_interval(secs => :dead))
    ORDER BY created_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id, name, file, actor, request, currency, phase, set_stock, fetch_images, tries,
    location_id, seller_id
""")
_BEAT: Final = sa.text("""
UPDATE imports SET beat_at = now(), lines_done = :done, lines_all = :all
WHERE id = :id AND state = 'running' AND tries = :try RETURNING id
""")
_END: Final = sa.text("""
UPDATE imports SET state = :state, report = coalesce(CAST(:report AS jsonb), report),
    trouble = :trouble, lines_done = lines_all
WHERE id = :id AND state = 'running' AND tries = :try
""")
_LEAVE: Final = sa.text("""
UPDATE imports SET state = 'waiting', tries = tries - 1, kept_to = NULL
WHERE id = :id AND state = 'running' AND tries = :try
""")
_FILE: Final = sa.text(f"SELECT name, file, report::text FROM imports WHERE id = :id AND {_OWN}")


class ShownImport(Struct, frozen=True):
    """An import as its sender sees it; ``report`` is JSON."""

    id: UUID
    name: str
    size: int
    currency: str
    phase: ImportPhase
    state: ImportState
    set_stock: bool
    fetch_images: bool
    lines_done: int
    lines_all: int
    tries: int
    report: Any
    trouble: str
    created_at: datetime
    location_id: UUID | None = None


class ImportTask(Struct, frozen=True):
    """An import that this process is to run."""

    id: UUID
    name: str
    file: bytes
    actor: str
    request: str
    currency: str
    phase: ImportPhase
    set_stock: bool
    fetch_images: bool
    tries: int
    location_id: UUID | None = None
    seller_id: UUID | None = None

    @property
    def hopeless(self) -> bool:
        return self.tries > MAX_TRIES


class ImportLine:
    """The imports that wait to be run: staff's, or sellers'."""

    def __init__(self, database: Database, *, of_sellers: bool) -> None:
        self._database = database
        self._of_sellers = of_sellers

    async def claim(self) -> ImportTask | None:
        """The next to be run, if there is any and no other of the line runs."""
        if not await self._database.pool.fetchval(_TO_RUN, self._of_sellers):
            return None
        about = {"dead": DEAD_AFTER, "of_sellers": self._of_sellers}
        async with self._database.transaction() as connection:
            row = (await connection.execute(_CLAIM, about)).mappings().first()
        return None if row is None else msgspec.convert(dict(row), ImportTask)

    async def beat(self, task: ImportTask, done: int, total: int) -> bool:
        """Say that it goes on, and how far it is. False: somebody else took it over."""
        about = {"id": task.id, "try": task.tries, "done": done, "all": total}
        async with self._database.transaction() as connection:
            return (await connection.execute(_BEAT, about)).first() is not None

    async def end(
        self, task: ImportTask, state: ImportState, report: bytes | None = None, trouble: str = ""
    ) -> None:
        """It is done, or has failed."""
        text = None if report is None else report.decode()
        about = {"id": task.id, "try": task.tries, "state": state, "report": text}
        async with self._database.transaction() as connection:
            await connection.execute(_END, about | {"trouble": trouble})

    async def leave(self, task: ImportTask) -> None:
        """This process stops: another is to run it, from its beginning."""
        async with self._database.transaction() as connection:
            await connection.execute(_LEAVE, {"id": task.id, "try": task.tries})


class ImportBook:
    """The imports of a seller; without one those of the shop itself."""

    def __init__(self, database: Database, seller_id: UUID | None = None) -> None:
        self._database = database
        self._of: dict[str, object] = {"seller": seller_id}
        self._most_open = MAX_OPEN if seller_id is None else 1
        self._most_kept = KEPT if seller_id is None else KEPT_OF_SELLER

    async def begin(
        self, name: str, file: bytes, currency: str, actor: str, request: str, key: str | None
    ) -> UUID | Literal["too-many", "key-reused"]:
        """Keep the file to be checked. With a key that was used: the import it stands for."""
        about = self._of | {
            "id": new_id(), "key": key, "name": name, "file": file, "actor": actor,
            "request": request, "currency": currency,
        }  # fmt: skip
        async with self._database.transaction() as connection:
            if key is not None:
                asked = self._of | {"key": key, "file": file}
                same = (await connection.execute(_SAME, asked)).first()
                if same is not None:
                    return _uuid(same[0]) if same[1] else "key-reused"
            own, of_sellers = (await connection.execute(_OPEN, self._of)).one()
            crowded = self._of["seller"] is not None and of_sellers >= MAX_OPEN_OF_SELLERS
            if own >= self._most_open or crowded:
                return "too-many"
            await connection.execute(_FORGET, self._of | {"kept": self._most_kept - 1})
            made = (await connection.execute(_BEGIN, about)).first()
        if made is None:  # the same request, or another of the seller's, came at the same time
            return await self.begin(name, file, currency, actor, request, key)
        return _uuid(made[0])

    async def one(self, import_id: UUID) -> ShownImport | None:
        async with self._database.read() as connection:
            found = await connection.execute(_ONE, self._of | {"id": import_id})
            row = found.mappings().first()
        return None if row is None else _shown(dict(row))

    async def recent(self) -> list[ShownImport]:
        """The latest first; there are never many."""
        asked = self._of | {"limit": self._most_kept}
        async with self._database.read() as connection:
            rows = (await connection.execute(_RECENT, asked)).mappings().all()
        return [_shown(dict(row)) for row in rows]

    async def go(
        self,
        import_id: UUID,
        actor: str,
        request: str,
        *,
        set_stock: bool,
        fetch_images: bool,
        location_id: UUID | None = None,
    ) -> bool | Literal["too-many"]:
        """Let a checked file go in, its quantities at the location (None: the first). False: it is
        not one that was just checked."""
        about = self._of | {"id": import_id, "actor": actor, "request": request}
        about |= {"set_stock": set_stock, "fetch_images": fetch_images, "location_id": location_id}
        try:
            async with self._database.transaction() as connection:
                return (await connection.execute(_GO, about)).first() is not None
        except IntegrityError:  # another of the seller's is open
            return "too-many"

    async def file(self, import_id: UUID) -> tuple[str, bytes, bytes] | None:
        """Its name, its content and its report."""
        async with self._database.read() as connection:
            row = (await connection.execute(_FILE, self._of | {"id": import_id})).first()
        return None if row is None else (row[0], bytes(row[1]), (row[2] or "null").encode())


def _shown(row: dict[str, Any]) -> ShownImport:
    report = row["report"]
    ready = row | {"report": None if report is None else msgspec.json.decode(report)}
    return msgspec.convert(ready, ShownImport)


def _uuid(value: Any) -> UUID:
    return UUID(int=value.int)
