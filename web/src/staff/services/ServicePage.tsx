import { useMutation, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { put } from "../../base/api/client";
import { queryClient, renew } from "../../base/api/queries";
import type { ServiceAsked, StaffService } from "../../base/api/schema";
import { ofActed, useFormOver, useSaving } from "../../base/edits";
import { useLanguage } from "../../base/i18n/format";
import { nameIn } from "../../base/named";
import { BackLink } from "../../design/BackLink";
import { Badge } from "../../design/Badge";
import { Button, ButtonLink } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Heading } from "../../design/Heading";
import { NotShown } from "../../design/NotShown";
import { toast } from "../../design/Toasts";
import { Certificates } from "./Certificates";
import { addressOf, serviceQuery, servicesQuery } from "./queries";
import { ServiceEditor } from "./ServiceEditor";
import { formOf, type ServiceForm } from "./serviceForm";

const route = getRouteApi("/staff/services/$serviceId");

/** One service, to be changed or archived. What is booked stays as it was booked. */
export function ServicePage() {
  const { t } = useLanguage();
  const { serviceId } = route.useParams();
  const query = useQuery(serviceQuery(serviceId));
  if (!query.data)
    return (
      <NotShown
        query={query}
        title={t("services.title")}
        missing={t("services.missing")}
        back={<ButtonLink to="/staff/services">{t("services.title")}</ButtonLink>}
      />
    );
  return (
    <div className="max-w-6xl">
      <BackLink to="/staff/services">{t("services.title")}</BackLink>
      <Edited key={serviceId} service={query.data} />
    </div>
  );
}

function Edited({ service }: { service: StaffService }) {
  const { t, formats, locale } = useLanguage();
  const { id } = service;
  const { form, over, ...edit } = useFormOver(service, (saved) =>
    formOf(saved, formats.digits(saved.currency)),
  );
  const { queryKey } = serviceQuery(id);
  const off = useSaving(queryKey);
  const saving = useMutation({
    mutationKey: queryKey,
    mutationFn: ({ asked }: { asked: ServiceAsked; sent: ServiceForm }) =>
      put<StaffService>(addressOf(id), asked, over.revision),
    onSuccess: async (answer, { sent }) => {
      edit.saved(sent, answer);
      queryClient.setQueryData(queryKey, answer);
      await renew(servicesQuery.queryKey, ["services"], ["slots"]);
      toast({ title: t("settings.saved") });
    },
  });
  const keeping = useMutation({
    mutationKey: queryKey,
    mutationFn: ({ id: _, revision, ...terms }: StaffService) =>
      put<StaffService>(addressOf(id), { ...terms, active: !terms.active }, revision),
    onSuccess: async (answer, from) => {
      edit.set(ofActed(from, answer, (typed) => ({ ...typed, active: answer.active })));
      queryClient.setQueryData(queryKey, answer);
      await renew(servicesQuery.queryKey, ["services"]);
    },
  });
  return (
    <>
      <Heading
        title={nameIn(service, locale)}
        text={
          <Badge tone={service.active ? "free" : "gone"}>
            {t(service.active ? "services.states.offered" : "services.states.archived")}
          </Badge>
        }
        actions={
          <Button busy={keeping.isPending} disabled={off} onClick={() => keeping.mutate(service)}>
            {t(service.active ? "services.archive" : "services.restore")}
          </Button>
        }
      />
      {keeping.isError && <Refusal reader="staff" error={keeping.error} />}
      <ServiceEditor
        form={form}
        onType={edit.change}
        sending={saving}
        unsaved={edit.typed}
        off={off}
        onChange={() => saving.isError && saving.reset()}
        onSend={(asked) => saving.mutate({ asked, sent: form })}
      />
      <div className="mt-6">
        <Certificates service={service} />
      </div>
    </>
  );
}
