"""Pictures' files over HTTP: their names say what they are, so they are cached for ever."""

from typing import Final

from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from holdfast.catalog.pictures import FolderStore

__all__ = ["media"]

_FOREVER: Final = b"public, max-age=31536000, immutable"


def media(store: FolderStore, prefix: str) -> ASGIApp:
    """Those of the store, at ``prefix``."""
    store.folder.mkdir(parents=True, exist_ok=True)
    files = StaticFiles(directory=store.folder)

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_for_ever(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"cache-control", _FOREVER)]
            await send(message)

        await files({**scope, "root_path": prefix}, receive, send_for_ever)

    return answer
