import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { insist } from "../../base/api/client";
import { configQuery } from "../../base/api/queries";
import type { PackageAsked, StaffPackage } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { BackLink } from "../../design/BackLink";
import { Heading } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { Skeleton } from "../../design/Skeleton";
import { toast } from "../../design/Toasts";
import { servicesQuery } from "../services/queries";
import { PackageEditor } from "./PackageEditor";
import { certificateOf, newPackage, type PackageForm } from "./packageForm";
import { renewPackages } from "./queries";

const route = getRouteApi("/staff/packages/new");
const LOADING = <Skeleton className="h-96 w-full" />;

/** Something new that can be paid ahead; from a service's page, a certificate of it. */
export function NewPackagePage() {
  const { t } = useLanguage();
  const { service } = route.useSearch();
  return (
    <div className="max-w-3xl">
      <BackLink to="/staff/packages">{t("offers.title")}</BackLink>
      <Heading title={t("offers.make")} />
      {service ? <OfService id={service} /> : <Plain />}
    </div>
  );
}

function Plain() {
  return (
    <Loaded query={useQuery(configQuery)} loading={LOADING}>
      {(shop) => <Made begin={newPackage(shop.currency ?? "EUR")} />}
    </Loaded>
  );
}

function OfService({ id }: { id: string }) {
  return (
    <Loaded query={useQuery(servicesQuery)} loading={LOADING}>
      {({ services }) => {
        const found = services.find((one) => one.id === id);
        return found ? <Made begin={certificateOf(found)} /> : <Plain />;
      }}
    </Loaded>
  );
}

function Made({ begin }: { begin: PackageForm }) {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const [form, setForm] = useState(begin);
  const making = useIntent(
    (key: string, asked: PackageAsked) => insist<StaffPackage>("/staff/packages", asked, key),
    {
      onSuccess: async ({ id, name }) => {
        await renewPackages();
        toast({ title: t("offers.made", { name }) });
        await navigate({
          to: "/staff/packages/$packageId",
          params: { packageId: id },
          ignoreBlocker: true,
        });
      },
    },
  );
  return (
    <PackageEditor
      form={form}
      onType={(next) => setForm((now) => ({ ...now, ...next }))}
      sending={making}
      unsaved={form !== begin}
      onChange={making.change}
      onSend={(asked) => making.mutate(asked)}
    />
  );
}
