/** The districts with their enterprises, as the map draws them. */
import { api, type Query } from '@shared/api'
import type { MapPoint, Region } from '@shared/types'
import { config } from '../session'

export interface Area {
  id: number
  name: string
  lng_e6?: number
  lat_e6?: number
  points: MapPoint[]
}

/** Whether the place lies in the configured box of the city; what lies outside is shown, but shapes no district. */
export function inCity(p: { lng_e6: number; lat_e6: number }): boolean {
  const raw = config.value?.map_box
  const box = typeof raw === 'string' ? raw.split(',').map(Number) : (raw ?? [])
  if (box.length !== 4 || box.some((x) => !Number.isFinite(x))) return true
  const [west, south, east, north] = box as [number, number, number, number]
  return p.lng_e6 >= west && p.lng_e6 <= east && p.lat_e6 >= south && p.lat_e6 <= north
}

/** The sketch of a district is drawn around the enterprises nearest to its centre. */
function nearest(areas: Area[], p: MapPoint): Area | undefined {
  let best: Area | undefined
  let least = Infinity
  for (const a of areas) {
    if (!a.lng_e6 || !a.lat_e6) continue
    const d = (a.lng_e6 - p.lng_e6) ** 2 + (a.lat_e6 - p.lat_e6) ** 2
    if (d < least) {
      least = d
      best = a
    }
  }
  return best ?? areas[0]
}

export async function loadAreas(districts: Region[], query: Query, signal: AbortSignal): Promise<Area[]> {
  const page = await api.list<MapPoint>('/enterprises/map', query, { signal })
  const only = query.district_id ? Number(query.district_id) : 0
  const areas: Area[] = districts.filter((d) => !only || d.id === only).map((d) => ({ id: d.id, name: d.name, lng_e6: d.lng_e6, lat_e6: d.lat_e6, points: [] }))
  for (const p of page.items) nearest(areas, p)?.points.push(p)
  return areas
}
