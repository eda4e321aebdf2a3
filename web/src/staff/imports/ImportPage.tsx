import { getRouteApi } from "@tanstack/react-router";
import { useLanguage } from "../../base/i18n/format";
import { Heading } from "../../design/Heading";
import { Imports } from "./Imports";

const route = getRouteApi("/staff/import");

/** A file for the whole shop. */
export function ImportPage() {
  const { t } = useLanguage();
  const { id } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <div className="space-y-4">
      <Heading dense title={t("imports.title")} />
      <Imports id={id} onOpen={(opened) => void navigate({ search: { id: opened } })} />
    </div>
  );
}
