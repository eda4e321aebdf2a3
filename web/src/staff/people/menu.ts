import { inMenu } from "../desk/inMenu";

export default inMenu("customers", { to: "/staff/people", label: "people.title" });
