import { getRouteApi, Link } from "@tanstack/react-router";
import type { PhotographersAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useChange } from "../../base/searched";
import { Field, Select } from "../../design/Field";
import { chipClasses, ScrollRow } from "../../design/ScrollRow";
import { SORTS } from "./queries";
import { useTagWord } from "./Tags";

const route = getRouteApi("/photographers");

/** Whom to look for; all of it stands in the address. */
export function PhotographerFilters({ known }: { known: PhotographersAnswer }) {
  const { t } = useLanguage();
  const search = route.useSearch();
  const change = useChange(route);
  const { studios, services } = known;
  const nameOf = (some: typeof studios) => (id: string) =>
    some.find((one) => one.id === id)?.name ?? id;
  return (
    <div className="mb-5 flex flex-col gap-4">
      <div className="grid grid-cols-2 gap-x-3 gap-y-3 md:grid-cols-4">
        <Select
          dense
          label={t("profiles.what")}
          value={search.service}
          none={t("profiles.anyService")}
          items={services.map(({ id }) => id)}
          nameOf={nameOf(services)}
          onChoose={(service) => change({ service })}
        />
        <Select
          dense
          label={t("profiles.where")}
          value={search.studio}
          none={t("profiles.anywhere")}
          items={studios.map(({ id }) => id)}
          nameOf={nameOf(studios)}
          onChoose={(studio) => change({ studio })}
        />
        <Field
          dense
          type="date"
          label={t("profiles.freeOn")}
          value={search.day ?? ""}
          onChange={({ target }) => change({ day: target.value || undefined })}
        />
        <Select
          dense
          label={t("profiles.sort")}
          value={search.sort ?? "name"}
          items={SORTS}
          nameOf={(sort) => t(`profiles.sort_${sort}`)}
          onChoose={(sort) => change({ sort: sort === "name" ? undefined : sort })}
        />
      </div>
      {known.skills.length > 1 && <Skills skills={known.skills} />}
    </div>
  );
}

function Skills({ skills }: { skills: readonly string[] }) {
  const { t } = useLanguage();
  const search = route.useSearch();
  const word = useTagWord();
  return (
    <nav aria-label={t("profiles.skills")}>
      <ScrollRow
        current={`${search.skill ?? ""} ${skills.length}`}
        className="-mx-4 -my-1 gap-1 px-4 py-1 sm:-mx-1 sm:px-1"
      >
        {[undefined, ...skills].map((skill) => (
          <li key={skill ?? ""} className="shrink-0">
            <Link
              to="/photographers"
              search={{ ...search, skill }}
              replace
              resetScroll={false}
              aria-current={search.skill === skill ? "true" : undefined}
              className={chipClasses(search.skill === skill)}
            >
              {skill === undefined ? t("list.all") : word(skill)}
            </Link>
          </li>
        ))}
      </ScrollRow>
    </nav>
  );
}
