import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { put } from "../../base/api/client";
import { queryClient, renew } from "../../base/api/queries";
import type {
  OwnService,
  OwnServicesAnswer,
  ResourceAnswer,
  ResourceBody,
} from "../../base/api/schema";
import { useFormOver } from "../../base/edits";
import { useLanguage } from "../../base/i18n/format";
import { Badge } from "../../design/Badge";
import { Blank } from "../../design/Blank";
import { useLevelWord } from "../../design/called";
import { Check } from "../../design/Field";
import { Form } from "../../design/Form";
import { Panel } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { SaveButton } from "../../design/SaveButton";
import { Skeleton } from "../../design/Skeleton";
import { toast } from "../../design/Toasts";
import { useTagWord } from "../profiles/Tags";
import { OwnPage } from "./OwnPage";
import { OWN_SERVICES, ownServicesQuery, rulesQuery } from "./own";
import { useOwnWords } from "./ownKind";

/** What a photographer or a studio is booked for, by their skills, at what price. */
export function ServicesPage() {
  const { t, locale } = useLanguage();
  const rules = useQuery(rulesQuery);
  return (
    <OwnPage title={t("own.services")}>
      <Loaded query={useQuery(ownServicesQuery(locale))} loading={<Skeleton className="h-96" />}>
        {(mine) =>
          mine.services.length === 0 ? (
            <Blank icon="clock" title={t("own.noServices")} hint={t("own.noServicesHint")} />
          ) : (
            <div className="max-w-4xl space-y-6">
              {mine.known.length > 0 && (
                <Loaded query={rules} loading={<Skeleton className="h-40" />}>
                  {({ resource }) => <Skills resource={resource} known={mine.known} />}
                </Loaded>
              )}
              <Prices mine={mine} />
            </div>
          )
        }
      </Loaded>
    </OwnPage>
  );
}

interface Skilled {
  tags: string[];
}

const skillsOf = ({ tags }: ResourceBody): Skilled => ({ tags });

function Skills({ resource, known }: { resource: ResourceBody; known: readonly string[] }) {
  const { t } = useLanguage();
  const own = useOwnWords();
  const { form, over, ...edit } = useFormOver(resource, skillsOf);
  const { tags } = form;
  const word = useTagWord();
  const saving = useMutation({
    mutationFn: (sent: Skilled) => {
      const { bufferBefore, bufferAfter, leadMinutes, horizonDays } = over;
      return put<ResourceAnswer>(
        "/studio/rules",
        { bufferBefore, bufferAfter, leadMinutes, horizonDays, ...sent },
        over.revision,
      );
    },
    onSuccess: async (answer, sent) => {
      queryClient.setQueryData(rulesQuery.queryKey, answer);
      edit.saved(sent, answer.resource);
      await renew(OWN_SERVICES, rulesQuery.queryKey);
      toast({ title: t("settings.saved") });
    },
  });
  return (
    <Panel title={own("own.skills")} text={own("own.skillsText")}>
      <Form
        reader="staff"
        sending={saving}
        unsaved={edit.typed}
        onChange={() => saving.isError && saving.reset()}
        onSubmit={() => saving.mutate(form)}
        end={
          <div className="flex justify-end">
            <SaveButton sending={saving} />
          </div>
        }
      >
        <div className="flex flex-wrap gap-x-6 gap-y-1">
          {known.map((tag) => (
            <Check
              key={tag}
              label={word(tag)}
              checked={tags.includes(tag)}
              onChange={({ target }) =>
                edit.change({
                  tags: target.checked ? [...tags, tag] : tags.filter((one) => one !== tag),
                })
              }
            />
          ))}
        </div>
      </Form>
    </Panel>
  );
}

function Prices({ mine }: { mine: OwnServicesAnswer }) {
  const { t } = useLanguage();
  const own = useOwnWords();
  const level = useLevelWord();
  const text = mine.level ? t("own.level", { level: level(mine.level) }) : own("own.noLevel");
  return (
    <Panel title={t("own.prices")} text={text}>
      <ul className="divide-y divide-line">
        {mine.services.map((one) => (
          <Service key={one.id} one={one} />
        ))}
      </ul>
    </Panel>
  );
}

function Service({ one }: { one: OwnService }) {
  const { t, formats } = useLanguage();
  const own = useOwnWords();
  const word = useTagWord();
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 py-3">
      <span className="min-w-0 grow basis-56">
        <span className="mr-2 font-medium wrap-anywhere">{one.name}</span>
        <Badge tone={one.serves ? "free" : "gone"}>
          {one.named ? t("own.named") : own(one.serves ? "own.serves" : "own.lacking")}
        </Badge>
        {!one.serves && !one.named && (
          <span className="block text-13 text-ink-soft">
            {t("own.lacks", { skills: one.lacks.map(word).join(", ") })}
          </span>
        )}
        {one.serves && (
          <Link
            to="/my/why"
            search={{ service: one.id }}
            className="block text-13 text-accent hover:underline"
            aria-label={t("own.whyOf", { name: one.name })}
          >
            {t("noTime.title")}
          </Link>
        )}
      </span>
      <span className="tabular sm:text-right">
        {one.prices.map(({ minutes, price }) => (
          <span key={minutes} className="block">
            {t("own.priceOf", { minutes, price: formats.price(price, one.currency) })}
          </span>
        ))}
        {one.uplifts && <span className="block text-13 text-ink-soft">{t("own.uplifts")}</span>}
      </span>
    </li>
  );
}
