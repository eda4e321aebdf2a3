import { inMenu } from "../desk/inMenu";

export default inMenu("studio", { to: "/staff/board", label: "board.title" });
