/** What the phone itself says at a gate: the verdict of the last facts, and what it can check of the plate. */
import { isoDate } from '@shared/format'
import { messages, pick } from '@shared/i18n'
import type { Reason, Verdict, VisitKind, VisitSource } from '@shared/types'

import { asOf, evidenceOf, verdictOf, type Fact } from './facts'
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
  evidence: ['此来源须填写{label}，如 {example}', 'This source needs its {label}, such as {example}'],
  otherDay: ['按 {day} 的情况判断', 'judged for {day}'],
  citation: ['离线判断', 'judged offline'],
})

const reason = (rule: string, effect: Reason['effect'], text: string): Reason => ({ rule, effect, text, citation: t('citation'), tag: 'computed' })

export interface Chosen {
  kind: VisitKind
  source: VisitSource
  mission_id?: number | null
  evidence_ref?: string
}

/** Is the reference what the source asks for? The server looks again. */
async function evidenceMissing(chosen: Chosen): Promise<string> {
  const rule = await evidenceOf(chosen.source)
  const ref = (chosen.evidence_ref ?? '').trim()
  if (!rule || ([...ref].length >= rule.chars_min && (!rule.digit || /\d/.test(ref)))) return ''
  return t('evidence', { label: pick([rule.label_zh, rule.label_en]), example: rule.example })
}

export async function judgeOffline(plate: string, fact: Fact | null, chosen: Chosen): Promise<OfflineVerdict> {
  // The arithmetic of signatures is fetched when it is needed.
  const state: PlateState = plate ? await (await import('./plate-check')).plateState(plate, fact) : 'typed'
  const base = { known: !!fact, as_of_ms: await asOf(), plate: state }
  if (state === 'forged' || state === 'revoked') {
    const text = t(state)
    return { ...base, verdict: { verdict: 'deny', counts_toward_cap: false, headline: text, reasons: [reason('BLOCK_PLATE', 'deny', text)], policy: '', policy_version: '' } }
  }
  if (!fact) return { ...base, verdict: null }
  const found = await verdictOf(fact, chosen)
  if (!found) return { ...base, verdict: null }
  const notes: Reason[] = []
  if (state === 'typed' && plate) notes.push(reason('PLATE_TYPED', 'info', t('typed')))
  if (state === 'unknown') notes.push(reason('PLATE_UNCHECKED', 'info', t('unchecked')))
  if (found.day && found.day !== isoDate(Date.now())) notes.push(reason('OTHER_DAY', 'info', t('otherDay', { day: found.day })))
  const missing = found.needs_evidence && chosen.kind === 'inspection' ? await evidenceMissing(chosen) : ''
  if (missing) return { ...base, verdict: { ...found, verdict: 'deny', headline: missing, reasons: [...notes, reason('BLOCK_EVIDENCE', 'deny', missing), ...found.reasons] } }
  return { ...base, verdict: { ...found, reasons: [...notes, ...found.reasons] } }
}
