import { createRoute, lazyRouteComponent as lazy } from "@tanstack/react-router";
import { root } from "../../base/root";

/** Only an address of our own: a link from elsewhere must not choose where a login leads. */
function whereNext({ next }: Record<string, unknown>): { next?: string } {
  const own = typeof next === "string" && /^\/(?![/\\])/.test(next);
  return { next: own ? next : undefined };
}

const login = createRoute({
  getParentRoute: () => root,
  path: "/login",
  validateSearch: whereNext,
  component: lazy(() => import("./LoginPage"), "LoginPage"),
});
const signUp = createRoute({
  getParentRoute: () => root,
  path: "/signup",
  validateSearch: whereNext,
  component: lazy(() => import("./SignUpPage"), "SignUpPage"),
});
const profile = createRoute({
  getParentRoute: () => root,
  path: "/account",
  component: lazy(() => import("./ProfilePage"), "ProfilePage"),
});
const setup = createRoute({
  getParentRoute: () => root,
  path: "/setup",
  component: lazy(() => import("./SetupPage"), "SetupPage"),
});
const newPassword = createRoute({
  getParentRoute: () => root,
  path: "/password",
  component: lazy(() => import("./NewPasswordPage"), "NewPasswordPage"),
});

export default [login, signUp, profile, setup, newPassword] as const;
