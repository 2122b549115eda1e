import { type Line, openLine } from './line.ts';

/** What is done to one member goes one after the other, so that no ban overtakes what ends it. Key: `<guild>:<user>`. */
export const inMemberLine: Line = openLine();
