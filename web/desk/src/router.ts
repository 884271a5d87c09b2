import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import { messages } from '@shared/i18n'
import type { Role } from '@shared/types'
import { REPLAYERS } from './pages/clue/clue'
import { AUTHORS, BOARD, HANDLERS } from './pages/penalty/penalty'
import { has, isOutsider, session } from './session'

const t = messages({
  product: ['无扰', 'Wurao'],
  home: ['工作台', 'Desk'],
  enterprises: ['企业', 'Enterprises'],
  duplicates: ['疑似重复', 'Possible duplicates'],
  imports: ['导入', 'Imports'],
  liaison: ['联络员', 'Liaisons'],
  officers: ['执法人员', 'Officers'],
  plates: ['信息牌', 'Plates'],
  visits: ['入企', 'Visits'],
  missions: ['入企任务', 'Missions'],
  pending: ['待处理', 'To be decided'],
  unscanned: ['未扫码报告', 'Unscanned entries'],
  monitor: ['在线监测', 'Monitoring'],
  clues: ['线索', 'Clues'],
  penalties: ['裁量', 'Penalties'],
  rules: ['规则', 'Rules'],
  complaints: ['投诉', 'Complaints'],
  oversight: ['督察', 'Oversight'],
  system: ['系统', 'System'],
  account: ['我的账户', 'My account'],
  login: ['登录', 'Log in'],
})

export type TitleKey = Parameters<typeof t>[0]

declare module 'vue-router' {
  interface RouteMeta {
    title?: TitleKey
    roles?: Role[]
    /** Shown without login. */
    open?: boolean
  }
}

export const READERS: Role[] = ['officer', 'district_admin', 'city_admin', 'legal', 'hotline', 'leader', 'supervision']
export const ADMINS: Role[] = ['district_admin', 'city_admin']
/** Who may watch: supervision, administrators, leaders. */
export const WATCHERS: Role[] = ['supervision', 'district_admin', 'city_admin', 'leader']
export const THREE: Role[] = ['sysadmin', 'secadmin', 'auditor']

const id = '(\\d+)'

