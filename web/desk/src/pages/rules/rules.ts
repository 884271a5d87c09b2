/** "visit-policy/default-2026" → its page. */
export const packPath = (id: string): string => `/rules/${id.split('/').map(encodeURIComponent).join('/')}`
