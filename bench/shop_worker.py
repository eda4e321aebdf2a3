"""The product's worker with the empty endpoint added: `python -m bench.shop_worker PARENT`."""

import holdfast.app
from bench.empty import router
from holdfast.server.worker import main

if __name__ == "__main__":
    # The product has no such endpoint; everything around it is the product's.
    vars(holdfast.app)["ROUTERS"] = (*holdfast.app.ROUTERS, router)
    main()
