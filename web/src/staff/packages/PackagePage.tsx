import { useMutation, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { put } from "../../base/api/client";
import { queryClient } from "../../base/api/queries";
import type { PackageAsked, StaffPackage } from "../../base/api/schema";
import { ofActed, useFormOver, useSaving } from "../../base/edits";
import { useLanguage } from "../../base/i18n/format";
import { nameIn } from "../../base/named";
import { useTitle } from "../../base/shop";
import { BackLink } from "../../design/BackLink";
import { Badge } from "../../design/Badge";
import { Button, ButtonLink } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Heading } from "../../design/Heading";
import { NotShown } from "../../design/NotShown";
import { toast } from "../../design/Toasts";
import { PackageEditor } from "./PackageEditor";
import { formOf, type PackageForm } from "./packageForm";
import { addressOf, packageQuery, renewPackages } from "./queries";

const route = getRouteApi("/staff/packages/$packageId");

/** One package, to be changed or put off sale. What was bought stays as it was bought. */
export function PackagePage() {
  const { t, locale } = useLanguage();
  const { packageId } = route.useParams();
  const query = useQuery(packageQuery(packageId));
  useTitle(query.data ? nameIn(query.data, locale) : t("offers.one"));
  if (!query.data)
    return (
      <NotShown
        query={query}
        title={t("offers.one")}
        missing={t("offers.missing")}
        back={<ButtonLink to="/staff/packages">{t("offers.title")}</ButtonLink>}
      />
    );
  return (
    <div className="max-w-3xl">
      <BackLink to="/staff/packages">{t("offers.title")}</BackLink>
      <Edited key={packageId} one={query.data} />
    </div>
  );
}

function Edited({ one }: { one: StaffPackage }) {
  const { t, formats, locale } = useLanguage();
  const { id, price } = one;
  const { form, over, ...edit } = useFormOver(one, (saved) =>
    formOf(saved, formats.digits(saved.currency)),
  );
  const { queryKey } = packageQuery(id);
  const off = useSaving(queryKey);
  const kept = async (answer: StaffPackage) => {
    queryClient.setQueryData(queryKey, answer);
    await renewPackages();
    toast({ title: t("settings.saved") });
  };
  const saving = useMutation({
    mutationKey: queryKey,
    mutationFn: ({ asked }: { asked: PackageAsked; sent: PackageForm }) =>
      put<StaffPackage>(addressOf(id), asked, over.revision),
    onSuccess: (answer, { sent }) => {
      edit.saved(sent, answer);
      return kept(answer);
    },
  });
  const selling = useMutation({
    mutationKey: queryKey,
    mutationFn: ({ id: _, revision, price: __, ...terms }: StaffPackage) =>
      put<StaffPackage>(addressOf(id), { ...terms, active: !terms.active }, revision),
    onSuccess: (answer, from) => {
      edit.set(ofActed(from, answer, (typed) => ({ ...typed, active: answer.active })));
      return kept(answer);
    },
  });
  return (
    <>
      <Heading
        title={nameIn(one, locale)}
        text={
          <span className="flex flex-wrap items-center gap-3">
            <Badge tone={one.active ? "free" : "gone"}>
              {t(one.active ? "offers.onSale" : "offers.offSale")}
            </Badge>
            <span className="tabular">
              {price === null ? t("offers.noPrice") : formats.price(price, one.currency)}
            </span>
          </span>
        }
        actions={
          <>
            {one.repeatable && (
              <ButtonLink
                needs="GET /api/staff/repeat-orders"
                to="/staff/repeat-orders"
                search={{ package: id }}
              >
                {t("offers.members")}
              </ButtonLink>
            )}
            <Button busy={selling.isPending} disabled={off} onClick={() => selling.mutate(one)}>
              {t(one.active ? "offers.putOff" : "offers.putOn")}
            </Button>
          </>
        }
      />
      {selling.isError && <Refusal reader="staff" error={selling.error} />}
      <PackageEditor
        form={form}
        onType={edit.change}
        unsaved={edit.typed}
        sending={saving}
        off={off}
        onChange={() => saving.isError && saving.reset()}
        onSend={(asked) => saving.mutate({ asked, sent: form })}
      />
    </>
  );
}
