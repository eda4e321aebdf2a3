import { inMenu } from "../desk/inMenu";

export default inMenu("orders", { to: "/staff/disputes", label: "disputes.title" });
