"""What a telephone or a computer reads to keep the shop among its apps."""

from typing import Any, Final

import msgspec
from fastapi import APIRouter, Request, Response

from holdfast.api.shell.dependencies import shop_parts
from holdfast.shop import ShopPicture, accent_of
from holdfast.views.home_page import address_of

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_KIND: Final = "application/manifest+json"
_OWN_BLUE: Final = "#2447d3"
_PAPER: Final = "#fcfcfb"
_SHORT: Final = 12
"""Letters that fit below an icon."""
_ICONS: Final = (
    {"src": "/icon-192.png", "sizes": "192x192", "type": "image/png"},
    {"src": "/icon-512.png", "sizes": "512x512", "type": "image/png"},
    {"src": "/icon-512.png", "sizes": "512x512", "type": "image/png", "purpose": "maskable"},
)


@router.get("/manifest.webmanifest")
async def get_manifest(request: Request) -> Response:
    """The shop as an app: its name, its colour and its logo, where that is square."""
    shop = await shop_parts(request).shop.now()
    told = {
        "id": "/",
        "name": shop.name,
        "short_name": shop.name if len(shop.name) <= _SHORT else shop.name.split()[0][:_SHORT],
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "lang": shop.languages[0],
        "theme_color": accent_of(shop.accent).light.accent if shop.accent else _OWN_BLUE,
        "background_color": _PAPER,
        "icons": [*_logo(shop.logo), *_ICONS],
    }
    headers = {"cache-control": "public, max-age=3600"}
    return Response(msgspec.json.encode(told), media_type=_KIND, headers=headers)


def _logo(logo: ShopPicture | None) -> list[dict[str, Any]]:
    """Icons are square: another logo would be shown pressed or not at all."""
    if logo is None or logo.width != logo.height:
        return []
    side = logo.widths[-1]
    return [{"src": address_of(logo), "sizes": f"{side}x{side}"}]
