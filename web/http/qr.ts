import { encode } from 'uqr';

const quietZone = 4; // modules of white around the code (ISO/IEC 18004)

/** A QR code as the path of an SVG whose view box is `0 0 size size`. */
export function drawQr(text: string): { size: number; path: string } {
  const { size, data } = encode(text, { ecc: 'M', border: quietZone });
  const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return { size, path: dark.join('') };
}
