import { createApp } from 'vue'

import { setUnauthorizedHandler } from '@shared/api'
import { sweepDrafts } from '@shared/drafts'

import App from './App.vue'
import { askLogin } from './lib/session'
import { applyTextSize } from './lib/text-size'
import { router } from './router'

sweepDrafts()
applyTextSize()
setUnauthorizedHandler(askLogin)
createApp(App).use(router).mount('#app')
