import { useLanguage } from "../base/i18n/format";

/** Those that the shop has words for; staff may write others. */
const LEVELS = ["assistant", "junior", "senior", "lead"] as const;
const ROLES = [
  "assistant",
  "camera",
  "equipment",
  "lights",
  "make-up",
  "photographer",
  "room",
  "studio",
] as const;

const known = <One extends string>(all: readonly One[], written: string) =>
  all.find((one) => one === written.trim().toLowerCase());

/** What a level of photographers is called: in the reader's words where the shop has them, else as
 * staff wrote it. */
export function useLevelWord(): (level: string) => string {
  const { t } = useLanguage();
  return (level) => {
    const one = known(LEVELS, level);
    return one ? t(`called.level.${one}`) : level;
  };
}

/** The same of a role in a service; the second of its kind keeps its number. */
export function useRoleWord(): (role: string) => string {
  const { t } = useLanguage();
  return (role) => {
    const { one, number } = partsOfRole(role);
    return one ? [t(`called.role.${one}`), number].filter(Boolean).join(" ") : role;
  };
}

export function partsOfRole(role: string) {
  const [, name = role, number] = /^(.*?)(?:-(\d+))?$/.exec(role) ?? [];
  return { one: known(ROLES, name), number };
}
