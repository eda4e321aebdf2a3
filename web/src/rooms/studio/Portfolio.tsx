import { useMutation, useQuery } from "@tanstack/react-query";
import { put } from "../../base/api/client";
import { answerQuery, queryClient, renew } from "../../base/api/queries";
import type { PortfolioAnswer, ResourceBody } from "../../base/api/schema";
import { useFormOver } from "../../base/edits";
import { useLanguage } from "../../base/i18n/format";
import { Button, ButtonLink } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Loaded } from "../../design/Loaded";
import { Skeleton } from "../../design/Skeleton";
import { toast } from "../../design/Toasts";
import { WorkFields } from "../../design/Work";
import type { ImageForm } from "../pictures/images";
import { PicturesEditor } from "../pictures/PicturesEditor";
import { addressOf } from "./queries";

const portfolioQuery = (id: string) => ({
  ...answerQuery<PortfolioAnswer>(["staff", "portfolio", id], `${addressOf(id)}/portfolio`),
  staleTime: 0,
});

/** The pictures of a photographer's or a studio's page, the main one first. */
export function Portfolio({ resource }: { resource: ResourceBody }) {
  if (resource.kind !== "photographer" && resource.kind !== "studio") return null;
  return <Pictures resource={resource} />;
}

function Pictures({ resource }: { resource: ResourceBody }) {
  const query = useQuery({ ...portfolioQuery(resource.id), refetchOnWindowFocus: false });
  return (
    <Loaded query={query} loading={<Skeleton className="h-48 w-full rounded-l" />}>
      {(found) => <Editor resource={resource} found={found} />}
    </Loaded>
  );
}

interface Pictured {
  images: ImageForm[];
}

const picturesOf = ({ images }: PortfolioAnswer): Pictured => ({ images });

function Editor({ resource, found }: { resource: ResourceBody; found: PortfolioAnswer }) {
  const { t } = useLanguage();
  const { form, over, ...edit } = useFormOver(found, picturesOf);
  const { queryKey } = portfolioQuery(resource.id);
  const saving = useMutation({
    mutationFn: ({ images }: Pictured) =>
      put<PortfolioAnswer>(
        `${addressOf(resource.id)}/portfolio`,
        { images: images.map(({ url, alt, alts }) => ({ url, alt, alts })) },
        over.version,
      ),
    onSuccess: async (answer, sent) => {
      edit.saved(sent, answer);
      queryClient.setQueryData(queryKey, answer);
      await renew(["profile"], ["photographers"], ["studios"]);
      toast({ title: t("settings.saved") });
    },
  });
  const page = resource.kind === "studio" ? "/studios/$slug" : "/photographers/$slug";
  return (
    <section aria-label={t("own.pagePictures")} className="space-y-3">
      <WorkFields>
        <PicturesEditor
          images={form.images}
          name={resource.name}
          told={{}}
          to={`${addressOf(resource.id)}/pictures`}
          onChange={(images) => {
            edit.change({ images });
            if (saving.isError) saving.reset();
          }}
        />
      </WorkFields>
      {saving.isError && <Refusal error={saving.error} reader="staff" />}
      <div className="flex flex-wrap gap-2">
        <Button
          kind="primary"
          disabled={!edit.typed}
          busy={saving.isPending}
          onClick={() => saving.mutate(form)}
        >
          {t("own.pageSave")}
        </Button>
        <ButtonLink kind="plain" to={page} params={{ slug: resource.id }}>
          {t("own.pageView")}
        </ButtonLink>
        {saving.isError && (
          <Button
            onClick={() => {
              saving.reset();
              edit.set(null);
              void queryClient.invalidateQueries({ queryKey });
            }}
          >
            {t("problem.again")}
          </Button>
        )}
      </div>
    </section>
  );
}
