import { Problem } from "../../base/api/problem";
import { Badge, Kbd } from "../../design/Badge";
import { Blank } from "../../design/Blank";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Notice } from "../../design/Notice";
import { Skeleton, SkeletonText } from "../../design/Skeleton";
import { Timeline } from "../../design/Timeline";
import { toast } from "../../design/Toasts";
import type { Exhibit } from "./exhibit";

export const messages: Exhibit[] = [
  {
    name: "Notice",
    show: ({ t }) => (
      <div className="space-y-3">
        <Notice silent title={t("cart.openHold")}>
          <p>{t("cart.openHoldText", { number: "7F3K9QZP" })}</p>
        </Notice>
        <Notice
          silent
          tone="held"
          title={t("product.wentTitle")}
          actions={
            <Button size="s" kind="primary" icon="bell">
              {t("product.wait")}
            </Button>
          }
        >
          <p>{t("product.wentHeld")}</p>
        </Notice>
        <Notice silent tone="danger" title={t("checkout.declined")}>
          <p>{t("checkout.declinedText")}</p>
        </Notice>
        <Notice silent tone="free" title={t("order.thanks")}>
          <p>{t("order.thanksText")}</p>
        </Notice>
      </div>
    ),
  },
  {
    name: "Timeline",
    show: ({ t }) => (
      <Timeline
        label={t("order.receipt")}
        items={[
          { key: "1", tone: "held", title: t("order.moment.held"), at: "14:03:22" },
          { key: "2", tone: "free", title: t("order.moment.paid"), at: "14:04:10" },
          {
            key: "3",
            tone: "free",
            title: t("order.moment.captured"),
            at: "14:04:10",
            detail: t("order.actor", { actor: "guest" }),
          },
          { key: "4", tone: "danger", title: t("order.moment.cancelled"), at: "15:30:00" },
          { key: "5", tone: "gone", title: t("order.moment.released"), at: "15:30:00" },
          { key: "6", tone: "next", title: t("order.refund.begun") },
        ]}
      />
    ),
  },
  {
    name: "Refusal, Blank",
    show: ({ t }) => (
      <div className="space-y-3">
        <Refusal error={new Problem(503, { code: "busy", requestId: "01J8" })} />
        <Blank icon="cart" title={t("cart.empty")} hint={t("cart.emptyHint")} />
      </div>
    ),
  },
  {
    name: "Badge, Kbd, Toast, Skeleton",
    show: ({ t }) => (
      <div className="space-y-4">
        <p className="flex flex-wrap items-center gap-2">
          <Badge tone="free">{t("order.status.paid")}</Badge>
          <Badge tone="held">{t("order.status.pending")}</Badge>
          <Badge tone="gone">{t("order.status.cancelled")}</Badge>
          <Badge tone="danger">{t("staff.lowBadge")}</Badge>
          <Badge tone="accent">{t("supply.key.yours")}</Badge>
          <Kbd>j</Kbd>
          <Kbd>Enter</Kbd>
        </p>
        <Button
          size="s"
          onClick={() =>
            toast({
              title: t("staff.thresholdSaved"),
              action: { label: t("staff.undo"), run: () => undefined },
            })
          }
        >
          Toast
        </Button>
        <div className="flex gap-4">
          <Skeleton className="size-20" />
          <div className="grow">
            <SkeletonText lines={3} />
          </div>
        </div>
      </div>
    ),
  },
];
