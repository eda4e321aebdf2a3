import { inMenu } from "../desk/inMenu";

export default inMenu("orders", { to: "/staff/services", label: "services.title" });
