"""The audit beyond the ledger: whether orders, payments, wallets, coupons, jobs and idempotency
records say what the ledger says. Read-only, in short statements, on a shop that sells."""

from holdfast.views.agreement.walk import audit_shop
