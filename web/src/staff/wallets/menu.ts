import { inMenu } from "../desk/inMenu";

export default inMenu("customers", { to: "/staff/wallets", label: "staff.wallets" });
