import { createRouter, createWebHistory, type RouteLocationNormalized } from 'vue-router'

import { homeOf, loadSession, session } from './lib/session'

type Who = 'officer' | 'enterprise' | 'any' | 'nobody'

declare module 'vue-router' {
  interface RouteMeta {
    who: Who
    /** Shows the tabs at the bottom. */
    tabs?: boolean
  }
}

const officer = { who: 'officer' as const }
const enterprise = { who: 'enterprise' as const }

export const router = createRouter({
  history: createWebHistory('/'),
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  routes: [
    { path: '/m/login', component: () => import('./pages/Login.vue'), meta: { who: 'nobody' } },
    { path: '/m/me', component: () => import('./pages/Me.vue'), meta: { who: 'any', tabs: true } },
    { path: '/m/visit/:id(\\d+)/receipt', component: () => import('./pages/Receipt.vue'), meta: { who: 'any' } },

    { path: '/m/scan', component: () => import('./pages/officer/Scan.vue'), meta: { ...officer, tabs: true } },
    { path: '/m/check-in', component: () => import('./pages/officer/CheckIn.vue'), meta: officer },
    { path: '/m/visit/:id(\\d+)', component: () => import('./pages/officer/Visit.vue'), meta: officer },
    { path: '/m/visit/local/:client([0-9a-f-]{36})', component: () => import('./pages/officer/Visit.vue'), meta: officer },
    { path: '/m/visit/local/:client([0-9a-f-]{36})/check-out', component: () => import('./pages/officer/CheckOut.vue'), meta: officer },
    { path: '/m/queue', component: () => import('./pages/officer/Queue.vue'), meta: officer },
    { path: '/m/visit/:id(\\d+)/check-out', component: () => import('./pages/officer/CheckOut.vue'), meta: officer },
    { path: '/m/today', component: () => import('./pages/officer/Today.vue'), meta: { ...officer, tabs: true } },
    { path: '/m/enterprises', component: () => import('./pages/officer/Enterprises.vue'), meta: { ...officer, tabs: true } },
    { path: '/m/enterprises/:id(\\d+)', component: () => import('./pages/officer/Enterprise.vue'), meta: officer },
    { path: '/m/code', component: () => import('./pages/officer/Code.vue'), meta: officer },
    { path: '/m/records', component: () => import('./pages/officer/Records.vue'), meta: { ...officer, tabs: true } },

    { path: '/m/who', component: () => import('./pages/enterprise/Who.vue'), meta: { ...enterprise, tabs: true } },
    { path: '/m/who/:id(\\d+)', component: () => import('./pages/enterprise/Visit.vue'), meta: enterprise },
    { path: '/m/check', component: () => import('./pages/enterprise/Check.vue'), meta: { ...enterprise, tabs: true } },
    { path: '/m/refuse', component: () => import('./pages/enterprise/Refuse.vue'), meta: enterprise },
    { path: '/m/complain', component: () => import('./pages/enterprise/Complain.vue'), meta: enterprise },
    { path: '/m/alarms', component: () => import('./pages/enterprise/Alarms.vue'), meta: { ...enterprise, tabs: true } },
    { path: '/m/alarms/declare', component: () => import('./pages/enterprise/Declare.vue'), meta: enterprise },
    { path: '/m/alarms/:id(\\d+)', component: () => import('./pages/enterprise/Alarm.vue'), meta: enterprise },
    { path: '/m/penalties', component: () => import('./pages/enterprise/Penalties.vue'), meta: enterprise },
    { path: '/m/penalties/:id(\\d+)', component: () => import('./pages/enterprise/Penalty.vue'), meta: enterprise },
    { path: '/m/liaison', component: () => import('./pages/enterprise/Liaison.vue'), meta: { ...enterprise, tabs: true } },
    { path: '/m/plate', component: () => import('./pages/enterprise/Plate.vue'), meta: { ...enterprise, tabs: true } },

    { path: '/m', redirect: '/m/me' },
    { path: '/:rest(.*)*', component: () => import('./pages/NotFound.vue'), meta: { who: 'any' } },
  ],
})

const toLogin = (to: RouteLocationNormalized): { path: string; query?: { next: string } } =>
  to.redirectedFrom ? { path: '/m/login' } : { path: '/m/login', query: { next: to.fullPath } }

let sentToLogin = false
router.beforeEach(async (to) => {
  const who = to.meta.who
  // Sent here a moment ago because nobody is logged in: do not ask again.
  const s = who === 'nobody' && sentToLogin && !session.value ? null : await loadSession().catch(() => null)
  sentToLogin = !s && who !== 'nobody'
  if (!s) return who === 'nobody' ? true : toLogin(to)
  if (who === 'nobody' || to.redirectedFrom) return homeOf(s)
  if (s.must_change && to.path !== '/m/me') return '/m/me'
  if (who === 'officer' && !s.roles.includes('officer')) return homeOf(s)
  if (who === 'enterprise' && !s.roles.includes('enterprise')) return homeOf(s)
  return true
})

// After an update of the server the old parts are gone: load the page anew, once; drafts are on the phone.
router.onError((e, to) => {
  if (/dynamically imported module|Importing a module script|module script failed|Failed to fetch/i.test(String(e)) && navigator.onLine) {
    const again = 'wurao.reloaded'
    if (sessionStorage.getItem(again) === to.fullPath) return
    sessionStorage.setItem(again, to.fullPath)
    window.location.assign(to.fullPath)
  }
})
