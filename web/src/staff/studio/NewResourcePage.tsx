import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { insist } from "../../base/api/client";
import { renew } from "../../base/api/queries";
import type { ResourceAnswer, ResourceAsked } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Heading } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { Skeleton } from "../../design/Skeleton";
import { toast } from "../../design/Toasts";
import { resourcesQuery } from "../../rooms/studio/queries";
import { ResourceFields } from "./ResourceFields";
import { newResource } from "./resourceForm";

/** Someone or something new, whose time is sold. */
export function NewResourcePage() {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const [begin] = useState(() => newResource(Intl.DateTimeFormat().resolvedOptions().timeZone));
  const [form, setForm] = useState(begin);
  const making = useIntent(
    (key: string, asked: ResourceAsked) => insist<ResourceAnswer>("/staff/resources", asked, key),
    {
      onSuccess: async ({ resource }) => {
        await renew(resourcesQuery.queryKey);
        toast({ title: t("studio.made", { name: resource.name }) });
        await navigate({
          to: "/staff/resources/$resourceId",
          params: { resourceId: resource.id },
          ignoreBlocker: true,
        });
      },
    },
  );
  return (
    <div className="max-w-2xl">
      <Heading title={t("studio.make")} text={t("studio.makeText")} />
      <Loaded query={useQuery(resourcesQuery)} loading={<Skeleton className="h-96 w-full" />}>
        {(all) => (
          <ResourceFields
            all={all}
            form={form}
            onType={(next) => setForm((now) => ({ ...now, ...next }))}
            sending={making}
            unsaved={form !== begin}
            onChange={() => making.another()}
            onSend={(asked) => making.mutate(asked)}
          />
        )}
      </Loaded>
    </div>
  );
}
