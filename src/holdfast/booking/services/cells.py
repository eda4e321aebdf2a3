"""Whether lengths are whole cells of those who could serve them. Pure."""

from collections.abc import Iterator
from typing import Protocol
from uuid import UUID

from holdfast.booking.resource import Kind
from holdfast.booking.services.terms import Need, Terms


class Cells(Protocol):
    """A resource, as far as it is asked here."""

    @property
    def kind(self) -> Kind: ...
    @property
    def name(self) -> str: ...
    @property
    def tags(self) -> tuple[str, ...]: ...
    @property
    def cell_minutes(self) -> int: ...


def off_cells(terms: Terms, one: Cells, resource_id: UUID | None) -> Iterator[tuple[str, int]]:
    """By field, the minutes that are no whole cells of the resource, which could serve it;
    ``resource_id`` None: it is to be made, so no service names it."""
    needs = [*terms.needs, *(extra.need for extra in terms.extras if extra.need is not None)]
    if not any(_could(need, one, resource_id) for need in needs):
        return
    field = "lengths.minutes" if terms.lengths.minutes else "lengths.step"
    found = [minutes for minutes in terms.lengths.allowed() if minutes % one.cell_minutes]
    if found:
        yield field, found[0]
    for at, extra in enumerate(terms.extras):
        if extra.minutes % one.cell_minutes:
            yield f"extras[{at}].minutes", extra.minutes


def _could(need: Need, one: Cells, resource_id: UUID | None) -> bool:
    if need.kind != one.kind or not set(need.tags) <= set(one.tags):
        return False
    return not need.resources or resource_id in need.resources
