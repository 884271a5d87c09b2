import { foldCode } from '@shared/proof/plate'

/** ABCD-EFGH-JKMN: groups of four are read out and typed with fewer errors. */
export const caseCode = (code: string): string => code.replace(/(.{4})(?=.)/g, '$1-')

/** What a person types, as the server knows it. */
export const foldCase = (typed: string): string => foldCode(typed)
