"""The product's worker with endpoints of the benchmarks: `-m bench.shop_worker PARENT serve`."""

import holdfast.app
from bench import coupon_rivals, empty, flash_rivals
from holdfast.api.contract import access
from holdfast.server.worker import main

if __name__ == "__main__":
    # The product has no such endpoints; everything around them is the product's.
    ours = (empty.router, empty.direct_router, coupon_rivals.router, flash_rivals.router)
    vars(holdfast.app)["ROUTERS"] = (*holdfast.app.ROUTERS, *ours)
    anybody = access.ACCESS["GET /api/schemas"]
    rows = {f"POST {route.path}": anybody for one in ours for route in one.routes}  # type: ignore[attr-defined]
    vars(access)["ACCESS"] = {**access.ACCESS, **rows}
    main()
