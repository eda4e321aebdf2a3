import { useMutation } from "@tanstack/react-query";
import { postOver } from "../../base/api/client";
import { queryClient, renew } from "../../base/api/queries";
import type { ResourceAnswer, ResourceBody } from "../../base/api/schema";
import { useSaving } from "../../base/edits";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { addressOf, resourceQuery, resourcesQuery } from "../../rooms/studio/queries";

interface Props {
  resource: ResourceBody;
  onDone: (from: ResourceBody, now: ResourceBody) => void;
}

/** Offered no more, or again; what is booked stays booked. */
export function Archive({ resource, onDone }: Props) {
  const { t } = useLanguage();
  const action = resource.status === "active" ? "archive" : "restore";
  const { queryKey } = resourceQuery(resource.id);
  const off = useSaving(queryKey);
  const keeping = useMutation({
    mutationKey: queryKey,
    mutationFn: (from: ResourceBody) =>
      postOver<ResourceAnswer>(`${addressOf(from.id)}/${action}`, from.revision),
    onSuccess: async (answer, from) => {
      onDone(from, answer.resource);
      queryClient.setQueryData(queryKey, answer);
      await renew(resourcesQuery.queryKey);
    },
  });
  return (
    <>
      <Button busy={keeping.isPending} disabled={off} onClick={() => keeping.mutate(resource)}>
        {t(`studio.${action}`)}
      </Button>
      {keeping.isError && <Refusal reader="staff" error={keeping.error} />}
    </>
  );
}
