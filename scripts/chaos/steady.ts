import { readdirSync } from 'node:fs';
import { MINUTE, SECOND } from '../../shared/core/clock.ts';
import { residentOf } from '../bench/memory.ts';
import { type Finding, finding } from './finding.ts';
import type { Victim } from './process.ts';

const every = 5 * SECOND;
const warm = 15 * SECOND; // after the start: by then everything is loaded, and connected
const mebibyte = 1024 * 1024;
/** Of a process of some minutes: a leak of one handle, or of 20 KiB, for each message or page is beyond it. */
const mayGrow = { handles: 40, memory: 150 * mebibyte };

interface Sample {
  at: number;
  /** Bytes. */
  memory: number;
  /** Open files and sockets. */
  handles: number;
}

export interface Watch {
  /** Looks a last time. Of each process that works then: what it held when it was warm, and what it holds. */
  end(): Held[];
}

export interface Held {
  name: string;
  first: Sample;
  last: Sample;
}

/** Reads what processes hold from /proc; where there is none, nothing. */
export function watchHeld(victims: Victim[]): Watch {
  const lives = new Map<Victim, { pid: number; since: number; first: Sample | undefined; last?: Sample }>();
  const look = () => {
    for (const victim of victims) {
      const { pid } = victim;
      if (pid === undefined) continue;
      const known = lives.get(victim);
      const life = known?.pid === pid ? known : { pid, since: Date.now(), first: undefined };
      lives.set(victim, life);
      const sample = Date.now() - life.since >= warm ? read(pid) : undefined;
      if (!sample) continue;
      life.first ??= sample;
      life.last = sample;
    }
  };
  const timer = setInterval(look, every);
  return {
    end() {
      clearInterval(timer);
      look();
      return [...lives].flatMap(([{ name }, { first, last }]) =>
        first && last ? { name, first, last } : [],
      );
    },
  };
}

function read(pid: number): Sample | undefined {
  try {
    return { at: Date.now(), memory: residentOf(pid), handles: readdirSync(`/proc/${pid}/fd`).length };
  } catch {
    return undefined; // it just ended, or this system has no /proc
  }
}

export function heldOf(held: Held[]): Finding {
  const faults = held.flatMap(({ name, first, last }) => {
    const handles = last.handles - first.handles;
    const memory = last.memory - first.memory;
    return handles > mayGrow.handles || memory > mayGrow.memory
      ? [`${name} holds ${handles} handles and ${inMebibytes(memory)} more than when it was warm`]
      : [];
  });
  return finding('memory and handles stay flat', held, faults);
}

/** One line a process. */
export function tellHeld(held: Held[]): string[] {
  if (held.length === 0) return ['Memory and handles were not measured: this system has no /proc.'];
  return held.map(({ name, first, last }) => {
    const minutes = Math.max(last.at - first.at, every) / MINUTE;
    const perMinute = (last.memory - first.memory) / minutes;
    return [
      `${name.padEnd(10)} held ${inMebibytes(first.memory)} and ${first.handles} handles when it was warm,`,
      `${inMebibytes(last.memory)} and ${last.handles} after ${minutes.toFixed(1)} minutes (${perMinute < 0 ? '' : '+'}${inMebibytes(perMinute)} a minute).`,
    ].join(' ');
  });
}

function inMebibytes(bytes: number): string {
  return `${(bytes / mebibyte).toFixed(0)} MiB`;
}
