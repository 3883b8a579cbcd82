import { readdirSync, readFileSync } from 'node:fs';

/** What the kernel says of a process: processor time so far, seconds; resident memory, MB; open files. */
export interface ProcessFacts {
  cpuSeconds: number;
  rssMb: number;
  handles: number;
}

const TICKS = 100;

/** Linux only (/proc). @throws when the process is gone */
export function processFacts(pid: number): ProcessFacts {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  const rss = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return {
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS,
    rssMb: Number(rss) / 1_024,
    handles: readdirSync(`/proc/${pid}/fd`).length,
  };
}
