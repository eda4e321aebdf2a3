import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { PersonShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Blank } from "../../design/Blank";
import { FindBox } from "../../design/FindBox";
import { Listing } from "../../design/Listing";
import { PeopleTable } from "./PeopleTable";
import { peopleQuery } from "./queries";

interface Props {
  q: string;
  onSearch: (q: string) => void;
  /** Where a person found leads; without it, to the person's page. */
  link?: (person: PersonShown) => ReactNode;
  /** With nothing typed: everybody, or what is to be said instead. */
  idle?: ReactNode;
  /** What can be done where nobody is found. */
  none?: ReactNode;
}

/** People by mail, name, typed id, or the number of an order: the same wherever staff need one. */
export function PeopleSearch({ q, onSearch, link, idle, none }: Props) {
  const { t } = useLanguage();
  return (
    <div className="space-y-4">
      <FindBox
        label={t("people.find")}
        q={q}
        onFind={(words) => onSearch(words ?? "")}
        most={200}
        className="w-full sm:max-w-xl"
      />
      {q || !idle ? <Found q={q} link={link} none={none} /> : idle}
    </div>
  );
}

function Found({ q, link, none }: Pick<Props, "q" | "link" | "none">) {
  const { t } = useLanguage();
  const query = useInfiniteQuery({ ...peopleQuery(q), placeholderData: (before) => before });
  const rows = query.data?.pages.flatMap((page) => page.people) ?? [];
  const nobody = <Blank title={t("people.none")} hint={t("people.noneHint")} action={none} />;
  return (
    <Listing query={query} empty={rows.length === 0} none={nobody}>
      <PeopleTable rows={rows} loading={query.isPending} link={link} />
    </Listing>
  );
}
