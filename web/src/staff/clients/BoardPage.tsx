import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { RequestShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Blank } from "../../design/Blank";
import { ButtonLink } from "../../design/Button";
import { classes } from "../../design/classes";
import { Refusal } from "../../design/Failure";
import { Heading } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { ScrollBox } from "../../design/ScrollBox";
import { Skeleton } from "../../design/Skeleton";
import { useWorks } from "../../design/Work";
import { useToldKeys } from "../desk/told";
import { Card } from "./Card";
import { boardQuery, moveRequest, putAway, STAGES, type Stage } from "./queries";

interface Move {
  card: RequestShown;
  stage: Stage;
  place?: number;
}

/** What clients ask for, from the first word to the pictures delivered: dragged, or moved by keys. */
export function BoardPage() {
  const { t } = useLanguage();
  const query = useQuery({ ...boardQuery, refetchInterval: 20_000 });
  useToldKeys([
    ["Alt ← →", t("requests.key.stage")],
    ["Alt ↑ ↓", t("requests.key.place")],
  ]);
  return (
    <div className="space-y-4">
      <Heading
        dense
        title={t("requests.title")}
        actions={
          <ButtonLink size="s" to="/staff/clients">
            {t("clients.title")}
          </ButtonLink>
        }
      />
      <Loaded query={query} loading={<Skeleton className="h-80 w-full rounded-l" />}>
        {({ requests }) =>
          requests.length === 0 ? (
            <Blank icon="check" title={t("requests.none")} hint={t("requests.noneHint")} />
          ) : (
            <Columns requests={requests} />
          )
        }
      </Loaded>
    </div>
  );
}

function Columns({ requests }: { requests: RequestShown[] }) {
  const { t } = useLanguage();
  const place = useRef<HTMLDivElement>(null);
  const works = useWorks();
  const [dragged, setDragged] = useState<RequestShown | null>(null);
  const [over, setOver] = useState<Stage | null>(null);
  const [followed, setFollowed] = useState<RequestShown | null>(null);
  const [told, setTold] = useState("");
  const moving = useIntent((_, { card, stage, place: at }: Move) => moveRequest(card, stage, at), {
    onSuccess: ({ requests: then }, { card, stage }) => {
      setFollowed(then.find(({ id }) => id === card.id) ?? null);
      setTold(t("requests.moved", { title: card.title, stage: t(`requests.stage.${stage}`) }));
    },
    onError: () => void 0,
  });
  const clearing = useIntent((_, card: RequestShown) => putAway(card));
  const move = (next: Move) => {
    if (works && !moving.isPending) moving.mutate(next);
  };
  // The focus goes with the card that was moved, once: what is read later leaves it where it is.
  useEffect(() => {
    const now = requests.find(({ id }) => id === followed?.id);
    if (!followed || !now || now.revision < followed.revision) return;
    place.current?.querySelector<HTMLElement>(`[data-card="${followed.id}"]`)?.focus();
    setFollowed(null);
  }, [followed, requests]);
  const onKey = (card: RequestShown, key: string) => {
    const at = STAGES.indexOf(card.stage);
    const stage = STAGES[at + (key === "ArrowRight" ? 1 : -1)];
    if (key === "ArrowUp" && card.place > 1)
      move({ card, stage: card.stage, place: card.place - 1 });
    else if (key === "ArrowDown") move({ card, stage: card.stage, place: card.place + 1 });
    else if ((key === "ArrowLeft" || key === "ArrowRight") && stage)
      move({ card, stage, place: 1 });
  };
  const error = moving.error ?? clearing.error;
  return (
    <>
      <p aria-live="polite" className="sr-only">
        {told}
      </p>
      {error && <Refusal reader="staff" error={error} />}
      <ScrollBox label={t("requests.title")} className="-mx-4 overflow-x-auto px-4 pb-2">
        <div
          ref={place}
          className="grid snap-x auto-cols-[min(17rem,80vw)] grid-flow-col gap-3 xl:auto-cols-fr"
        >
          {STAGES.map((stage) => {
            const cards = requests.filter((one) => one.stage === stage);
            return (
              <section
                key={stage}
                aria-label={t(`requests.stage.${stage}`)}
                data-stage={stage}
                onDragOver={(event) => {
                  if (!dragged) return;
                  event.preventDefault();
                  setOver(stage);
                }}
                onDragLeave={() => setOver((now) => (now === stage ? null : now))}
                onDrop={(event) => {
                  event.preventDefault();
                  setOver(null);
                  if (!dragged) return;
                  const target = (event.target as HTMLElement).closest<HTMLElement>("[data-card]");
                  const before = cards.find((one) => one.id === target?.dataset.card);
                  if (before?.id !== dragged.id)
                    move({ card: dragged, stage, place: before?.place });
                  setDragged(null);
                }}
                className={classes(
                  "flex min-h-64 snap-start flex-col gap-2 rounded-l border p-2 transition-colors duration-(--quick)",
                  over === stage ? "border-accent bg-accent-soft" : "border-line bg-sunken",
                )}
              >
                <h2 className="flex items-center justify-between px-2 pt-1 text-13 font-semibold">
                  {t(`requests.stage.${stage}`)}
                  <span className="tabular font-normal text-ink-soft">{cards.length}</span>
                </h2>
                {cards.map((card) => (
                  <Card
                    key={card.id}
                    card={card}
                    faint={dragged?.id === card.id}
                    onDrag={setDragged}
                    onKey={onKey}
                    onStage={(to) => move({ card, stage: to, place: 1 })}
                    onAway={() => clearing.mutate(card)}
                  />
                ))}
              </section>
            );
          })}
        </div>
      </ScrollBox>
    </>
  );
}
