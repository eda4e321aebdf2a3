"""Papers as answers: PDFs, in a language of ours."""

from typing import Annotated, Any, Final, Literal, TypeAlias

from fastapi import Query, Response

__all__ = ["PDF", "PaperLanguage", "pdf_answer"]

PDF: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}}
}
"""What the OpenAPI document says of them."""
PaperLanguage: TypeAlias = Annotated[Literal["en", "ru", "ko"], Query(description="Of its words")]


def pdf_answer(made: bytes, name: str, *, to_keep: bool = False) -> Response:
    """The file under its ``name``, to be looked at, or ``to_keep``."""
    way = "attachment" if to_keep else "inline"
    headers = {
        "content-disposition": f'{way}; filename="{name}.pdf"',
        "cache-control": "no-store",
    }
    return Response(made, media_type="application/pdf", headers=headers)
