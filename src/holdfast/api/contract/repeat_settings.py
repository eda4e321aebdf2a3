"""Repeat orders as a merchant offers them."""

from typing import Annotated

from pydantic import AfterValidator, Field

from holdfast.api.contract.answers import Answer, Ask
from holdfast.shop import EVERY, MAX_REPEAT_PERCENT, Every

__all__ = ["RepeatRulesAsked", "RepeatRulesBody"]

_INTERVALS = "`4w`: every four weeks, `1m`: every month; none: no orders are repeated"


def _in_order(intervals: list[Every]) -> list[Every]:
    return [one for one in EVERY if one in intervals]


class RepeatRulesBody(Answer):
    """How often goods may be ordered again and again, and how many percent they cost less so."""

    intervals: list[Every] = Field(description=_INTERVALS)
    percent: int


class RepeatRulesAsked(Ask):
    intervals: Annotated[
        list[Every],
        Field(max_length=len(EVERY), description=_INTERVALS),
        AfterValidator(_in_order),
    ] = Field(default_factory=list)
    percent: Annotated[int, Field(ge=0, le=MAX_REPEAT_PERCENT, strict=True)] = 0
