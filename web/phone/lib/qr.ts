/** Reading a QR code: the browser's own detector where it really knows QR codes, else jsQR in a worker. */

export interface QrReader {
  /** Text of a code in the picture, or null. The canvas is only read. */
  read(canvas: HTMLCanvasElement): Promise<string | null>
  close(): void
}

interface Detector {
  detect(source: CanvasImageSource): Promise<{ rawValue: string }[]>
}
interface DetectorClass {
  new (options: { formats: string[] }): Detector
  getSupportedFormats(): Promise<string[]>
}

async function native(): Promise<QrReader | null> {
  const Class = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector
  if (!Class) return null
  try {
    // Some engines have the class without working formats.
    if (!(await Class.getSupportedFormats()).includes('qr_code')) return null
    const detector = new Class({ formats: ['qr_code'] })
    return {
      read: async (canvas) => (await detector.detect(canvas))[0]?.rawValue ?? null,
      close: () => undefined,
    }
  } catch {
    return null
  }
}

function pixels(canvas: HTMLCanvasElement): ImageData {
  const g = canvas.getContext('2d', { willReadFrequently: true })
  if (!g) throw new Error('no canvas')
  return g.getImageData(0, 0, canvas.width, canvas.height)
}

/** An old phone needs seconds for a large picture. */
const PATIENCE_MS = 30_000

function inWorker(): QrReader {
  const worker = new Worker(new URL('./qr.worker.ts', import.meta.url), { type: 'module' })
  let broken = false
  let fail: ((e: Error) => void) | null = null
  worker.onerror = () => {
    broken = true
    fail?.(new Error('no worker'))
  }
  return {
    read: (canvas) =>
      new Promise((resolve, reject) => {
        if (broken) {
          reject(new Error('no worker'))
          return
        }
        const timer = setTimeout(() => resolve(null), PATIENCE_MS)
        fail = (e) => {
          clearTimeout(timer)
          reject(e)
        }
        worker.onmessage = (e: MessageEvent<string | null>) => {
          clearTimeout(timer)
          resolve(e.data)
        }
        const p = pixels(canvas)
        worker.postMessage({ data: p.data, width: p.width, height: p.height }, [p.data.buffer])
      }),
    close: () => worker.terminate(),
  }
}

function inPage(): QrReader {
  const decoder = import('jsqr')
  return {
    read: async (canvas) => {
      const jsQR = (await decoder).default
      const p = pixels(canvas)
      return jsQR(p.data, p.width, p.height)?.data || null
    },
    close: () => undefined,
  }
}

export async function openReader(): Promise<QrReader> {
  const own = await native()
  if (own) return own
  try {
    const w = inWorker()
    let plain: QrReader | null = null
    return {
      read: (canvas) => (plain ?? w).read(canvas).catch((e: unknown) => {
        if (plain) throw e
        plain = inPage()
        return plain.read(canvas)
      }),
      close: () => w.close(),
    }
  } catch {
    return inPage()
  }
}

/** Reads a code from a picture file; tries several sizes, because codes in photos are small or blurred. */
export async function readFile(file: Blob): Promise<string | null> {
  const reader = await openReader()
  const url = URL.createObjectURL(file)
  try {
    const img = new Image()
    img.src = url
    await img.decode()
    for (const side of [1000, 1600, 2400, 600]) {
      const longest = Math.max(img.naturalWidth, img.naturalHeight)
      if (side > 1000 && longest <= 1000) continue
      const scale = Math.min(1, side / longest)
      const canvas = document.createElement('canvas')
      canvas.width = Math.max(1, Math.round(img.naturalWidth * scale))
      canvas.height = Math.max(1, Math.round(img.naturalHeight * scale))
      canvas.getContext('2d', { willReadFrequently: true })?.drawImage(img, 0, 0, canvas.width, canvas.height)
      const text = await reader.read(canvas)
      if (text) return text
    }
    return null
  } finally {
    URL.revokeObjectURL(url)
    reader.close()
  }
}

/** Fetches the decoder while there is a network, so that a code can be read without one. */
export async function readyOffline(): Promise<void> {
  if (!(globalThis as { BarcodeDetector?: unknown }).BarcodeDetector) await import('jsqr')
}
