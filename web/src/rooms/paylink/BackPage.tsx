import { getRouteApi, Navigate } from "@tanstack/react-router";
import { useLanguage } from "../../base/i18n/format";
import { useLeft } from "../../base/left";
import { Heading } from "../../design/Heading";
import { Notice } from "../../design/Notice";
import { rememberedLink } from "./back";

const route = getRouteApi("/pay");

/** Back from a provider's page: on to the link that was paid. Whoever pays within another site came
 * here in a tab of its own, and goes on there. */
export function BackPage() {
  const search = route.useSearch();
  const token = rememberedLink();
  if (token) return <Navigate replace to="/pay/$token" params={{ token }} search={search} />;
  return <GoOnThere payment={search.payment} />;
}

function GoOnThere({ payment }: { payment?: "left" }) {
  const { t } = useLanguage();
  const left = useLeft(payment, "/pay");
  return (
    <div className="page max-w-xl pb-16">
      <Heading title={t("payLink.ofOrder")} />
      <Notice title={t(left ? "payLink.backUnpaid" : "payLink.back")}>
        <p>{t("payLink.closeTab")}</p>
      </Notice>
    </div>
  );
}
