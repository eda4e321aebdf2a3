import { getRouteApi } from "@tanstack/react-router";
import { useLanguage } from "../../base/i18n/format";
import { SavedViews } from "../desk/SavedViews";
import { PeopleSearch } from "./PeopleSearch";

const route = getRouteApi("/staff/people");

/** Everybody with a login or a typed id, and guests by what they bought. */
export function PeoplePage() {
  const { t } = useLanguage();
  const { q } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <div className="space-y-4">
      <h1 className="text-18 font-semibold">{t("people.title")}</h1>
      <SavedViews list="people" />
      <PeopleSearch
        q={q ?? ""}
        onSearch={(next) =>
          void navigate({ search: { q: next || undefined }, replace: true, resetScroll: false })
        }
      />
    </div>
  );
}
