import { getRouteApi } from "@tanstack/react-router";
import { useLanguage } from "../../base/i18n/format";
import { useChange } from "../../base/searched";
import { SavedViews } from "../desk/SavedViews";
import { PeopleSearch } from "./PeopleSearch";

const route = getRouteApi("/staff/people");

/** Everybody with a login or a typed id, and guests by what they bought. */
export function PeoplePage() {
  const { t } = useLanguage();
  const { q } = route.useSearch();
  const change = useChange(route);
  return (
    <div className="space-y-4">
      <h1 className="text-18 font-semibold">{t("people.title")}</h1>
      <SavedViews list="people" />
      <PeopleSearch q={q ?? ""} onSearch={(next) => change({ q: next || undefined })} />
    </div>
  );
}
