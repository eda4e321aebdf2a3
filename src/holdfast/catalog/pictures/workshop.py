"""Pictures are made fit for the shop by a process each, which is killed when it takes too long."""

import asyncio
import sys
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from holdfast.catalog.picture_sizes import KeptPicture, picture_name
from holdfast.catalog.pictures.refusals import (
    PictureDamaged,
    PicturesBusy,
    PictureTooCostly,
    refusal_of,
)

MAKER: Final = Path(__file__).with_name("maker.py")
_OUT_OF_BOUNDS: Final = (-9, -24)
"""How one ends that took more processor time than it may: SIGKILL, SIGXCPU."""


class WorkshopBounds(Struct, frozen=True):
    """``seconds`` a picture may take, ``at_once`` are made, ``waiting`` wait for their turn."""

    seconds: float = 60.0
    at_once: int = 1
    waiting: int = 32


class _Head(Struct, frozen=True):
    refused: str = ""
    size: tuple[int, ...] = ()
    width: int = 0
    height: int = 0
    widths: tuple[int, ...] = ()
    stand_in: str = ""
    lengths: tuple[int, ...] = ()


class MadePicture(Struct, frozen=True):
    """A picture with the content of its files, in their order."""

    picture: KeptPicture
    contents: tuple[bytes, ...]


class Workshop:
    """One of it a process of ours."""

    def __init__(self, bounds: WorkshopBounds = WorkshopBounds()) -> None:  # noqa: B008 - frozen
        self._bounds = bounds
        self._gate = asyncio.Semaphore(bounds.at_once)
        self._waiting = 0

    async def make(self, data: bytes, *, patient: bool = False) -> MadePicture:
        """Decode and size it. Raises :class:`PictureUnusable`, and :class:`PicturesBusy` unless
        whoever asks is patient."""
        return await self._make(data, patient=patient)

    async def make_whole(self, data: bytes) -> MadePicture:
        """For whom it was taken: small and large as WebP, then all its pixels as a JPEG. Raises as
        :meth:`make` does."""
        return await self._make(data, "whole")

    async def _make(self, data: bytes, *how: str, patient: bool = False) -> MadePicture:
        if self._waiting >= self._bounds.waiting and not patient:
            raise PicturesBusy
        self._waiting += 1
        try:
            async with self._gate:
                status, out = await self._run(data, *how)
        finally:
            self._waiting -= 1
        if status in _OUT_OF_BOUNDS:
            raise PictureTooCostly
        return _read(data, out)

    async def _run(self, data: bytes, *how: str) -> tuple[int, bytes]:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-IB",
            str(MAKER),
            *how,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={},
        )
        try:
            async with asyncio.timeout(self._bounds.seconds):
                out, _ = await process.communicate(data)
        except TimeoutError:
            raise PictureTooCostly from None
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        return process.returncode or 0, out


def _read(data: bytes, out: bytes) -> MadePicture:
    begins = 4 + int.from_bytes(out[:4], "big")
    try:
        head = msgspec.json.decode(out[4:begins], type=_Head)
    except msgspec.DecodeError:  # it fell over: a decoder's own fault, and no picture of ours
        raise PictureDamaged from None
    if head.refused:
        raise refusal_of(head.refused, head.size)
    contents, at = [], begins
    for length in head.lengths:
        contents.append(out[at : at + length])
        at += length
    if at != len(out) or not head.widths:
        raise PictureDamaged
    picture = KeptPicture(picture_name(data), head.width, head.height, head.widths, head.stand_in)
    return MadePicture(picture, tuple(contents))
