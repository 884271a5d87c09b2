/** A telephone number that is not broken over two lines. */
export const telText = (n: string): string => n.replace(/-/g, '\u2011').replace(/ /g, '\u00a0')
