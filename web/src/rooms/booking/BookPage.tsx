import { getRouteApi } from "@tanstack/react-router";
import type { BookingShown, ServiceBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useChange } from "../../base/searched";
import { isStaff, useSession } from "../../base/session";
import { useUses } from "../../base/shop";
import { Blank } from "../../design/Blank";
import { ButtonLink } from "../../design/Button";
import { Failure } from "../../design/Failure";
import { Heading } from "../../design/Heading";
import { Skeleton } from "../../design/Skeleton";
import { BookService, type Picked } from "./BookService";
import { useBooking, usePhotographers, useServices, useStudios } from "./queries";
import { photographerOf } from "./servedBy";
import { isOffered } from "./visit";
import { needsPlace, spotsIn } from "./Who";

const route = getRouteApi("/book");

/** What, with whom and when: one step after another on one page. `move` is a booking that is to be
 * moved, of which all but the time stands. */
export function BookPage() {
  const change = useChange(route);
  return <BookSteps {...route.useSearch()} onPick={change} />;
}

type Steps = Partial<ReturnType<typeof route.useSearch>> & {
  /** What was chosen stands in the address, for who reloads the page or comes back to it. */
  onPick?: (picked: Picked) => void;
};

/** The same wherever a booking is moved. */
export function BookSteps(props: Steps) {
  const { service, move, day, at, who, studio, near, onPick } = props;
  const { t } = useLanguage();
  const staff = isStaff(useSession());
  const uses = useUses();
  const studios = useStudios();
  const services = useServices();
  const moved = useBooking(move);
  const chosen = services.data?.services.find(
    ({ id }) => id === (moved.data?.serviceId ?? service),
  );
  // What is moved stays where it is and with whom it is, unless something else is asked for.
  const there = studio ?? moved.data?.place?.studioId;
  const place = studios.data?.studios.find(({ id }) => id === there);
  const people = usePhotographers();
  const same =
    moved.data && chosen && photographerOf(moved.data, chosen, people.data?.photographers ?? []);
  const known = services.data?.services ?? [];
  const stuck = moved.data && !isOffered(moved.data, known) ? moved.data : undefined;
  const failed = [services, moved].find(({ isError, data }) => isError && !data);
  return (
    <div className={chosen ? "page max-w-5xl pb-4 lg:pb-16" : "page max-w-3xl pb-16"}>
      <Heading
        title={chosen ? chosen.name : t("book.title")}
        text={
          move
            ? t("book.moving")
            : (chosen?.about ?? (place ? t("book.inStudio", { name: place.name }) : t("book.text")))
        }
        actions={
          <>
            {staff && !move && (
              <ButtonLink to="/staff/book" search={{ service: chosen?.id, day, who }}>
                {t("book.forClient")}
              </ButtonLink>
            )}
            {chosen ? (
              !move &&
              services.data &&
              services.data.services.length > 1 && (
                <ButtonLink to="/book" search={{}}>
                  {t("book.otherService")}
                </ButtonLink>
              )
            ) : move ? null : (
              <>
                <ButtonLink to="/photographers">{t("book.photographers")}</ButtonLink>
                <ButtonLink to="/studios">{t("studios.title")}</ButtonLink>
                {uses.packages && <ButtonLink to="/packages">{t("packages.title")}</ButtonLink>}
              </>
            )}
          </>
        }
      />
      {failed ? (
        <Failure error={failed.error} onRetry={() => void failed.refetch()} />
      ) : services.isPending || (move && (moved.isPending || people.isPending)) ? (
        <div role="status" aria-label={t("word.loading")} className="space-y-3">
          <Skeleton className="h-20 w-full rounded-l" />
          <Skeleton className="h-20 w-full rounded-l" />
        </div>
      ) : stuck ? (
        <Stuck booking={stuck} />
      ) : chosen ? (
        <BookService
          key={`${chosen.id} ${place?.id ?? ""}`}
          service={chosen}
          moved={moved.data}
          day={day}
          at={at}
          who={who ?? same}
          where={place && namesOf(spotsIn(chosen, place))}
          near={near}
          onPick={onPick}
        />
      ) : services.data?.services.length === 0 ? (
        <Blank icon="clock" title={t("book.none")} hint={t("book.noneHint")} />
      ) : (
        <ul className="space-y-3">
          {services.data?.services
            .filter((each) => !place || !needsPlace(each) || spotsIn(each, place).length > 0)
            .map((each) => (
              <ServiceRow key={each.id} service={each} search={{ who, studio, near }} />
            ))}
        </ul>
      )}
    </div>
  );
}

/** Of a place that has nothing for it any more, none is asked for. */
const namesOf = (spots: string[]) => (spots.length > 0 ? spots : undefined);

/** Some of what it is made of is offered no more, so its times cannot be looked for here: who serves
 * it may still move it. */
function Stuck({ booking }: { booking: BookingShown }) {
  const { t } = useLanguage();
  const staff = isStaff(useSession());
  return (
    <Blank
      icon="clock"
      title={t("book.noMore")}
      hint={t(staff ? "book.noMoreStaff" : "book.noMoreHint")}
      action={
        staff && (
          <ButtonLink to="/staff/board" search={{ day: booking.local.slice(0, 10) }}>
            {t("book.toBoard")}
          </ButtonLink>
        )
      }
    />
  );
}

interface RowProps {
  service: ServiceBody;
  /** What is chosen already. */
  search: { who?: string; studio?: string; near?: string };
}

function ServiceRow({ service, search }: RowProps) {
  const { t, formats } = useLanguage();
  const [least, most] = [service.lengths[0] ?? 0, service.lengths.at(-1) ?? 0];
  return (
    <li className="relative flex flex-wrap items-center gap-x-4 gap-y-2 rounded-l border border-line bg-raised p-4 hover:border-ink">
      <div className="min-w-0 grow basis-56 space-y-1">
        <p className="text-18 font-semibold wrap-anywhere">{service.name}</p>
        {service.about && (
          <p className="line-clamp-3 text-ink-soft wrap-anywhere">{service.about}</p>
        )}
        <p className="tabular text-13 text-ink-soft">
          {formats.lengths(least, most)}
          {" · "}
          {t("book.priceFrom", { price: formats.price(service.priceFrom, service.currency) })}
        </p>
      </div>
      <ButtonLink
        kind="primary"
        to="/book"
        search={{ ...search, service: service.id }}
        aria-label={t("book.chooseNamed", { name: service.name })}
        className="after:absolute after:inset-0"
      >
        {t("book.choose")}
      </ButtonLink>
    </li>
  );
}
