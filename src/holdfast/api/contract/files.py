"""Goods that are files as the API shows them: of an order, and of a variant to staff."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from msgspec.structs import asdict
from pydantic import Field

from holdfast.api.contract.answers import Answer, Instant, shown_as
from holdfast.catalog import DeliveredAs
from holdfast.digital import DigitalFile, FileGrant, FilesGiven, GrantStatus

__all__ = ["FileNow", "OrderFile", "file_now", "order_files"]


class OrderFile(Answer):
    """The file of a line of an order: `fetched` once its buyer downloaded it, `void` once all of
    its units were refunded. `name`, `bytes` and `broughtAt` are those of the newest, which is what
    they get."""

    id: UUID
    line: int
    status: GrantStatus
    name: str | None
    bytes: int | None
    brought_at: Instant | None
    given_at: Instant
    fetched_at: Instant | None
    downloads: int = Field(description="How often its address was asked for")


class FileKept(Answer):
    id: UUID
    name: str
    bytes: int
    brought_at: Instant
    brought_by: str


class FileNow(Answer):
    """How a variant is delivered; the file that its buyers get, if it is there; how many lines of
    orders have it, how many of them were `fetched`, and how many `downloads` that were."""

    variant_id: UUID
    delivered_as: DeliveredAs
    file: FileKept | None
    given: int
    fetched: int
    downloads: int


def order_files(grants: Iterable[FileGrant]) -> list[Mapping[str, Any]]:
    """Of an order, by line."""
    return [shown_as(OrderFile, one) for one in grants]


def file_now(
    variant_id: UUID, delivered_as: DeliveredAs, file: DigitalFile | None, given: FilesGiven
) -> dict[str, Any]:
    """As staff see it."""
    return {
        "variantId": variant_id,
        "deliveredAs": delivered_as,
        "file": file and shown_as(FileKept, file),
        **asdict(given),
    }
