import { inMenu } from "../desk/inMenu";

export default inMenu("orders", { to: "/staff/board", label: "board.title" });
