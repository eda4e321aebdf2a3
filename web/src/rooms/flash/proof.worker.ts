import { type Riddle, solve } from "./proof";

// Beside the page, which goes on moving meanwhile.
self.onmessage = ({ data }: MessageEvent<Riddle>) => self.postMessage(solve(data));
