import { useQuery } from "@tanstack/react-query";
import type { OwnPageBody, SellerBody } from "../../base/api/schema";
import { useFormOver } from "../../base/edits";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button, ButtonLink } from "../../design/Button";
import { Form } from "../../design/Form";
import { Panel } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { Skeleton } from "../../design/Skeleton";
import { toast } from "../../design/Toasts";
import { Leaving } from "../../rooms/selling/Leaving";
import { ownPlace } from "../../rooms/selling/queries";
import { SellerFrame } from "../../rooms/selling/SellerFrame";
import { PageFields, type PageWords } from "../sellers/PageFields";
import { ownPageQuery, renewOwnPage, saveOwnPage } from "./queries";

/** What a seller says of itself on its page in the shop. The name and the address are the shop's. */
export function OwnPage() {
  const { t } = useLanguage();
  return (
    <SellerFrame title={t("seller.page")}>
      {(seller) => (
        <div key={seller.id} className="space-y-6">
          <Known seller={seller} />
          <Leaving seller={seller} />
        </div>
      )}
    </SellerFrame>
  );
}

function Known({ seller }: { seller: SellerBody }) {
  const query = useQuery(ownPageQuery(seller.id));
  return (
    <Loaded query={query} loading={<Skeleton className="h-96 w-full" />}>
      {(page) => <Editor seller={seller} page={page} />}
    </Loaded>
  );
}

const wordsOf = ({ about, abouts, logo }: OwnPageBody): PageWords => ({ about, abouts, logo });

function Editor({ seller, page }: { seller: SellerBody; page: OwnPageBody }) {
  const { t } = useLanguage();
  const { form: words, over, ...edit } = useFormOver<PageWords, OwnPageBody>(page, wordsOf);
  const saving = useIntent((_, sent: PageWords) => saveOwnPage(seller.id, sent, over.version), {
    onSuccess: async (answer, sent) => {
      await renewOwnPage(seller.id);
      edit.saved(sent, answer);
      toast({ title: t("seller.pageSaved") });
    },
  });
  const change = (next: PageWords) => {
    edit.change(next);
    saving.another();
  };
  return (
    <Panel
      title={page.name}
      text={t("seller.pageText")}
      actions={
        page.active && (
          <ButtonLink to="/seller/$slug" params={{ slug: page.slug }}>
            {t("seller.pageView")}
          </ButtonLink>
        )
      }
    >
      <div className="max-w-2xl">
        <Form
          sending={saving}
          unsaved={edit.typed}
          onSubmit={() => saving.mutate(words)}
          end={
            <Button
              kind="primary"
              type="submit"
              busy={saving.isPending}
              disabled={seller.standing !== "approved"}
            >
              {t("form.save")}
            </Button>
          }
        >
          <PageFields
            words={words}
            pictures={`${ownPlace(seller.id)}/pictures`}
            onChange={change}
          />
        </Form>
      </div>
    </Panel>
  );
}
