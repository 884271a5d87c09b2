/** The life of a chart: made with its box, redrawn with its option and the language, resized, saved as a picture, given back. */
import { onBeforeUnmount, onMounted, watch, type Ref, type WatchSource } from 'vue'
import { init, type ECharts, type EChartsCoreOption } from 'echarts/core'
import { saveBlob } from '@shared/api'
import { locale } from '@shared/i18n'

export interface Chart {
  /** Draws the option anew. */
  draw: () => void
  /** Saves what is shown as FILE.png. */
  png: (file: string) => void
}

/**
 * @param ready  once, when the chart is there: for what is clicked and zoomed
 * @param drawn  after each drawing
 */
export function useChart(box: Ref<HTMLElement | null>, option: Ref<EChartsCoreOption>, ready: (chart: ECharts) => void = () => undefined, drawn: (chart: ECharts) => void = () => undefined): Chart {
  let chart: ECharts | null = null
  let observer: ResizeObserver | null = null

  function draw(): void {
    chart?.setOption(option.value, true)
    if (chart) drawn(chart)
  }
  onMounted(() => {
    if (!box.value) return
    chart = init(box.value)
    draw()
    ready(chart)
    observer = new ResizeObserver(() => chart?.resize())
    observer.observe(box.value)
  })
  watch([option, locale] as WatchSource[], draw)
  onBeforeUnmount(() => {
    observer?.disconnect()
    chart?.dispose()
    chart = null
  })
  return {
    draw,
    png(file) {
      const data = chart?.getDataURL({ type: 'png', pixelRatio: 2, backgroundColor: '#fff' })?.split(',')[1]
      if (data) saveBlob(new Blob([Uint8Array.from(atob(data), (c) => c.charCodeAt(0))], { type: 'image/png' }), `${file}.png`)
    },
  }
}

export const css = (name: string, other: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim() || other

/** How a value under the pointer is told, the same on every chart. */
export const TOOLTIP = { renderMode: 'richText' as const, confine: true, backgroundColor: '#fff', borderColor: '#b8c2c8', textStyle: { color: '#1c2b33', fontSize: 13 } }
