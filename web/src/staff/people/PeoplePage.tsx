import { getRouteApi } from "@tanstack/react-router";
import { useLanguage } from "../../base/i18n/format";
import { useChange } from "../../base/searched";
import { useSession } from "../../base/session";
import { ButtonLink } from "../../design/Button";
import { SavedViews } from "../desk/SavedViews";
import { AddPerson } from "./AddPerson";
import { PeopleSearch } from "./PeopleSearch";

const route = getRouteApi("/staff/people");

/** Everybody with a login or a typed id, and guests by what they bought. */
export function PeoplePage() {
  const { t } = useLanguage();
  const { q } = route.useSearch();
  const change = useChange(route);
  const session = useSession();
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h1 className="text-24 font-semibold">{t("people.title")}</h1>
        {session?.roles.includes("admin") && (
          <div className="flex flex-wrap gap-2">
            <ButtonLink size="s" to="/staff/people/guests">
              {t("guests.title")}
            </ButtonLink>
            <AddPerson />
          </div>
        )}
      </div>
      <SavedViews list="people" />
      <PeopleSearch q={q ?? ""} onSearch={(next) => change({ q: next || undefined })} />
    </div>
  );
}
