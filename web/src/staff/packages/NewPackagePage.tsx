import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
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
import { PackageEditor } from "./PackageEditor";
import { newPackage } from "./packageForm";
import { renewPackages } from "./queries";

/** Something new that can be paid ahead. */
export function NewPackagePage() {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const making = useIntent(
    (key: string, asked: PackageAsked) => insist<StaffPackage>("/staff/packages", asked, key),
    {
      onSuccess: async ({ id, name }) => {
        await renewPackages();
        toast({ title: t("offers.made", { name }) });
        await navigate({ to: "/staff/packages/$packageId", params: { packageId: id } });
      },
    },
  );
  return (
    <div className="max-w-3xl">
      <BackLink to="/staff/packages">{t("offers.title")}</BackLink>
      <Heading title={t("offers.make")} />
      <Loaded query={useQuery(configQuery)} loading={<Skeleton className="h-96 w-full" />}>
        {(shop) => (
          <PackageEditor
            begin={newPackage(shop.currency ?? "EUR")}
            sending={making}
            onChange={() => {
              making.another();
              if (making.isError) making.reset();
            }}
            onSend={(asked) => making.mutate(asked)}
          />
        )}
      </Loaded>
    </div>
  );
}
