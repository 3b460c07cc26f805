// Numbers as a person should read them, written down a second time, independently of the program:
// from the exact pair, two decimals, half away from zero.

import type { Mean } from "./kpi";

/** What stands for "nothing to show". */
export const NONE = "—";

/** Whole number `part / whole` rounded half away from zero. */
function divide(part: bigint, whole: bigint): bigint {
  const half = (2n * (part < 0n ? -part : part) + whole) / (2n * whole);
  return part < 0n ? -half : half;
}

/** `12,345`. */
export function integer(value: number | bigint): string {
  return value.toString().replace(/\B(?=(\d{3})+$)/g, ",");
}

function fixed(value: bigint, decimals: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(decimals + 1, "0");
  const at = digits.length - decimals;
  return (value < 0n ? "-" : "") + integer(BigInt(digits.slice(0, at))) + (decimals ? `.${digits.slice(at)}` : "");
}

/** A mean, `87.53`. */
export function score({ sum_hundredths, n }: Pick<Mean, "sum_hundredths" | "n">): string {
  return n === 0 ? NONE : fixed(divide(BigInt(sum_hundredths), BigInt(n)), 2);
}

/** A median or percentile, a whole number of thousandths. */
export function percent(value: number | null): string {
  return value === null ? NONE : fixed((BigInt(Math.round(value * 1000)) + 5n) / 10n, 2);
}

/** A target such as 90, written as the page writes it: `90` or `87.50`. */
export function hundredths(value: number): string {
  return fixed(BigInt(value), 2);
}

/** `+1.8`, `−0.4`, `0.0` from one exact mean to another. */
export function delta(now: Mean, before: Mean): string {
  const [n, m] = [BigInt(now.n), BigInt(before.n)];
  const rise = BigInt(now.sum_hundredths) * m - BigInt(before.sum_hundredths) * n;
  return signed(divide(rise, 10n * n * m));
}

/** Tenths with a sign of its own glyph. */
export function signed(tenths: bigint): string {
  const sign = tenths === 0n ? "" : tenths > 0n ? "+" : "−";
  return sign + fixed(tenths < 0n ? -tenths : tenths, 1);
}

/** Tenths of a point of a signed text, for comparing sums: `−0.4` is -4. */
export function tenths(text: string): number {
  const found = /([+−-]?)(\d[\d,]*)\.(\d)/.exec(text);
  if (!found) throw new Error(`no points in "${text}"`);
  const value = Number(found[2].replaceAll(",", "")) * 10 + Number(found[3]);
  return found[1] === "−" || found[1] === "-" ? -value : value;
}

/** A part of a whole, `93.5%`, `100%`; never rounds to an end that it is not. */
export function share(part: number, whole: number): string {
  if (whole === 0) return NONE;
  let value = Number(divide(1000n * BigInt(part), BigInt(whole)));
  if (part > 0 && part < whole) value = Math.min(999, Math.max(1, value));
  return value % 10 ? `${integer(Math.floor(value / 10))}.${value % 10}%` : `${integer(value / 10)}%`;
}
