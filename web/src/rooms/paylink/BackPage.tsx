import { Navigate } from "@tanstack/react-router";
import { useLanguage } from "../../base/i18n/format";
import { Heading } from "../../design/Heading";
import { Notice } from "../../design/Notice";
import { rememberedLink } from "./back";

/** Back from a provider's page: on to the link that was paid. */
export function BackPage() {
  const { t } = useLanguage();
  const token = rememberedLink();
  if (token) return <Navigate replace to="/pay/$token" params={{ token }} />;
  return (
    <div className="page max-w-xl pb-16">
      <Heading title={t("payLink.ofOrder")} />
      <Notice title={t("payLink.back")} />
    </div>
  );
}
