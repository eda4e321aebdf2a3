import { getRouteApi } from "@tanstack/react-router";
import { useLanguage } from "../../base/i18n/format";
import { useChange } from "../../base/searched";
import { useSession } from "../../base/session";
import { ButtonLink } from "../../design/Button";
import { Heading } from "../../design/Heading";
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
      <Heading
        dense
        title={t("people.title")}
        actions={
          session?.roles.includes("admin") && (
            <div className="flex flex-wrap gap-2">
              <ButtonLink size="s" to="/staff/people/guests">
                {t("guests.title")}
              </ButtonLink>
              <AddPerson />
            </div>
          )
        }
      />
      <SavedViews list="people" />
      <PeopleSearch q={q ?? ""} onSearch={(next) => change({ q: next || undefined })} />
    </div>
  );
}
