"""Pictures' files over HTTP: their names say what they are, so they are cached for ever."""

import re
from asyncio import Semaphore
from typing import Final

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from holdfast.api.contract.problems import MethodNotAllowed, NotFound
from holdfast.catalog import PICTURE_KINDS
from holdfast.catalog.pictures import FolderStore, PicturesAway, Store, StoreAway
from holdfast.kit.sentences import say

__all__ = ["media"]

_HEADERS: Final = {
    "cache-control": "public, max-age=31536000, immutable",
    # Pages of a CDN's name, and of other sites that may show the shop's goods.
    "cross-origin-resource-policy": "cross-origin",
    "access-control-allow-origin": "*",
}
_NAME: Final = re.compile(r"/([0-9a-z-]{1,60}\.([a-z]{3,5}))")
_READ_AT_ONCE: Final = 32


def media(store: Store, prefix: str) -> ASGIApp:
    """Those of the store, at ``prefix``."""
    answer = _of_folder(store, prefix) if isinstance(store, FolderStore) else _of_bucket(store)

    async def checked(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] not in ("GET", "HEAD"):
            raise MethodNotAllowed(["GET", "HEAD"])
        if _NAME.fullmatch(scope["path"].removeprefix(prefix)) is None:
            raise NotFound(say("There is no {path}.", path=scope["path"][:200]))
        await answer(scope, receive, send)

    return checked


def _of_folder(store: FolderStore, prefix: str) -> ASGIApp:
    store.folder.mkdir(parents=True, exist_ok=True)
    files = StaticFiles(directory=store.folder)
    more = [(name.encode(), value.encode()) for name, value in _HEADERS.items()]

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_for_ever(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *more]
            await send(message)

        await files({**scope, "root_path": prefix}, receive, send_for_ever)

    return answer


def _of_bucket(store: Store) -> ASGIApp:
    gate = Semaphore(_READ_AT_ONCE)

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        name = scope["path"].rpartition("/")[2]
        headers = _HEADERS | {"etag": f'"{name}"'}
        known = dict(scope["headers"]).get(b"if-none-match", b"")
        if headers["etag"].encode() in known:
            await Response(status_code=304, headers=headers)(scope, receive, send)
            return
        try:
            async with gate:
                data = await store.get(name)
        except StoreAway as error:
            raise PicturesAway from error
        if data is None:
            raise NotFound(say("There is no {path}.", path=scope["path"][:200]))
        kind = PICTURE_KINDS.get(name.rpartition(".")[2], "application/octet-stream")
        body = b"" if scope["method"] == "HEAD" else data
        headers["content-length"] = str(len(data))
        await Response(body, media_type=kind, headers=headers)(scope, receive, send)

    return answer
