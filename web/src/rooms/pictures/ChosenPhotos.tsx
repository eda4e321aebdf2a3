import { IconButton } from "../../design/Button";
import { Picture, type Shown } from "../../design/Picture";

interface Props<One extends Shown> {
  photos: readonly One[];
  label: string;
  /** What is said of one, from 1. */
  nameOf: (place: number) => string;
  leaveLabel: (place: number) => string;
  onLeave: (one: One) => void;
}

/** Pictures that something is to have once it is sent; each may be left out. */
export function ChosenPhotos<One extends Shown>(props: Props<One>) {
  const { photos, label, nameOf, leaveLabel, onLeave } = props;
  if (photos.length === 0) return null;
  return (
    <ul aria-label={label} className="flex flex-wrap gap-3">
      {photos.map((one, at) => (
        <li key={one.url} className="flex items-start gap-1">
          <Picture of={one} alt={nameOf(at + 1)} sizes="80px" className="size-20 rounded-m!" />
          <IconButton
            type="button"
            size="s"
            icon="close"
            label={leaveLabel(at + 1)}
            onClick={() => onLeave(one)}
          />
        </li>
      ))}
    </ul>
  );
}
