import { Link, useLocation, useRouter } from "@tanstack/react-router";
import { useEffect, useId, useRef, useState } from "react";
import { useLanguage } from "../../base/i18n/format";
import { Kept } from "../../base/kept";
import { Button } from "../../design/Button";
import { classes } from "../../design/classes";
import { Dialog } from "../../design/Dialog";
import { Icon } from "../../design/Icon";
import { pageAt, useMenu } from "./menu";

/** Groups of the menu beside the page that somebody folded away in this browser. */
const foldedGroups = new Kept<readonly string[]>("holdfast.staff.folded", {
  storage: () => localStorage,
  parse: (text) => {
    const found: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(found) ? found.filter((one) => typeof one === "string") : [];
  },
  text: JSON.stringify,
  shared: true,
});

/** Every staff page by its group: beside the page where there is room. */
export function StaffSidebar({ children }: { children?: React.ReactNode }) {
  const { t } = useLanguage();
  const router = useRouter();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    showCurrent(box.current);
    // After the router has put back what was scrolled before.
    return router.subscribe("onRendered", () => showCurrent(box.current));
  }, [router]);
  return (
    <div
      ref={box}
      className="sticky top-14 hidden max-h-[calc(100dvh-56px)] w-52 shrink-0 flex-col gap-4 self-start overflow-y-auto overscroll-contain py-5 pr-3 lg:flex"
    >
      {children}
      <nav aria-label={t("staff.nav")}>
        <Groups />
      </nav>
    </div>
  );
}

/** The line of the page that is open stands in view, in the menu's middle where it did not; the page
 * itself stays where it is. */
function showCurrent(box: HTMLElement | null) {
  const line = box?.querySelector("[aria-current=page]");
  if (!box || !line) return;
  const seen = box.getBoundingClientRect();
  const { top, bottom } = line.getBoundingClientRect();
  if (top >= seen.top && bottom <= seen.bottom) return;
  box.scrollTop += (top + bottom) / 2 - (seen.top + seen.bottom) / 2;
}

/** The same behind a button that says which page this is, where there is not. */
export function StaffMenuButton() {
  const { t } = useLanguage();
  const { pathname } = useLocation();
  const [open, setOpen] = useState(false);
  const here = pageAt(pathname);
  const name = t(here?.label ?? "shell.staff");
  return (
    <>
      <Button
        icon="menu"
        aria-label={t("staffMenu.choose", { page: name })}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
        className="min-w-0"
      >
        <span className="truncate">{name}</span>
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title={t("staff.nav")}>
        <nav aria-label={t("staff.nav")}>
          <Groups roomy onChoose={() => setOpen(false)} />
        </nav>
      </Dialog>
    </>
  );
}

interface GroupsProps {
  /** For fingers: higher lines, two columns. */
  roomy?: boolean;
  onChoose?: () => void;
}

function Groups({ roomy, onChoose }: GroupsProps) {
  const { t } = useLanguage();
  const { pathname } = useLocation();
  const here = pageAt(pathname);
  const menu = useMenu();
  const folded = foldedGroups.use();
  const id = useId();
  return (
    <div className={roomy ? "columns-2 gap-4" : "space-y-3"}>
      {menu.map(({ group, pages }) => {
        const shut = !roomy && folded.includes(group);
        return (
          <div key={group} className={classes(roomy && "mb-4 break-inside-avoid")}>
            {roomy ? (
              <p id={`${id}-${group}`} className="px-3 pb-0.5 text-13 text-ink-soft">
                {t(group)}
              </p>
            ) : (
              <GroupButton id={`${id}-${group}`} group={group} shut={shut} />
            )}
            <ul aria-labelledby={`${id}-${group}`}>
              {pages
                .filter(({ to }) => !shut || here?.to === to)
                .map(({ to, label }) => (
                  <li key={to}>
                    <Link
                      to={to}
                      onClick={onChoose}
                      aria-current={here?.to === to ? "page" : undefined}
                      // Else the router calls Home current on every page below it.
                      activeOptions={{ exact: true }}
                      activeProps={{}}
                      className={classes(
                        "flex items-center rounded-m px-3 outline-offset-[-2px] hover:bg-sunken hover:text-ink",
                        roomy ? "min-h-11 py-1.5" : "min-h-8 py-1",
                        here?.to === to ? "bg-sunken font-medium text-ink" : "text-ink-soft",
                      )}
                    >
                      {t(label)}
                    </Link>
                  </li>
                ))}
            </ul>
          </div>
        );
      })}
    </div>
  );
}

type Group = ReturnType<typeof useMenu>[number]["group"];

/** Folds a group away, or out again; what page is open stays in sight. */
function GroupButton({ id, group, shut }: { id: string; group: Group; shut: boolean }) {
  const { t } = useLanguage();
  const fold = () => {
    const others = foldedGroups.read().filter((one) => one !== group);
    foldedGroups.write(shut ? others : [...others, group]);
  };
  return (
    <button
      type="button"
      id={id}
      aria-expanded={!shut}
      onClick={fold}
      className="flex min-h-7 w-full items-center justify-between rounded-m px-3 text-13 text-ink-soft outline-offset-[-2px] hover:bg-sunken hover:text-ink"
    >
      {t(group)}
      <Icon name={shut ? "right" : "down"} size={14} />
    </button>
  );
}
