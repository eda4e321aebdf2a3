import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";

interface Props {
  isFile: boolean;
  onCodes?: () => void;
  onFile?: () => void;
}

/** The ways to its codes and its file. */
export function NotSent({ isFile, onCodes, onFile }: Props) {
  const { t } = useLanguage();
  return (
    <>
      {onFile && (
        <Button kind="plain" size="s" looks={isFile} onClick={onFile}>
          {t("file.title")}
        </Button>
      )}
      {onCodes && !isFile && (
        <Button kind="plain" size="s" onClick={onCodes}>
          {t("keys.title")}
        </Button>
      )}
    </>
  );
}
