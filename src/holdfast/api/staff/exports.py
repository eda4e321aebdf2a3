"""Staff: the catalogue as a file."""

from collections.abc import AsyncIterator

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse

from holdfast.api.contract.csv_answers import CSV, csv_answer
from holdfast.api.shell.dependencies import late
from holdfast.views.catalogue_export import export_lines

__all__ = ["router"]

router = APIRouter(prefix="/api/staff", tags=["staff"])


@router.get("/catalogue.csv", response_class=StreamingResponse, responses=CSV)
async def get_catalogue(request: Request) -> StreamingResponse:
    """All products, drafts and archived ones too, as Shopify's product CSV, with columns of our
    own for what it has none for. An import of it changes nothing."""

    async def lines() -> AsyncIterator[str]:
        async for text, _ in export_lines(late(request).choose()):
            yield text

    return csv_answer("catalogue.csv", lines())
