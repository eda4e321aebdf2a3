import { useNavigate } from "@tanstack/react-router";
import { useLanguage } from "../../base/i18n/format";
import { useSession } from "../../base/session";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Icon } from "../../design/Icon";
import { useWish, useWishes } from "./queries";

/** Puts the product on one's wish list, or takes it from there; a guest logs in first. */
export function Heart({ product }: { product: { id: string; name: string } }) {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const session = useSession();
  const wishes = useWishes().data;
  const wished = Boolean(session?.user && wishes && product.id in wishes.wished);
  const wish = useWish(product.id);
  const press = () => {
    if (session?.user) wish.mutate(!wished);
    else void navigate({ to: "/login", search: { next: location.pathname + location.search } });
  };
  return (
    <div className="space-y-2">
      <Button aria-pressed={wished} busy={wish.isPending} onClick={press}>
        <span className={wished ? "text-accent [&_path]:fill-current" : undefined}>
          <Icon name="heart" size={18} />
        </span>
        {t(wished ? "wishes.on" : "wishes.add")}
      </Button>
      {wish.isError && <Refusal error={wish.error} />}
    </div>
  );
}