const routes: RouteRecordRaw[] = [
  { path: '/login', component: () => import('./pages/Login.vue'), meta: { title: 'login', open: true } },
  { path: '/', component: () => import('./pages/Home.vue'), meta: { title: 'home' } },
  { path: '/enterprises', component: () => import('./pages/enterprise/EnterpriseList.vue'), meta: { title: 'enterprises', roles: READERS } },
  { path: '/enterprises/map', component: () => import('./pages/enterprise/EnterpriseMap.vue'), meta: { title: 'enterprises', roles: READERS } },
  { path: '/enterprises/duplicates', component: () => import('./pages/enterprise/Duplicates.vue'), meta: { title: 'duplicates', roles: ADMINS } },
  { path: '/enterprises/new', component: () => import('./pages/enterprise/EnterpriseEdit.vue'), meta: { title: 'enterprises', roles: ADMINS } },
  { path: `/enterprises/:id${id}`, component: () => import('./pages/enterprise/EnterprisePage.vue'), meta: { title: 'enterprises', roles: READERS } },
  { path: `/enterprises/:id${id}/edit`, component: () => import('./pages/enterprise/EnterpriseEdit.vue'), meta: { title: 'enterprises', roles: ADMINS } },
  { path: '/imports', component: () => import('./pages/import/ImportList.vue'), meta: { title: 'imports', roles: ADMINS } },
  { path: `/imports/:id${id}`, component: () => import('./pages/import/ImportWizard.vue'), meta: { title: 'imports', roles: ADMINS } },
  {
    path: '/liaison',
    component: () => import('./pages/liaison/Liaison.vue'),
    redirect: '/liaison/coverage',
    meta: { title: 'liaison', roles: READERS },
    children: [
      { path: 'coverage', component: () => import('./pages/liaison/Coverage.vue') },
      { path: 'workload', component: () => import('./pages/liaison/Workload.vue') },
      { path: 'assignments', component: () => import('./pages/liaison/Assignments.vue') },
      { path: 'tasks', component: () => import('./pages/liaison/Tasks.vue') },
      { path: 'task-codes', component: () => import('./pages/liaison/TaskCodes.vue') },
      { path: 'plans', component: () => import('./pages/liaison/Plans.vue') },
    ],
  },
  { path: `/liaison/plans/:id${id}`, component: () => import('./pages/liaison/PlanPage.vue'), meta: { title: 'liaison', roles: READERS } },
  { path: `/liaison/handover/:id${id}`, component: () => import('./pages/liaison/HandoverPage.vue'), meta: { title: 'liaison', roles: READERS } },
  { path: '/officers', component: () => import('./pages/officer/OfficerList.vue'), meta: { title: 'officers', roles: READERS } },
  { path: `/officers/:id${id}`, component: () => import('./pages/officer/OfficerPage.vue'), meta: { title: 'officers', roles: READERS } },
  { path: '/plates', component: () => import('./pages/plate/PlateList.vue'), meta: { title: 'plates', roles: READERS } },
  { path: '/plates/print', component: () => import('./pages/plate/PlatePrint.vue'), meta: { title: 'plates', roles: ADMINS } },
  { path: `/plates/:id${id}`, component: () => import('./pages/plate/PlatePage.vue'), meta: { title: 'plates', roles: READERS } },
  { path: '/missions', component: () => import('./pages/mission/MissionList.vue'), meta: { title: 'missions', roles: READERS } },
  { path: '/missions/new', component: () => import('./pages/mission/MissionNew.vue'), meta: { title: 'missions', roles: ['officer', ...ADMINS] } },
  { path: '/missions/proposals', component: () => import('./pages/mission/Proposals.vue'), meta: { title: 'missions', roles: READERS } },
  { path: `/missions/:id${id}`, component: () => import('./pages/mission/MissionPage.vue'), meta: { title: 'missions', roles: READERS } },
  { path: '/unscanned', component: () => import('./pages/visit/UnscannedList.vue'), meta: { title: 'unscanned', roles: READERS } },
  { path: '/visits/pending', component: () => import('./pages/visit/Pending.vue'), meta: { title: 'pending', roles: READERS } },
  { path: '/visits', component: () => import('./pages/visit/VisitList.vue'), meta: { title: 'visits', roles: READERS } },
  { path: '/visits/live', component: () => import('./pages/visit/LiveBoard.vue'), meta: { title: 'visits', roles: READERS } },
  { path: `/visits/:id${id}`, component: () => import('./pages/visit/VisitPage.vue'), meta: { title: 'visits', roles: READERS } },
  { path: '/monitor', component: () => import('./pages/monitor/Board.vue'), meta: { title: 'monitor', roles: READERS } },
  { path: '/monitor/calendar', component: () => import('./pages/monitor/Calendar.vue'), meta: { title: 'monitor', roles: READERS } },
  { path: '/monitor/loggers', component: () => import('./pages/monitor/LoggerList.vue'), meta: { title: 'monitor', roles: [...READERS, 'sysadmin'] } },
  { path: `/monitor/loggers/:id${id}`, component: () => import('./pages/monitor/LoggerPage.vue'), meta: { title: 'monitor', roles: [...READERS, 'sysadmin'] } },
  { path: '/monitor/quarantine', component: () => import('./pages/monitor/Quarantine.vue'), meta: { title: 'monitor', roles: [...ADMINS, 'sysadmin'] } },
  { path: '/monitor/commands', component: () => import('./pages/monitor/CommandList.vue'), meta: { title: 'monitor', roles: [...READERS, 'sysadmin'] } },
  { path: `/monitor/outlets/:id${id}`, component: () => import('./pages/monitor/PointPage.vue'), meta: { title: 'monitor', roles: READERS } },
  { path: '/clues', component: () => import('./pages/clue/ClueInbox.vue'), meta: { title: 'clues', roles: READERS } },
  { path: '/clues/coverage', component: () => import('./pages/clue/Coverage.vue'), meta: { title: 'clues', roles: READERS } },
  { path: '/clues/rules', component: () => import('./pages/clue/ClueRules.vue'), meta: { title: 'clues', roles: READERS } },
  { path: '/clues/rules/edit', component: () => import('./pages/clue/RuleEdit.vue'), meta: { title: 'clues', roles: REPLAYERS } },
  { path: `/clues/:id${id}`, component: () => import('./pages/clue/CluePage.vue'), meta: { title: 'clues', roles: READERS } },
  { path: '/rules', component: () => import('./pages/rules/RuleList.vue'), meta: { title: 'rules', roles: READERS } },
  { path: '/rules/drafts', component: () => import('./pages/rules/DraftList.vue'), meta: { title: 'rules', roles: READERS } },
  { path: '/rules/drafts/new', component: () => import('./pages/rules/DraftNew.vue'), meta: { title: 'rules', roles: AUTHORS } },
  { path: `/rules/drafts/:id${id}`, component: () => import('./pages/rules/DraftPage.vue'), meta: { title: 'rules', roles: READERS } },
  { path: '/rules/:kind/:name', component: () => import('./pages/rules/RulePage.vue'), meta: { title: 'rules', roles: READERS } },
  { path: '/penalties', component: () => import('./pages/penalty/PenaltyList.vue'), meta: { title: 'penalties', roles: READERS } },
  { path: '/penalties/new', component: () => import('./pages/penalty/PenaltyNew.vue'), meta: { title: 'penalties', roles: HANDLERS } },
  { path: '/penalties/calculator', component: () => import('./pages/penalty/Calculator.vue'), meta: { title: 'penalties', roles: READERS } },
  { path: '/penalties/consistency', component: () => import('./pages/penalty/Consistency.vue'), meta: { title: 'penalties', roles: BOARD } },
  { path: '/penalties/packs', component: () => import('./pages/penalty/PackDrafts.vue'), meta: { title: 'penalties', roles: READERS } },
  { path: '/penalties/packs/new', component: () => import('./pages/penalty/PackEdit.vue'), meta: { title: 'penalties', roles: AUTHORS } },
  { path: `/penalties/packs/:id${id}`, component: () => import('./pages/penalty/PackDraft.vue'), meta: { title: 'penalties', roles: READERS } },
  { path: `/penalties/:id${id}`, component: () => import('./pages/penalty/PenaltyPage.vue'), meta: { title: 'penalties', roles: READERS } },
  { path: '/complaints', component: () => import('./pages/ComplaintList.vue'), meta: { title: 'complaints', roles: ['district_admin', 'city_admin', 'hotline', 'supervision'] } },
  {
    path: '/oversight',
    component: () => import('./pages/oversight/Oversight.vue'),
    redirect: '/oversight/overview',
    meta: { title: 'oversight', roles: WATCHERS },
    children: [
      { path: 'overview', component: () => import('./pages/oversight/Overview.vue') },
      { path: 'visits', component: () => import('./pages/oversight/OversightVisits.vue') },
      { path: 'unscanned', component: () => import('./pages/oversight/Unscanned.vue') },
      { path: 'exceptions', component: () => import('./pages/oversight/Exceptions.vue') },
      { path: 'burden', component: () => import('./pages/oversight/Burden.vue') },
      { path: 'ratings', component: () => import('./pages/oversight/Ratings.vue') },
      { path: 'doubts', component: () => import('./pages/oversight/Doubts.vue'), meta: { roles: ['supervision'] } },
      { path: 'statement', component: () => import('./pages/oversight/StatementPage.vue') },
    ],
  },
  {
    path: '/system',
    component: () => import('./pages/system/System.vue'),
    meta: { title: 'system', roles: [...ADMINS, ...THREE] },
    children: [
      { path: '', component: () => import('./pages/system/SystemHome.vue') },
      { path: 'users', component: () => import('./pages/system/Users.vue'), meta: { roles: THREE } },
      { path: 'regions', component: () => import('./pages/system/Regions.vue'), meta: { roles: ['city_admin'] } },
      { path: 'audit', component: () => import('./pages/system/Audit.vue'), meta: { roles: ['auditor'] } },
      { path: 'checkpoint', component: () => import('./pages/system/Checkpoint.vue') },
      { path: 'keys', component: () => import('./pages/system/Keys.vue') },
      { path: 'devices', component: () => import('./pages/system/Devices.vue'), meta: { roles: [...ADMINS, 'secadmin'] } },
      { path: 'jobs', component: () => import('./pages/system/Jobs.vue'), meta: { roles: [...ADMINS, 'sysadmin'] } },
      { path: 'health', component: () => import('./pages/system/Health.vue'), meta: { roles: ['sysadmin'] } },
      { path: 'config', component: () => import('./pages/system/Config.vue'), meta: { roles: ['sysadmin'] } },
    ],
  },
  { path: '/account', component: () => import('./pages/Account.vue'), meta: { title: 'account' } },
  { path: '/forbidden', component: () => import('./pages/Forbidden.vue') },
  { path: '/:rest(.*)*', component: () => import('./pages/NotFound.vue') },
]

export const router = createRouter({
  history: createWebHistory('/desk/'),
  routes,
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
})

router.beforeEach((to) => {
  if (to.meta.open) return true
  if (!session.value) return { path: '/login', query: to.fullPath === '/' ? {} : { to: to.fullPath } }
  if (session.value.must_change && to.path !== '/account') return { path: '/account', query: { to: to.fullPath } }
  if (isOutsider.value && to.path !== '/account') return { path: '/forbidden' }
  for (const r of to.matched) {
    if (r.meta.roles && !has(...r.meta.roles)) return { path: '/forbidden' }
  }
  return true
})

router.afterEach((to) => {
  const key = [...to.matched].reverse().find((r) => r.meta.title)?.meta.title
  document.title = key ? `${t(key)} · ${t('product')}` : t('product')
})

const STALE = 'wurao.stale-reload'

// A tab that is older than the server asks for chunks that are gone: load the page anew, once.
router.onError((e, to) => {
  if (!/dynamically imported module|module script|preload/i.test(String(e))) return
  if (sessionStorage.getItem(STALE) === to.fullPath) return
  sessionStorage.setItem(STALE, to.fullPath)
  location.assign(router.resolve(to).href)
})
