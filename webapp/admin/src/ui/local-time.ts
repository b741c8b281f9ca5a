/** The shop's clock is five hours ahead of UTC all year. */
const ahead = 5 * 3_600_000;

/** An instant as `datetime-local` fields hold it, on the shop's clock: "2026-12-01T09:00". Empty for none. */
export function localOf(instant: string | null): string {
  return instant ? new Date(Date.parse(instant) + ahead).toISOString().slice(0, 16) : '';
}

/** The instant of such a field; null for an empty one, undefined for one that is no time. */
export function instantOf(local: string): string | null | undefined {
  if (local === '') return null;
  const at = Date.parse(`${local}Z`);
  return Number.isNaN(at) ? undefined : new Date(at - ahead).toISOString();
}

/** Nine in the morning some days from now, on the shop's clock. */
export function morning(days: number, now: number = Date.now()): string {
  const day = new Date(now + ahead + days * 86_400_000).toISOString().slice(0, 10);
  return instantOf(`${day}T09:00`) ?? '';
}
