/** What runs in the background while an officer is logged in: the queue, and the facts for work without a network. */
import type { Session } from '@shared/types'

import { startFacts } from './facts'
import { startQueue } from './queue'

export async function begin(s: Session, who: (afresh: boolean) => Promise<number | null>): Promise<void> {
  await startQueue(s.user_id, who)
  startFacts(s.user_id, s.district_id)
}
