import "maplibre-gl/dist/maplibre-gl.css";
import { LngLatBounds, Map as MapView, Marker, NavigationControl, setWorkerUrl } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import { useEffect, useRef, useState } from "react";
import type { ConfigBody } from "../../base/api/schema";

setWorkerUrl(new URL(workerUrl, import.meta.url).href);

export interface Place {
  id: string;
  name: string;
  latitude: number;
  longitude: number;
}

interface Props {
  map: NonNullable<ConfigBody["map"]>;
  places: Place[];
  label: string;
  onChoose?: (id: string) => void;
  /** Whoever clicks between the places means that spot. */
  onSpot?: (latitude: number, longitude: number) => void;
}

const NEAR = 14;

/** Places on a map; the list beside it says all that the map does. */
export function StudioMap({ map, places, label, onChoose, onSpot }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const told = useRef({ onChoose, onSpot });
  told.current = { onChoose, onSpot };
  const [drawn, setDrawn] = useState(canDraw);
  const key = JSON.stringify(places);
  useEffect(() => {
    if (!box.current || !drawn) return;
    const shown = JSON.parse(key) as Place[];
    const view = new MapView({
      container: box.current,
      style: {
        version: 8,
        sources: {
          tiles: { type: "raster", tiles: [map.tiles], tileSize: 256, attribution: map.by },
        },
        layers: [{ id: "tiles", type: "raster", source: "tiles" }],
      },
      ...boundsOf(shown),
      cooperativeGestures: true,
      dragRotate: false,
    });
    view.addControl(new NavigationControl({ showCompass: false }));
    for (const place of shown) {
      const mark = markOf(place, () => told.current.onChoose?.(place.id));
      new Marker({ element: mark }).setLngLat([place.longitude, place.latitude]).addTo(view);
    }
    view.on("click", ({ lngLat }) => told.current.onSpot?.(lngLat.lat, lngLat.lng));
    view.on("webglcontextlost", () => setDrawn(false));
    return () => view.remove();
  }, [map.tiles, map.by, key, drawn]);
  if (!drawn) return null;
  return (
    <section
      ref={box}
      aria-label={label}
      data-testid="studio-map"
      className="h-72 w-full overflow-hidden rounded-l border border-line bg-sunken sm:h-96 [&_.maplibregl-ctrl-attrib_a]:underline!"
    />
  );
}

/** Whether this browser draws maps at all; where it does not, the list is what there is. */
function canDraw(): boolean {
  return document.createElement("canvas").getContext("webgl2") !== null;
}

function boundsOf(places: Place[]) {
  const [first] = places;
  if (!first) return { center: [10, 50] as [number, number], zoom: 3 };
  if (places.length === 1)
    return { center: [first.longitude, first.latitude] as [number, number], zoom: NEAR };
  const bounds = new LngLatBounds();
  for (const { longitude, latitude } of places) bounds.extend([longitude, latitude]);
  return { bounds, fitBoundsOptions: { padding: 48, maxZoom: NEAR } };
}

function markOf(place: Place, onChoose: () => void): HTMLElement {
  const mark = document.createElement("button");
  mark.type = "button";
  mark.textContent = place.name;
  mark.className =
    "max-w-40 cursor-pointer truncate rounded-full border-2 border-raised bg-accent px-3 py-1 text-13 font-medium text-on-accent shadow-(--lift)";
  mark.addEventListener("click", (event) => {
    event.stopPropagation();
    onChoose();
  });
  return mark;
}
