import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import type { SellerBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { BackLink } from "../../design/BackLink";
import { Badge } from "../../design/Badge";
import { Button, ButtonLink } from "../../design/Button";
import { Heading, Panel } from "../../design/Heading";
import { NotShown } from "../../design/NotShown";
import { Work } from "../../design/Work";
import { LeftOpen } from "../../rooms/selling/LeftOpen";
import { PayoutAccount } from "../../rooms/selling/PayoutAccount";
import { staffPlace } from "../../rooms/selling/queries";
import { SellerMoney } from "../../rooms/selling/SellerMoney";
import { StepsSeen } from "../../rooms/selling/Steps";
import { STANDINGS } from "../../rooms/selling/standings";
import { ActDialog } from "../desk/ActDialog";
import { SetAside } from "../desk/SetAside";
import { WriteOff } from "../desk/WriteOff";
import { EditSeller } from "./EditSeller";
import { type Decision, decide, renewSellers, sellerQuery } from "./queries";
import { Workers } from "./Workers";

/** Who sells here, not what they are owed. */
const SELLS = "PUT /api/staff/sellers/{seller_id}";

const route = getRouteApi("/staff/sellers/$sellerId");

const MAY: Record<SellerBody["standing"], Decision[]> = {
  applied: ["approve", "refuse"],
  approved: ["suspend", "close"],
  refused: ["approve"],
  suspended: ["approve", "close"],
  leaving: ["approve"],
  closed: [],
};

/** One seller: may they sell, what they earned, every movement of it. */
export function SellerPage() {
  const { t } = useLanguage();
  const { sellerId } = route.useParams();
  const query = useQuery(sellerQuery(sellerId));
  const [editing, setEditing] = useState(false);
  const seller = query.data?.seller;
  if (!seller)
    return (
      <NotShown
        query={query}
        title={t("commission.seller")}
        missing={t("sellers.missing")}
        back={<ButtonLink to="/staff/sellers">{t("sellers.title")}</ButtonLink>}
      />
    );
  return (
    <div className="max-w-4xl space-y-6">
      <div>
        <BackLink to="/staff/sellers">{t("sellers.title")}</BackLink>
        <Heading
          title={seller.name}
          text={
            <span className="flex flex-wrap items-center gap-3">
              <Badge tone={STANDINGS[seller.standing]}>
                {t(`seller.standing.${seller.standing}`)}
              </Badge>
              <span className="wrap-anywhere">{seller.note}</span>
            </span>
          }
          actions={
            <>
              {seller.active && seller.standing === "approved" && (
                <ButtonLink to="/seller/$slug" params={{ slug: seller.slug }}>
                  {t("products.view")}
                </ButtonLink>
              )}
              <Button needs={SELLS} onClick={() => setEditing(true)}>
                {t("sellers.edit")}
              </Button>
              <Decisions seller={seller} />
            </>
          }
        />
      </div>
      {editing && <EditSeller seller={seller} onClose={() => setEditing(false)} />}
      {seller.standing === "approved" && <StepsSeen place={staffPlace(seller.id)} />}
      {seller.standing === "leaving" && (
        <Panel title={t("leaving.open")} text={t("leaving.byItself")}>
          <LeftOpen place={staffPlace(seller.id)} />
        </Panel>
      )}
      <Work writes="PUT /api/staff/sellers/{seller_id}/payout-account">
        <SellerMoney
          place={staffPlace(seller.id)}
          sells
          actions={(standing) => (
            <>
              <SetAside place={staffPlace(seller.id)} standing={standing} />
              <WriteOff
                place={staffPlace(seller.id)}
                name={seller.name}
                standing={standing}
                needs="POST /api/staff/sellers/{seller_id}/write-off"
              />
            </>
          )}
        />
        <PayoutAccount place={staffPlace(seller.id)} reader="staff" />
      </Work>
      <Work writes={SELLS}>
        <Workers seller={seller} workers={query.data?.workers ?? []} />
      </Work>
    </div>
  );
}

function Decisions({ seller }: { seller: SellerBody }) {
  const { t } = useLanguage();
  const [deciding, setDeciding] = useState<Decision>();
  const again = ["suspended", "leaving"].includes(seller.standing);
  const named = (what: Decision) =>
    t(what === "approve" && again ? "sellers.resume" : `sellers.${what}`);
  const texts: Record<Decision, string | undefined> = {
    approve: t(again ? "sellers.resumeText" : "sellers.approveText"),
    refuse: undefined,
    suspend: t("sellers.suspendText"),
    close: t("sellers.closeText"),
  };
  return (
    <>
      {MAY[seller.standing].map((what) => (
        <Button
          needs={SELLS}
          key={what}
          kind={what === "approve" ? "primary" : undefined}
          onClick={() => setDeciding(what)}
        >
          {named(what)}
        </Button>
      ))}
      {deciding && (
        <ActDialog
          title={named(deciding)}
          text={texts[deciding]}
          act={named(deciding)}
          grave={deciding !== "approve"}
          reason={deciding === "approve" ? undefined : { hint: t("sellers.refuseHint") }}
          send={(key, reason) => decide(key, seller.id, deciding, reason)}
          onDone={renewSellers}
          told={({ seller: now }) =>
            t("sellers.done", { name: now.name, state: t(`seller.standing.${now.standing}`) })
          }
          onClose={() => setDeciding(undefined)}
        />
      )}
    </>
  );
}
