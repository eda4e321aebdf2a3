import { createRootRoute } from "@tanstack/react-router";

/** Above every page; the shell says what stands around them. */
export const root = createRootRoute();
