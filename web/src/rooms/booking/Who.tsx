import type { PhotographersAnswer, ServiceBody, StudiosAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Choice } from "../../design/Choice";
import { nearestFirst } from "./apart";
import { type Search, usePhotographers, useStudios, visitorZone } from "./queries";

const ANY = "any";
/** A booking names so many at most; one of them is who serves it. */
const MOST_NAMED = 5;

type Photographer = PhotographersAnswer["photographers"][number];
type Studio = StudiosAnswer["studios"][number];
type Need = ServiceBody["needs"][number];

function fits(need: Need, one: { id: string; tags: string[] }): boolean {
  const named = need.resources.length === 0 || need.resources.includes(one.id);
  return named && need.tags.every((tag) => one.tags.includes(tag));
}

/** Those who can serve it at all. */
export function peopleFor(service: ServiceBody, all: Photographer[]): Photographer[] {
  const need = service.needs.find(({ kind }) => kind === "photographer");
  return need ? all.filter((one) => fits(need, one)) : [];
}

/** Whether it is held in a studio or a room at all. */
export const needsPlace = ({ needs }: ServiceBody) =>
  needs.some(({ kind }) => kind === "studio" || kind === "room");

/** What a place has for it: itself, or rooms in it; nothing, if it cannot be there. */
export function spotsIn(service: ServiceBody, studio: Studio): string[] {
  const named: string[] = [];
  for (const need of service.needs) {
    const those = need.kind === "studio" ? [studio] : need.kind === "room" ? studio.rooms : null;
    if (those === null) continue;
    const some = those.filter((one) => fits(need, one)).map(({ id }) => id);
    if (some.length === 0) return [];
    named.push(...some);
  }
  return named.slice(0, MOST_NAMED);
}

interface Props {
  service: ServiceBody;
  search: Search;
  onChange: (next: Partial<Search>) => void;
}

/** Where and with whom, where there is more than one answer. */
export function Who({ service, search, onChange }: Props) {
  const { t } = useLanguage();
  const studios = useStudios().data?.studios ?? [];
  const places = nearestFirst(studios, visitorZone)
    .map((studio) => ({ studio, spots: spotsIn(service, studio) }))
    .filter(({ spots }) => spots.length > 0);
  const people = peopleFor(service, usePhotographers().data?.photographers ?? []);
  const place = places.find(({ spots }) => spots.join() === search.where?.join());
  const atHome = (one: Photographer) => !place || one.studioId === place.studio.id;
  const scattered = new Set(people.map(({ studioId }) => studioId)).size > 1;
  const homeOf = ({ studioId }: Photographer) => studios.find(({ id }) => id === studioId)?.name;
  return (
    <>
      {places.length > 1 && (
        <Choice
          legend={t("book.where")}
          look="rows"
          value={place?.studio.id ?? ANY}
          items={[
            { value: ANY, label: t("book.anywhere") },
            ...places.map(({ studio }) => ({
              value: studio.id,
              label: studio.name,
              hint: studio.address,
            })),
          ]}
          onChange={(id) =>
            onChange({ where: places.find(({ studio }) => studio.id === id)?.spots })
          }
        />
      )}
      {people.length > 1 && (
        <Choice
          legend={t("book.who")}
          value={search.who ?? ANY}
          items={[
            { value: ANY, label: t("book.anybody") },
            ...nearestFirst(people, visitorZone)
              .toSorted((a, b) => Number(atHome(b)) - Number(atHome(a)))
              .map((one) => ({
                value: one.id,
                label: one.name,
                hint: scattered && !(place && atHome(one)) ? homeOf(one) : undefined,
              })),
          ]}
          look={scattered ? "rows" : "chips"}
          onChange={(who) => onChange({ who: who === ANY ? undefined : who })}
        />
      )}
    </>
  );
}
