import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page, root } from "../../base/root";
import { searchOf } from "../../base/search";

/** Only an address of our own: a link from elsewhere must not choose where a login leads. */
const whereNext = searchOf({
  next: (to) => (typeof to === "string" && /^\/(?![/\\])/.test(to) ? to : undefined),
});

const word = (to: unknown) => (typeof to === "string" ? to : undefined);
const providersAnswer = searchOf({ state: word, code: word, error: word, device_id: word });

const LoginPage = lazy(() => import("./LoginPage"), "LoginPage");
const ProviderAnswerPage = lazy(() => import("./ProviderAnswerPage"), "ProviderAnswerPage");
const SignUpPage = lazy(() => import("./SignUpPage"), "SignUpPage");
const ProfilePage = lazy(() => import("./ProfilePage"), "ProfilePage");
const SecurityPage = lazy(() => import("./SecurityPage"), "SecurityPage");
const ClosingPage = lazy(() => import("./ClosingPage"), "ClosingPage");
const SetupPage = lazy(() => import("./SetupPage"), "SetupPage");
const ForgottenPage = lazy(() => import("./ForgottenPage"), "ForgottenPage");
const NewPasswordPage = lazy(() => import("./NewPasswordPage"), "NewPasswordPage");
const ConfirmAddressPage = lazy(() => import("./ConfirmAddressPage"), "ConfirmAddressPage");

export default [
  page(root, "/login", LoginPage, whereNext),
  page(root, "/login/$provider", ProviderAnswerPage, providersAnswer),
  page(root, "/signup", SignUpPage, whereNext),
  page(root, "/account", ProfilePage),
  page(root, "/account/security", SecurityPage, whereNext),
  page(root, "/account/closing", ClosingPage),
  page(root, "/setup", SetupPage),
  page(root, "/password", NewPasswordPage),
  page(root, "/password/forgotten", ForgottenPage),
  page(root, "/confirm-address", ConfirmAddressPage),
] as const;
