"""What a case hands back: tables to read, targets to hold it to, figures for machines."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import TypeAlias

__all__ = [
    "Case",
    "Result",
    "Say",
    "Table",
    "Target",
    "median",
    "ms",
    "percentile",
    "rate",
    "ratio",
]

Say: TypeAlias = Callable[[str], None]


@dataclass(frozen=True)
class Table:
    """Rows of text under a title; ``note`` says what is special about it."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    note: str = ""


@dataclass(frozen=True)
class Target:
    """A promise and what was found. ``at_most`` turns the comparison round; ``aim`` is beyond."""

    what: str
    wanted: float
    found: float
    unit: str = "x"
    at_most: bool = False
    aim: float | None = None

    @property
    def met(self) -> bool:
        return self.found <= self.wanted if self.at_most else self.found >= self.wanted


@dataclass
class Result:
    """Everything one case found. ``how`` is the method, for the reader."""

    title: str
    how: str
    tables: list[Table] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    figures: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """A case by name. ``measure(quick, say)`` does it."""

    name: str
    letter: str
    measure: Callable[[bool, Say], Result]


def percentile(ordered: Sequence[float], share: float) -> float:
    """The value below which ``share`` of the (sorted) values lie; nan of none."""
    if not ordered:
        return float("nan")
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def rate(value: float) -> str:
    """Per second, for people: three digits are what such figures are good for."""
    digits = 0 if value >= 100 else 1
    return f"{value:,.{digits}f}"


def ms(seconds: float) -> str:
    """Seconds as milliseconds."""
    value = seconds * 1000
    return f"{value:.2f}" if value < 10 else f"{value:,.1f}" if value < 100 else f"{value:,.0f}"


def ratio(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.1f}"
