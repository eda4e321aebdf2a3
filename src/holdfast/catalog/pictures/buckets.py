"""Pictures' files in a bucket that speaks S3: for servers that share no disk."""

from collections.abc import AsyncIterator, Iterable
from datetime import timedelta
from typing import Final

import obstore
from msgspec import Struct
from obstore.exceptions import BaseError
from obstore.store import S3Store

from holdfast.catalog.pictures.stores import Opened, StoreAway

_FOREVER: Final = "public, max-age=31536000, immutable"
_FOLDER: Final = "media/"
"""So that what stands before the bucket may serve it under the shop's own addresses."""


_PIECE: Final = 2**20
"""Bytes that are asked for at once, each in a call with a time limit of its own, however slowly
they are taken."""
_PART: Final = 8 * 2**20
"""Bytes of what comes in that are in memory at once, and put in a call of their own."""


class BucketTerms(Struct, frozen=True):
    """Where the bucket is, and with which key it is used. ``address`` as ``s3://name/prefix``; an
    ``endpoint`` where it is not Amazon's."""

    address: str
    endpoint: str = ""
    region: str = "us-east-1"
    key: str = ""
    secret: str = ""

    @property
    def place(self) -> tuple[str, str]:
        """The bucket's name, and what its keys begin with."""
        name, _, prefix = self.address.removeprefix("s3://").partition("/")
        return name, prefix.strip("/")


class BucketStore:
    """Nothing connects before it is used."""

    def __init__(self, terms: BucketTerms) -> None:
        name, prefix = terms.place
        self.address = terms.address
        self._store = S3Store(
            name,
            prefix=prefix or None,
            endpoint=terms.endpoint or None,
            region=terms.region,
            access_key_id=terms.key or None,
            secret_access_key=terms.secret or None,
            virtual_hosted_style_request=not terms.endpoint,
            client_options={
                "allow_http": terms.endpoint.startswith("http://"),
                "connect_timeout": timedelta(seconds=5),
                "timeout": timedelta(seconds=20),
            },
            retry_config={"max_retries": 2, "retry_timeout": timedelta(seconds=20)},
        )

    async def put(self, name: str, data: bytes, kind: str) -> None:
        about = {"Content-Type": kind, "Cache-Control": _FOREVER}
        try:
            # In one call: parts that a broken one leaves behind are in no list, and cost money.
            await obstore.put_async(
                self._store, _FOLDER + name, data, attributes=about, use_multipart=False
            )
        except (BaseError, OSError) as error:
            raise self._away(error) from error

    async def put_pieces(self, name: str, pieces: AsyncIterator[bytes], kind: str) -> None:
        about = {"Content-Type": kind}
        try:
            await obstore.put_async(
                self._store,
                _FOLDER + name,
                pieces,
                attributes=about,
                use_multipart=True,
                chunk_size=_PART,
                max_concurrency=1,
            )
        except (BaseError, OSError) as error:
            raise self._away(error) from error

    async def get(self, name: str) -> bytes | None:
        try:
            found = await obstore.get_async(self._store, _FOLDER + name)
            return bytes(await found.bytes_async())
        except FileNotFoundError:
            return None
        except (BaseError, OSError) as error:
            raise self._away(error) from error

    async def open(self, name: str, start: int = 0, end: int | None = None) -> Opened | None:
        try:
            size = (await obstore.head_async(self._store, _FOLDER + name))["size"]
        except FileNotFoundError:
            return None
        except (BaseError, OSError) as error:
            raise self._away(error) from error
        end = size if end is None else min(end, size)
        return Opened(max(end - start, 0), self._pieces(name, start, end))

    async def _pieces(self, name: str, begin: int, size: int) -> AsyncIterator[bytes]:
        for start in range(begin, size, _PIECE):
            end = min(start + _PIECE, size)
            try:
                piece = await obstore.get_range_async(
                    self._store, _FOLDER + name, start=start, end=end
                )
            except (BaseError, OSError) as error:
                raise self._away(error) from error
            yield bytes(piece)

    async def delete(self, names: Iterable[str]) -> None:
        try:
            await obstore.delete_async(self._store, [_FOLDER + name for name in names])
        except FileNotFoundError:
            return
        except (BaseError, OSError) as error:
            raise self._away(error) from error

    def _away(self, error: Exception) -> StoreAway:
        said = str(error).partition("\n")[0][:300]
        return StoreAway(f"{self.address}: {said}")
