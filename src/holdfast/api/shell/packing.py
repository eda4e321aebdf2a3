"""Large answers, packed for whoever can unpack them: on a slow line one waits for their bytes."""

import gzip
import re
from collections.abc import Sequence
from typing import Final

from fastapi import Request, Response

from holdfast.api.shell.dependencies import exchange

__all__ = ["coding_for", "packed"]

_WORTH_IT: Final = 2048  # bytes; what is smaller goes in two packets anyway
_FAST: Final = 1  # 0.1 ms for 50 kB, a fifth of its size; the best level takes four times as long
_PLAIN: Final = b"identity"
_MOST: Final = 32  # codings of a header that are read; nobody has more
_CODING: Final = re.compile(rb"\s*([!-+\--:<-~]+)\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*)?")


def coding_for(accepted: bytes, offered: Sequence[bytes]) -> bytes | None:
    """Which of the ``offered`` content codings the client likes best by its ``Accept-Encoding``; of
    those it likes the same, the first. None for the body as it is: liked better, or nothing else
    taken. (Who takes not even that gets it all the same, as RFC 9110 allows.)"""
    weights = {}
    for one in accepted.lower().split(b",", _MOST)[:_MOST]:
        read = _CODING.fullmatch(one)
        if read is not None:
            weights[read[1]] = float(read[2] or 1)
    others = weights.get(b"*", 0.0)
    best, most = None, weights.get(_PLAIN, 0.0)
    for coding in offered:
        weight = weights.get(coding, others)
        if weight > most or (best is None and weight == most > 0):
            best, most = coding, weight
    return best


def packed(request: Request, body: bytes, kind: str, headers: dict[str, str]) -> Response:
    """``body`` as an answer of that content type, by gzip where it is large and the client takes
    it. For what is the same for everybody: a secret beside words of an attacker's choosing must
    not be packed."""
    headers = {**headers, "vary": "accept-encoding"}
    accepted = exchange(request).headers.get(b"accept-encoding", b"")
    if len(body) >= _WORTH_IT and coding_for(accepted, (b"gzip",)):
        body = gzip.compress(body, _FAST, mtime=0)
        headers["content-encoding"] = "gzip"
    return Response(body, media_type=kind, headers=headers)
