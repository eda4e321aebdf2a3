import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { PersonAnswer } from "../../base/api/schema";
import { useMay } from "../../base/duties";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Select } from "../../design/Field";
import { allGroupsQuery, renewMembers, setMember } from "./queries";

interface Props {
  userId: string;
  groups: PersonAnswer["groups"];
}

/** The groups that a customer is in; put into another, and taken out, at once. */
export function GroupsOf({ userId, groups }: Props) {
  const { t, locale } = useLanguage();
  const writes = useMay()("PUT /api/staff/customer-groups/{group_id}/members/{user_id}");
  const known = useQuery(allGroupsQuery).data?.groups ?? [];
  const byId = new Map(known.map((one) => [one.id, one.translations[locale] || one.name]));
  const others = known.map((one) => one.id).filter((id) => groups.every((one) => one.id !== id));
  const moving = useMutation({
    mutationFn: ({ id, member }: { id: string; member: boolean }) => setMember(id, userId, member),
    onSuccess: () => renewMembers(userId),
  });
  if (known.length === 0 && groups.length === 0) return null;
  return (
    <section className="space-y-3" data-testid="their-groups">
      <h2 className="text-18 font-semibold">{t("groups.title")}</h2>
      {groups.length === 0 ? (
        <p className="text-ink-soft">{t("groups.inNone")}</p>
      ) : (
        <ul className="divide-y divide-line rounded-m border border-line bg-raised">
          {groups.map((one) => (
            <li key={one.id} className="flex items-center justify-between gap-3 px-4 py-2">
              <Link
                to="/staff/groups/$groupId"
                params={{ groupId: one.id }}
                className="inline-flex min-h-8 min-w-0 items-center font-medium wrap-anywhere hover:text-accent"
              >
                {one.name}
              </Link>
              <Button
                needs="DELETE /api/staff/customer-groups/{group_id}/members/{user_id}"
                size="s"
                kind="plain"
                aria-label={t("groups.removeFrom", { name: one.name })}
                onClick={() => moving.mutate({ id: one.id, member: false })}
              >
                {t("groups.remove")}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {writes && others.length > 0 && (
        <Select
          className="max-w-sm"
          label={t("groups.putInto")}
          value={null}
          none={t("groups.choose")}
          items={others}
          nameOf={(id) => byId.get(id) ?? id.slice(-6)}
          onChoose={(id) => id && moving.mutate({ id, member: true })}
        />
      )}
      {moving.isError && <Refusal error={moving.error} reader="staff" />}
    </section>
  );
}
