/** The camera for scanning: opened by the person, closed with the page, read about six times a second. */
import { onMounted, onScopeDispose, ref, type Ref } from 'vue'

import { openReader, type QrReader } from './qr'

export type CameraState = 'off' | 'opening' | 'on' | 'denied' | 'missing' | 'failed'

const LOOK_MS = 160
const SIDE = 720

export interface Camera {
  state: Ref<CameraState>
  /** null: this camera has no lamp */
  lamp: Ref<boolean | null>
  open: () => Promise<void>
  close: () => void
  toggleLamp: () => Promise<void>
}

interface TorchTrack {
  getCapabilities?: () => { torch?: boolean }
}

/** `found` is told each text that is read, until the camera is closed. */
export function useCamera(video: Readonly<Ref<HTMLVideoElement | null>>, found: (text: string) => void): Camera {
  const state = ref<CameraState>('off')
  const lamp = ref<boolean | null>(null)
  let stream: MediaStream | null = null
  let reader: QrReader | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let turn = 0

  const close = (): void => {
    turn++
    clearTimeout(timer)
    stream?.getTracks().forEach((t) => t.stop())
    stream = null
    reader?.close()
    reader = null
    lamp.value = null
    if (video.value) video.value.srcObject = null
    if (state.value === 'on' || state.value === 'opening') state.value = 'off'
  }

  const canvas = document.createElement('canvas')
  const look = async (mine: number): Promise<void> => {
    const v = video.value
    if (mine !== turn || !v || !reader) return
    if (v.readyState >= 2 && v.videoWidth) {
      // The middle square at a bounded size: quick on old phones, and codes are held to the middle.
      const side = Math.min(v.videoWidth, v.videoHeight)
      canvas.width = canvas.height = Math.min(side, SIDE)
      const g = canvas.getContext('2d', { willReadFrequently: true })
      g?.drawImage(v, (v.videoWidth - side) / 2, (v.videoHeight - side) / 2, side, side, 0, 0, canvas.width, canvas.height)
      const text = await reader.read(canvas).catch(() => null)
      if (mine !== turn) return
      if (text) found(text)
    }
    if (mine === turn) timer = setTimeout(() => void look(mine), LOOK_MS)
  }

  const open = async (): Promise<void> => {
    close()
    const mine = ++turn
    if (!navigator.mediaDevices?.getUserMedia) {
      state.value = 'missing'
      return
    }
    state.value = 'opening'
    try {
      const [s, r] = await Promise.all([
        navigator.mediaDevices.getUserMedia({ audio: false, video: { facingMode: 'environment', width: { ideal: 1280 }, height: { ideal: 1280 } } }),
        openReader(),
      ])
      if (mine !== turn || !video.value) {
        s.getTracks().forEach((t) => t.stop())
        r.close()
        return
      }
      stream = s
      reader = r
      video.value.srcObject = s
      await video.value.play()
      const track = s.getVideoTracks()[0] as TorchTrack | undefined
      lamp.value = track?.getCapabilities?.().torch ? false : null
      state.value = 'on'
      void look(mine)
    } catch (e) {
      if (mine !== turn) return
      close()
      const name = e instanceof DOMException ? e.name : ''
      state.value = name === 'NotAllowedError' ? 'denied' : name === 'NotFoundError' ? 'missing' : 'failed'
    }
  }

  const toggleLamp = async (): Promise<void> => {
    const track = stream?.getVideoTracks()[0]
    if (!track || lamp.value === null) return
    const to = !lamp.value
    await track.applyConstraints({ advanced: [{ torch: to } as MediaTrackConstraintSet] }).then(
      () => {
        lamp.value = to
      },
      () => undefined,
    )
  }

  const onHide = (): void => {
    if (document.hidden) close()
  }
  onMounted(async () => {
    document.addEventListener('visibilitychange', onHide)
    // Allowed before: open at once, one tap less.
    const p = await navigator.permissions?.query({ name: 'camera' as PermissionName }).catch(() => null)
    if (p?.state === 'granted' && state.value === 'off') await open()
  })
  onScopeDispose(() => {
    document.removeEventListener('visibilitychange', onHide)
    close()
  })
  return { state, lamp, open, close, toggleLamp }
}
