import { inMenu } from "../desk/inMenu";

export default inMenu("marketing", { to: "/staff/campaigns", label: "staff.campaigns" });
