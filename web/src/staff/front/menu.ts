import { inMenu } from "../desk/inMenu";

export default inMenu("settings", { to: "/staff/home-page", label: "front.title" });
