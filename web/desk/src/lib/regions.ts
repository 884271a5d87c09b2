/** The region table, read once a session; small (about 220 rows). */
import { computed, ref, shallowRef } from 'vue'
import { api } from '@shared/api'
import type { Region } from '@shared/types'

const all = shallowRef<Region[]>([])
const loaded = ref(false)
let pending: Promise<void> | null = null

export function loadRegions(again = false): Promise<void> {
  if (again) pending = null
  pending ??= api
    .list<Region>('/regions')
    .then((page) => {
      all.value = page.items
      loaded.value = true
    })
    .catch((e: unknown) => {
      pending = null
      throw e
    })
  return pending
}

export function useRegions() {
  loadRegions().catch(() => undefined)
  return {
    all,
    loaded,
    districts: computed(() => all.value.filter((r) => r.level === 'district')),
    streetsOf: (districtId: number | null | undefined) => all.value.filter((r) => r.level === 'street' && r.parent_id === districtId),
    districtOptions: computed(() => all.value.filter((r) => r.level === 'district').map((r) => ({ value: String(r.id), label: r.name }))),
    name: (id: number | string | null | undefined) => all.value.find((r) => r.id === Number(id))?.name ?? (id ? String(id) : ''),
  }
}
