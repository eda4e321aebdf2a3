import { inMenu } from "../desk/inMenu";

export default inMenu("insights", { to: "/staff", label: "staffHome.title" });
