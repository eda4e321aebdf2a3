import { inMenu } from "../desk/inMenu";

export default inMenu("insights", { to: "/staff/experiments", label: "experiments.title" });
