/** Discord docs, Reference: snowflakes are 64-bit ids, in order of time; JavaScript numbers cannot hold them. */
export function compareSnowflakes(a: string, b: string): number {
  const difference = BigInt(a) - BigInt(b);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export function isSnowflake(value: unknown): value is string {
  return typeof value === 'string' && /^\d{15,20}$/.test(value);
}

const DISCORD_EPOCH = 1_420_070_400_000n;

/** Milliseconds since the epoch at which Discord made this id. */
export function snowflakeTime(id: string): number {
  return Number((BigInt(id) >> 22n) + DISCORD_EPOCH);
}
