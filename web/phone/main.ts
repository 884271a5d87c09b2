import { createApp } from 'vue'

import { setUnauthorizedHandler } from '@shared/api'
import { sweepDrafts } from '@shared/drafts'

import App from './App.vue'
import { askLogin, setOnAdopt, whoIsIn } from './lib/session'
import { applyTextSize } from './lib/text-size'
import { keepOnPhone } from './lib/update'
import { router } from './router'

sweepDrafts()
applyTextSize()
setUnauthorizedHandler(askLogin)
setOnAdopt((s) => {
  if (!s) return
  void keepOnPhone()
  if (s.roles.includes('officer')) void import('./lib/work').then((m) => m.begin(s, whoIsIn))
})
createApp(App).use(router).mount('#app')
