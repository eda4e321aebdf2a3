/** The sections of the settings, in the page's order: by where links lead to each, with what it is
 * called and how the names of its sentences begin. */
export const CONTENTS = [
  ["shop", "settings.shop.title", ["settings.field.name", "settings.hint.currency"]],
  ["look", "look.title", ["look."]],
  ["announcement", "announce.title", ["announce."]],
  ["newsletter", "newsletter.page", ["settings.newsletter."]],
  ["payment", "staff.column.payment", ["selling.paid."]],
  ["delivery", "charges.delivery.title", ["charges.delivery.", "charges.zones.", "charges.more."]],
  ["tax", "charges.tax.title", ["charges.tax.also", "charges.tax."]],
  ["orders", "staffOrder.title", ["selling.orders."]],
  ["invoices", "settings.invoices.title", ["settings.invoices."]],
  ["receipts", "receipts.title", ["receipts."]],
  ["returns", "returning.title", ["returning."]],
  ["repeats", "repeats.mine", ["settings.repeats."]],
  ["referrals", "referrals.settings", ["settings.referrals."]],
  ["limits", "holdLimits.section.title", ["holdLimits.section."]],
  ["stock", "settings.lowStock.title", ["settings.lowStock."]],
  ["fraud", "guard.title", ["guard."]],
  [
    "wallet",
    "wallet.title",
    ["settings.wallet.", "settings.field.wallets", "settings.field.pointWorth"],
  ],
  ["payouts", "settings.payouts", ["settings.field.payout"]],
  ["alerts", "settings.alerts.title", ["settings.alerts."]],
  ["two-step", "settings.security.title", ["settings.security."]],
  ["consent", "settings.consent.title", ["settings.consent."]],
] as const;
