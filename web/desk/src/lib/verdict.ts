/** Verdicts as they are kept with a mission or a visit: text of JSON, or the object itself. */
import type { Mission, PhoneVerdict, Verdict, Visit } from '@shared/types'

function parsed<T>(raw: T | string | undefined): Partial<T> {
  if (typeof raw !== 'string') return raw ?? {}
  try {
    return JSON.parse(raw) as Partial<T>
  } catch {
    return {}
  }
}

/** What was judged when it was recorded; the row's own columns have the last word. */
export function verdictOf(x: Mission | Visit): Verdict {
  const detail = parsed<Verdict>(x.verdict_detail)
  return { headline: '', reasons: [], ...detail, verdict: x.verdict, counts_toward_cap: x.counts_toward_cap, policy: x.policy, policy_version: x.policy_version }
}

/** What the phone had said without network; null if it had said nothing. */
export function phoneVerdictOf(v: Visit): PhoneVerdict | null {
  const p = parsed<PhoneVerdict>(v.phone_verdict)
  return p.verdict && p.as_of_ms ? { headline: '', verdict: p.verdict, as_of_ms: p.as_of_ms, ...p } : null
}
