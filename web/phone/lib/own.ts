/** An enterprise contact's own enterprise, and what its plate says to everyone. */
import { ref, type Ref } from 'vue'

import { api, ApiError } from '@shared/api'
import type { Enterprise, PublicPlate } from '@shared/types'

import { session } from './session'

export interface Own {
  enterprise: Ref<Enterprise | null>
  plate: Ref<PublicPlate | null>
  fault: Ref<string>
  load: () => Promise<void>
}

export function useOwn(): Own {
  const enterprise = ref<Enterprise | null>(null)
  const plate = ref<PublicPlate | null>(null)
  const fault = ref('')
  const load = async (): Promise<void> => {
    fault.value = ''
    try {
      const e = await api.get<Enterprise>(`/enterprises/${session.value?.enterprise_id ?? 0}`)
      plate.value = e.plate_code ? await api.get<PublicPlate>(`/public/plates/${e.plate_code}`).catch(() => null) : null
      enterprise.value = e
    } catch (x) {
      fault.value = x instanceof ApiError ? x.text : String(x)
    }
  }
  return { enterprise, plate, fault, load }
}
