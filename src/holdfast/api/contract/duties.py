"""Duties of staff, as they are asked for and shown."""

from typing import Annotated, TypeAlias

from pydantic import Field

__all__ = ["DutiesAsked"]

DutiesAsked: TypeAlias = Annotated[
    list[Annotated[str, Field(max_length=40)]],
    Field(max_length=40, examples=[["orders:write", "stock:write"]]),
]
"""By their names; who may write may read."""
