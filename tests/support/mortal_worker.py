"""The product's worker with a request that ends its ledger's lane: what no client can do."""

import asyncio
from typing import Final

from fastapi import APIRouter, Request, Response

import holdfast.app
from holdfast.api.contract import access
from holdfast.api.shell.health import get_ready
from holdfast.server.worker import main

__all__ = ["PATH"]

PATH: Final = "/api/end-of-the-lane"

router = APIRouter()


@router.get(PATH)
async def end_the_lane(request: Request, response: Response) -> object:
    """End it, and answer as ``/health/ready`` does from then on."""
    (lane,) = (task for task in asyncio.all_tasks() if task.get_name() == "ledger lane")
    lane.cancel()
    await asyncio.wait((lane,))
    return await get_ready(request, response)


if __name__ == "__main__":
    vars(access)["ACCESS"] = {**access.ACCESS, f"GET {PATH}": access.Access("anybody")}
    vars(holdfast.app)["ROUTERS"] = (*holdfast.app.ROUTERS, router)
    main()
