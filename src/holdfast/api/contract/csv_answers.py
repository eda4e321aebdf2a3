"""Answers that are CSV where `format=csv` asks for it, sent as it is written."""

from collections.abc import AsyncIterable, AsyncIterator
from typing import Any, Final

from fastapi.responses import StreamingResponse

__all__ = ["CSV", "CSV_FORM", "csv_answer", "csv_text_answer"]

CSV: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {"text/csv": {"schema": {"type": "string"}}}}
}
CSV_FORM: Final = (
    "csv: up to 100,000 {}, whatever `limit` says; where there are older ones, the last line "
    "gives the `cursor` to go on with"
)


def csv_answer(name: str, lines: AsyncIterable[str]) -> StreamingResponse:
    named = {"content-disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(lines, media_type="text/csv", headers=named)


def csv_text_answer(name: str, text: str) -> StreamingResponse:
    """The same, of what is there already."""

    async def once() -> AsyncIterator[str]:
        yield text

    return csv_answer(name, once())
