/** What the phone itself says at a gate: the verdict of the last facts, and what it can check of the plate. */
import { messages } from '@shared/i18n'
import type { Reason, Verdict, VisitKind, VisitSource } from '@shared/types'

import { facts, type Fact } from './facts'
import type { PlateState } from './plate-check'

export interface OfflineVerdict {
  /** Are there facts of this enterprise? */
  known: boolean
  as_of_ms: number
  plate: PlateState
  /** null: nothing is known; the visit may be recorded, and the server judges. */
  verdict: Verdict | null
}

const t = messages({
  forged: ['信息牌签名不对，可能是伪造的', 'The signature of the plate is wrong; it may be forged'],
  revoked: ['信息牌已作废、挂失或换发', 'The plate is void, lost or replaced'],
  typed: ['编码为手工输入，未验证签名', 'The code was typed; no signature was checked'],
  unchecked: ['本机无法验证信息牌签名，联网后由服务器验证', 'This phone cannot check the signature; the server will'],
  other: ['本机没有按这个来源判断的资料，联网后由服务器判断', 'This phone cannot judge this source; the server will'],
  citation: ['离线判断', 'judged offline'],
})

const reason = (rule: string, effect: Reason['effect'], text: string): Reason => ({ rule, effect, text, citation: t('citation'), tag: 'computed' })

export interface Chosen {
  kind: VisitKind
  source: VisitSource
}

export async function judgeOffline(plate: string, fact: Fact | null, chosen: Chosen): Promise<OfflineVerdict> {
  // The arithmetic of signatures is fetched when it is needed.
  const state: PlateState = plate ? await (await import('./plate-check')).plateState(plate, fact) : 'typed'
  const base = { known: !!fact, as_of_ms: facts.as_of_ms, plate: state }
  if (state === 'forged' || state === 'revoked') {
    const text = t(state)
    return { ...base, verdict: { verdict: 'deny', counts_toward_cap: false, headline: text, reasons: [reason('BLOCK_PLATE', 'deny', text)], policy: '', policy_version: '' } }
  }
  if (!fact) return { ...base, verdict: null }
  const found = fact.verdicts.find((v) => v.kind === chosen.kind && v.source === chosen.source) ?? fact.verdicts.find((v) => v.kind === chosen.kind)
  if (!found) return { ...base, verdict: null }
  const notes: Reason[] = []
  if (state === 'typed' && plate) notes.push(reason('PLATE_TYPED', 'info', t('typed')))
  if (state === 'unknown') notes.push(reason('PLATE_UNCHECKED', 'info', t('unchecked')))
  if (found.source !== chosen.source) notes.push(reason('SOURCE_UNKNOWN', 'info', t('other')))
  return { ...base, verdict: { ...found, reasons: [...notes, ...found.reasons] } }
}
