"""Text as XML takes it."""

import re
from typing import Final
from xml.sax.saxutils import escape

__all__ = ["xml_text"]

# XML 1.0 has no way to write these, not even escaped.
_NONE_OF_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """Escaped for the inside of an element or of an attribute in double quotes."""
    return escape(_NONE_OF_XML.sub("", text), {'"': "&quot;"})
