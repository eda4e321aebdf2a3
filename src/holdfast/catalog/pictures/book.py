"""The rows of pictures: begun, ready once all its files are kept, and going while they are taken
away. So no file is without a row, and none that a page names is half there.
"""

from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa

from holdfast.catalog.picture_sizes import KeptPicture
from holdfast.db.engine import Database

_WANT: Final = sa.text("""
UPDATE pictures SET wanted_at = now() WHERE name = ANY(:names) AND state = 'ready'
RETURNING name, width, height, widths, stand_in
""")
_BEGIN: Final = sa.text("""
INSERT INTO pictures AS p (name, state, width, height, widths, stand_in, bytes, actor)
VALUES (:name, 'unfinished', :width, :height, :widths, :stand_in, :bytes, :actor)
ON CONFLICT (name) DO UPDATE SET wanted_at = now() WHERE p.state <> 'going'
RETURNING name
""")
_FINISH: Final = sa.text(
    "UPDATE pictures SET state = 'ready' WHERE name = :name AND state = 'unfinished'"
)


class PictureBook:
    """The pictures of a shop."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def want(self, names: Sequence[str]) -> dict[str, KeptPicture]:
        """Those of them that are ready, by name; each stays a day from now, whoever names it."""
        if not names:
            return {}
        async with self._database.transaction() as connection:
            rows = await connection.execute(_WANT, {"names": sorted(set(names))})
            return {
                name: KeptPicture(name, width, height, tuple(widths), stand_in)
                for name, width, height, widths, stand_in in rows
            }

    async def begin(self, picture: KeptPicture, size: int, actor: str) -> bool:
        """Its files come now. False: the one before is just being taken away."""
        about = {
            "name": picture.name, "width": picture.width, "height": picture.height,
            "widths": list(picture.widths), "stand_in": picture.stand_in, "bytes": size,
            "actor": actor,
        }  # fmt: skip
        async with self._database.transaction() as connection:
            return (await connection.execute(_BEGIN, about)).first() is not None

    async def finish(self, name: str) -> None:
        """Its files are all kept."""
        async with self._database.transaction() as connection:
            await connection.execute(_FINISH, {"name": name})
