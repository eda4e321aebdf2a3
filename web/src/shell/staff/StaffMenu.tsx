import { Link, useLocation, useRouter } from "@tanstack/react-router";
import { useEffect, useId, useRef, useState } from "react";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { classes } from "../../design/classes";
import { Dialog } from "../../design/Dialog";
import { pageAt, useMenu } from "./menu";

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
  const id = useId();
  return (
    <div className={roomy ? "columns-2 gap-4" : "space-y-3"}>
      {menu.map(({ group, pages }) => (
        <div key={group} className={classes(roomy && "mb-4 break-inside-avoid")}>
          <p id={`${id}-${group}`} className="px-3 pb-0.5 text-13 text-ink-soft">
            {t(group)}
          </p>
          <ul aria-labelledby={`${id}-${group}`}>
            {pages.map(({ to, label }) => (
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
      ))}
    </div>
  );
}
