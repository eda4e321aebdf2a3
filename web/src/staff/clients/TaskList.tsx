import { Link } from "@tanstack/react-router";
import type { TaskShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { classes } from "../../design/classes";
import { Refusal } from "../../design/Failure";
import { useWorks } from "../../design/Work";
import { endTask } from "./queries";

/** What is to be done, with a box to tick; `named`: for whom. */
export function TaskList({ tasks, named }: { tasks: readonly TaskShown[]; named?: boolean }) {
  const { t, formats } = useLanguage();
  const works = useWorks();
  const ending = useIntent((_, { id, done }: TaskShown) => endTask(id, !done));
  return (
    <>
      {ending.isError && <Refusal reader="staff" error={ending.error} />}
      <ul className="divide-y divide-line">
        {tasks.map((task) => (
          <li key={task.id}>
            <label className="flex min-h-11 cursor-pointer items-center gap-3 py-1">
              <input
                type="checkbox"
                className="size-4 shrink-0 accent-accent"
                checked={task.done}
                disabled={ending.isPending || !works}
                onChange={() => ending.mutate(task)}
              />
              <span
                className={classes(
                  "min-w-0 grow wrap-anywhere",
                  task.done && "text-ink-faint line-through",
                )}
              >
                {task.title}
                {named && task.client && (
                  <>
                    {" · "}
                    <Link
                      to="/staff/clients/$clientId"
                      params={{ clientId: task.clientId }}
                      className="text-accent hover:underline"
                    >
                      {task.client}
                    </Link>
                  </>
                )}
              </span>
              <span
                className={classes(
                  "tabular shrink-0 text-13",
                  task.overdue ? "text-danger" : "text-ink-soft",
                )}
              >
                {task.overdue
                  ? t("clients.overdue", { day: formats.dayOfUtc(task.dueOn) })
                  : formats.dayOfUtc(task.dueOn)}
              </span>
            </label>
          </li>
        ))}
      </ul>
    </>
  );
}
