/** Tells the person at the terminal what is going on, a line at a time. */
export type Say = (line: string) => void;

/** A server that we started and that is ready. */
export interface Service {
  url: string;
  port: number;
  pid: number;
  /** Stops it in good order, with a deadline. Stopping twice is harmless. */
  stop(): Promise<void>;
  /** Ends it at once, as a crash would (SIGKILL); returns when it is gone. */
  kill(): Promise<void>;
  /** Calls back once when it ends, whoever ended it. */
  onEnd(listener: () => void): void;
}
