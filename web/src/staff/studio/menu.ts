import { inMenu } from "../desk/inMenu";

export default inMenu("orders", { to: "/staff/resources", label: "studio.title" });
