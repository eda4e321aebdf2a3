import { inMenu } from "../desk/inMenu";

export default inMenu("insights", { to: "/staff/statistics", label: "stats.title" });
