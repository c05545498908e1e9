/** Which version of the program this is, as it stands in the package when the page is built. */
export const version = String(import.meta.env['DESK_VERSION'] ?? '');
