import { useMutation, useQuery } from "@tanstack/react-query";
import { put } from "../../base/api/client";
import { queryClient } from "../../base/api/queries";
import type { ResourceBody, TravelTimesAnswer } from "../../base/api/schema";
import { useFormOver } from "../../base/edits";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Field } from "../../design/Field";
import { Form } from "../../design/Form";
import { Panel } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { Skeleton } from "../../design/Skeleton";
import { toast } from "../../design/Toasts";
import { addressOf, travelTimesQuery } from "../../rooms/studio/queries";

/** As the server bounds it. */
const LONGEST = 720;

/** How long the way from a studio to each other one takes. */
export function TravelTimes({ resource }: { resource: ResourceBody }) {
  const { t } = useLanguage();
  return (
    <Panel title={t("studio.travel")} text={t("studio.travelText")}>
      <Loaded
        query={useQuery(travelTimesQuery(resource.id))}
        loading={<Skeleton className="h-24 w-full" />}
      >
        {(said) =>
          said.ways.length === 0 ? (
            <p className="text-ink-soft">{t("studio.noTravel")}</p>
          ) : (
            <Ways resource={resource} said={said} />
          )
        }
      </Loaded>
    </Panel>
  );
}

type TypedWays = Record<string, string>;

const typedWays = ({ ways }: TravelTimesAnswer): TypedWays =>
  Object.fromEntries(ways.map((way) => [way.studioId, `${way.minutes ?? ""}`]));

function Ways({ resource, said }: { resource: ResourceBody; said: TravelTimesAnswer }) {
  const { t } = useLanguage();
  const { form: typed, over, ...edit } = useFormOver(said, typedWays);
  const saving = useMutation({
    mutationFn: ({ ways }: { ways: { studioId: string; minutes: number }[]; sent: TypedWays }) =>
      put<TravelTimesAnswer>(`${addressOf(resource.id)}/travel-times`, { ways }, over.version),
    onSuccess: (answer, { sent }) => {
      edit.saved(sent, answer);
      queryClient.setQueryData(travelTimesQuery(resource.id).queryKey, answer);
      toast({ title: t("settings.saved") });
    },
  });
  const minutesOf = (id: string) => (typed[id] ?? "").trim();
  const isWrong = (id: string) => {
    const text = minutesOf(id);
    return text !== "" && !(/^\d{1,3}$/.test(text) && Number(text) <= LONGEST);
  };
  const submit = () => {
    if (said.ways.some(({ studioId }) => isWrong(studioId))) return;
    const filled = said.ways.filter(({ studioId }) => minutesOf(studioId) !== "");
    saving.mutate({
      ways: filled.map(({ studioId }) => ({ studioId, minutes: Number(minutesOf(studioId)) })),
      sent: typed,
    });
  };
  return (
    <Form
      reader="staff"
      sending={saving}
      unsaved={edit.typed}
      onSubmit={submit}
      end={
        <div className="flex justify-end">
          <Button type="submit" busy={saving.isPending}>
            {t("studio.saveTravel")}
          </Button>
        </div>
      }
    >
      {(tried) => (
        <div className="grid max-h-96 gap-4 overflow-y-auto p-1 sm:grid-cols-2">
          {said.ways.map((way) => (
            <Field
              key={way.studioId}
              label={t("studio.wayTo", { name: way.name })}
              hint={t("studio.usualWay", { count: way.usual })}
              inputMode="numeric"
              autoComplete="off"
              value={typed[way.studioId] ?? ""}
              error={tried && isWrong(way.studioId) ? t("studio.fault.travel") : null}
              onChange={({ target }) => {
                saving.reset();
                edit.change({ [way.studioId]: target.value });
              }}
            />
          ))}
        </div>
      )}
    </Form>
  );
}
