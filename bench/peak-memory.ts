/**
 * The most memory that a process had resident at one time, in bytes.
 *
 * @param status content of its `/proc/<pid>/status`
 * @returns null where the system does not tell
 */
export function peakMemoryIn(status: string): number | null {
  const kib = /^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1];
  return kib ? Number(kib) * 1024 : null;
}
