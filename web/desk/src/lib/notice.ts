/** Short news at the top of the page; read out by screen readers. */
import { ElMessage } from 'element-plus/es/components/message/index.mjs'
import 'element-plus/theme-chalk/el-message.css'
import { asApiError } from './load'

export function done(text: string): void {
  ElMessage({ type: 'success', message: text, duration: 3500, showClose: true })
}

export function failed(e: unknown): void {
  ElMessage({ type: 'error', message: asApiError(e).text, duration: 8000, showClose: true })
}
