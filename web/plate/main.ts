import { createApp } from 'vue'

import { sweepDrafts } from '@shared/drafts'

import App from './App.vue'

sweepDrafts()
createApp(App).mount('#app')
