import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { insist } from "../../base/api/client";
import { configQuery, renew } from "../../base/api/queries";
import type { ServiceAsked, StaffService } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { BackLink } from "../../design/BackLink";
import { Heading } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { Skeleton } from "../../design/Skeleton";
import { toast } from "../../design/Toasts";
import { servicesQuery } from "./queries";
import { ServiceEditor } from "./ServiceEditor";
import { newService, type ServiceForm } from "./serviceForm";

/** Something new that can be booked. */
export function NewServicePage() {
  const { t } = useLanguage();
  return (
    <div className="max-w-6xl">
      <BackLink to="/staff/services">{t("services.title")}</BackLink>
      <Heading title={t("services.make")} />
      <Loaded query={useQuery(configQuery)} loading={<Skeleton className="h-96 w-full" />}>
        {(shop) => <Made begin={newService(shop.currency ?? "EUR")} />}
      </Loaded>
    </div>
  );
}

function Made({ begin }: { begin: ServiceForm }) {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const [form, setForm] = useState(begin);
  const making = useIntent(
    (key: string, asked: ServiceAsked) => insist<StaffService>("/staff/services", asked, key),
    {
      onSuccess: async (service) => {
        await renew(servicesQuery.queryKey, ["services"]);
        toast({ title: t("services.made", { name: service.name }) });
        await navigate({
          to: "/staff/services/$serviceId",
          params: { serviceId: service.id },
          ignoreBlocker: true,
        });
      },
    },
  );
  return (
    <ServiceEditor
      form={form}
      onType={(next) => setForm((now) => ({ ...now, ...next }))}
      sending={making}
      unsaved={form !== begin}
      onChange={making.change}
      onSend={(asked) => making.mutate(asked)}
    />
  );
}
