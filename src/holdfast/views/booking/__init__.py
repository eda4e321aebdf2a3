"""Where booking meets the ledger to be read: whose time is free."""
