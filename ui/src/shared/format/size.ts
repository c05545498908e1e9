/** How large a file is, as people say it. */

const KIB = 1024;

/** `640 KB`, `4,6 MB`, `500 MB`; from KiB. */
export function sizeOf(kib: number, language: 'vi' | 'en'): string {
  const mebi = kib / KIB;
  return mebi < 1
    ? `${String(kib)} KB`
    : `${mebi.toLocaleString(language, { maximumFractionDigits: mebi < 10 ? 1 : 0 })} MB`;
}
