"""What the demo's carrier has put on a parcel."""

from holdfast.fulfilment.carrier import ShipmentRequest
from holdfast.kit.fonts import FONT, paper


def demo_label(request: ShipmentRequest, carrier: str, tracking: str) -> bytes:
    """The file: one small page. It takes a tenth of a second: not for the event loop."""
    page = paper(format=(105, 148))
    page.set_margins(8, 8, 8)
    page.set_auto_page_break(auto=False)
    page.add_page()
    page.set_title(tracking)
    told = (
        (18, carrier),
        (9, f"{request.order}-{request.parcel}"),
        (14, "\n".join((*request.to, request.country))),
        (10, request.phone),
    )
    for size, text in told:
        page.set_font(FONT, size=size)
        page.multi_cell(0, size * 0.5, text, new_x="LMARGIN", new_y="NEXT")
        page.ln(3)
    page.code39(f"*{tracking}*", 8, 118, w=0.55, h=16)
    page.set_xy(8, 136)
    page.set_font(FONT, size=11)
    page.cell(0, 6, tracking)
    return bytes(page.output())
