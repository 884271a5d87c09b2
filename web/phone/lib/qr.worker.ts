import jsQR from 'jsqr'

const scope = self as unknown as DedicatedWorkerGlobalScope

scope.onmessage = (e: MessageEvent<{ data: Uint8ClampedArray; width: number; height: number }>) => {
  const found = jsQR(e.data.data, e.data.width, e.data.height)
  scope.postMessage(found?.data || null)
}
