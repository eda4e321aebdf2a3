import type { AddressBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";

/** An address as it stands on a parcel. */
export function AddressLines({ address }: { address: AddressBody }) {
  const { locale } = useLanguage();
  const country = new Intl.DisplayNames([locale], { type: "region" }).of(address.country);
  const lines = [...address.lines, country, address.phone, address.email].filter(Boolean);
  return (
    <address className="not-italic wrap-anywhere">
      {lines.map((line) => (
        <span key={line} className="block">
          {line}
        </span>
      ))}
    </address>
  );
}
