/**
 * Do the shapes of types.ts still fit the server's own description? Only types, no code: `npm run drift` makes
 * openapi.d.ts from `wurao openapi` and compiles this file. A line that does not compile names what has drifted.
 */
import type { paths } from './openapi'
import type * as t from './types'

type Reply<R> = R extends { responses: infer A } ? (A extends { 200: { content: { 'application/json': infer J } } } ? J : A extends { 201: { content: { 'application/json': infer J } } } ? J : never) : never
type Got<P extends keyof paths> = Reply<paths[P]['get']>
type Posted<P extends keyof paths> = Reply<paths[P]['post']>
type Item<P extends keyof paths> = Got<P> extends { items: readonly (infer I)[] } ? I : never

/** What we read must exist there, and must have a type that ours can hold. */
type Fits<Ours, Theirs> = [Theirs] extends [never]
  ? 'no such reply'
  : [Exclude<keyof Ours, keyof Theirs>] extends [never]
    ? { [K in keyof Ours & keyof Theirs]: NonNullable<Theirs[K]> extends NonNullable<Ours[K]> ? never : NonNullable<Ours[K]> extends NonNullable<Theirs[K]> ? never : K }[keyof Ours & keyof Theirs] extends infer Bad
      ? [Bad] extends [never]
        ? true
        : { differs: Bad }
      : never
    : { missing: Exclude<keyof Ours, keyof Theirs> }
type Ok<X extends true> = X

export type Checked = [
  Ok<Fits<t.Session, Got<'/api/v1/session'>>>,
  Ok<Fits<t.PublicConfig, Got<'/api/v1/public/config'>>>,
  Ok<Fits<t.User, Item<'/api/v1/users'>>>,
  Ok<Fits<t.Region, Item<'/api/v1/regions'>>>,
  Ok<Fits<Omit<t.Enterprise, 'next_allowed'>, Got<'/api/v1/enterprises/{id}'>>>,
  Ok<Fits<t.HistoryItem, Item<'/api/v1/enterprises/{id}/history'>>>,
  Ok<Fits<t.TimelineItem, Item<'/api/v1/enterprises/{id}/timeline'>>>,
  Ok<Fits<t.Outlet, Item<'/api/v1/enterprises/{id}/outlets'>>>,
  Ok<Fits<t.Equipment, Item<'/api/v1/enterprises/{id}/equipment'>>>,
  Ok<Fits<t.MapPoint, Item<'/api/v1/enterprises/map'>>>,
  Ok<Fits<t.Duplicate, Item<'/api/v1/enterprises/duplicates'>>>,
  Ok<Fits<t.Import, Got<'/api/v1/imports/{id}'>>>,
  Ok<Fits<t.ImportFault, Item<'/api/v1/imports/{id}/faults'>>>,
  Ok<Fits<t.ImportField, Item<'/api/v1/imports/fields'>>>,
  Ok<Fits<t.Officer, Got<'/api/v1/officers/{id}'>>>,
  Ok<Fits<t.Recusal, Item<'/api/v1/officers/{id}/recusals'>>>,
  Ok<Fits<t.Assignment, Item<'/api/v1/assignments'>>>,
  Ok<Fits<t.Handover, Got<'/api/v1/assignments/{id}/handover'>>>,
  Ok<Fits<t.Coverage, Got<'/api/v1/liaison/coverage'>>>,
  Ok<Fits<t.Workload, Item<'/api/v1/liaison/workload'>>>,
  Ok<Fits<t.Plan, Got<'/api/v1/liaison/plans/{id}'>>>,
  Ok<Fits<t.PlanChange, Item<'/api/v1/liaison/plans/{id}/changes'>>>,
  Ok<Fits<t.TaskCode, Item<'/api/v1/liaison/task-codes'>>>,
  Ok<Fits<t.Task, Item<'/api/v1/liaison/tasks'>>>,
  Ok<Fits<t.Plate, Got<'/api/v1/plates/{id}'>>>,
  Ok<Fits<t.PlateEvent, Item<'/api/v1/plates/{id}/history'>>>,
  Ok<Fits<t.PublicPlate, Got<'/api/v1/public/plates/{payload}'>>>,
  Ok<Fits<t.PublicKey, Item<'/api/v1/public/keys'>>>,
  Ok<Fits<t.Device, Item<'/api/v1/devices'>>>,
  Ok<Fits<t.IssuedBadge, Posted<'/api/v1/devices/{uid}/badge'>>>,
  Ok<Fits<t.OfficerScan, Item<'/api/v1/officer-scans'>>>,
  Ok<Fits<t.BadgeRevocations, Got<'/api/v1/public/badge-revocations'>>>,
  Ok<Fits<t.Job, Got<'/api/v1/jobs/{id}'>>>,
  Ok<Fits<Omit<t.Verdict, 'reasons'>, Posted<'/api/v1/visits/verdict'>>>,
  Ok<Fits<t.Visit, Got<'/api/v1/visits/{id}'>>>,
  Ok<Fits<t.Mission, Got<'/api/v1/missions/{id}'>>>,
  Ok<Fits<t.MissionPair, Item<'/api/v1/missions/proposals'>>>,
  Ok<Fits<t.Unscanned, Item<'/api/v1/unscanned'>>>,
  Ok<Fits<t.Delivery, Item<'/api/v1/deliveries'>>>,
  Ok<Fits<t.RulePack, Item<'/api/v1/rule-packs'>>>,
  Ok<Fits<t.RulePackFull, Got<'/api/v1/rule-packs/{kind}/{name}'>>>,
  Ok<Fits<t.RulePackDiff, Got<'/api/v1/rule-packs/{kind}/{name}/diff'>>>,
  Ok<Fits<t.RuleDraft, Item<'/api/v1/rule-drafts'>>>,
  Ok<Fits<t.RuleDraftFull, Got<'/api/v1/rule-drafts/{id}'>>>,
  Ok<Fits<t.RulePackImpact, Got<'/api/v1/rule-packs/{kind}/{name}/impact'>>>,
  Ok<Fits<t.Receipt, Got<'/api/v1/visits/{id}/receipt'>>>,
  Ok<Fits<t.Paper, Item<'/api/v1/visits/{id}/papers'>>>,
  Ok<Fits<t.Paper, Item<'/api/v1/missions/{id}/papers'>>>,
  Ok<Fits<t.Complaint, Item<'/api/v1/complaints'>>>,
  Ok<Fits<t.DeskToday, Got<'/api/v1/desk/today'>>>,
  Ok<Fits<t.AuditLeaf, Item<'/api/v1/audit/leaves'>>>,
  Ok<Fits<t.ConfigItem, Item<'/api/v1/system/config'>>>,
  Ok<Fits<t.StatementReply, Got<'/api/v1/statements/{month}'>>>,
  Ok<Fits<t.StatementReply, Got<'/api/v1/public/statements/{month}'>>>,
  Ok<Fits<t.OversightOverview, Got<'/api/v1/oversight'>>>,
  Ok<Fits<t.OversightVisit, Item<'/api/v1/oversight/visits'>>>,
  Ok<Fits<t.OversightReport, Item<'/api/v1/oversight/unscanned'>>>,
  Ok<Fits<t.OversightRanking, Got<'/api/v1/oversight/exceptions'>>>,
  Ok<Fits<t.OversightTrend, Got<'/api/v1/oversight/trend'>>>,
  Ok<Fits<t.OversightBurdens, Got<'/api/v1/oversight/burden'>>>,
  Ok<Fits<t.OversightRatings, Got<'/api/v1/oversight/ratings'>>>,
  Ok<Fits<t.OversightOpinion, Item<'/api/v1/oversight/opinions'>>>,
  Ok<Fits<t.OversightDoubts, Got<'/api/v1/oversight/doubts'>>>,
  Ok<Fits<t.VisitProof, Got<'/api/v1/visits/{id}/proof'>>>,
  Ok<Fits<t.Monitor, Got<'/api/v1/outlets/{id}/monitor'>>>,
  Ok<Fits<t.Monitor, Item<'/api/v1/outlets'>>>,
  Ok<Fits<t.Curve, Got<'/api/v1/outlets/{id}/curve'>>>,
  Ok<Fits<t.Reading, Item<'/api/v1/outlets/{id}/latest'>>>,
  Ok<Fits<t.DayRow, Item<'/api/v1/outlets/{id}/days'>>>,
  Ok<Fits<t.Logger, Got<'/api/v1/loggers/{id}'>>>,
  Ok<Fits<t.LoggerCount, Item<'/api/v1/loggers/{id}/counts'>>>,
  Ok<Fits<t.FrameRow, Item<'/api/v1/loggers/{id}/frames'>>>,
  Ok<Fits<t.FrameHour, Item<'/api/v1/loggers/{id}/frame-hours'>>>,
  Ok<Fits<t.Stranger, Item<'/api/v1/logger-quarantine'>>>,
  Ok<Fits<t.LoggerCommand, Got<'/api/v1/logger-commands/{id}'>>>,
  Ok<Fits<t.OutletLimit, Item<'/api/v1/limits'>>>,
  Ok<Fits<t.DataMarkSpan, Item<'/api/v1/marks'>>>,
  Ok<Fits<t.DeviceMark, Item<'/api/v1/outlets/{id}/device-marks'>>>,
  Ok<Fits<t.Emissions, Got<'/api/v1/outlets/{id}/emissions'>>>,
  Ok<Fits<t.MarkKind, Item<'/api/v1/mark-kinds'>>>,
  Ok<Fits<t.ClueRule, Item<'/api/v1/clue-rules'>>>,
  Ok<Fits<t.Clue, Item<'/api/v1/clues'>>>,
  Ok<Fits<Omit<t.ClueCard, 'clue'>, Got<'/api/v1/clues/{id}'>>>,
  Ok<Fits<t.ClueSummary, Got<'/api/v1/clues/summary'>>>,
  Ok<Fits<t.Replay, Got<'/api/v1/clue-replay'>>>,
  Ok<Fits<t.OffsiteCoverage, Got<'/api/v1/coverage'>>>,
  Ok<Fits<t.Quality, Got<'/api/v1/outlets/{id}/quality'>>>,
  Ok<Fits<t.Zone, Item<'/api/v1/zones'>>>,
  Ok<Fits<t.PenaltyScheme, Item<'/api/v1/penalties/schemes'>>>,
  Ok<Fits<t.PenaltySheet, Got<'/api/v1/penalties/sheet'>>>,
  Ok<Fits<t.PenaltyView, Posted<'/api/v1/penalties/assess'>>>,
  Ok<Fits<t.PenaltyCaseRow, Item<'/api/v1/penalties'>>>,
  Ok<Fits<t.PenaltyCase, Got<'/api/v1/penalties/{id}'>>>,
  Ok<Fits<t.PenaltyStep, Item<'/api/v1/penalties/{id}/steps'>>>,
  Ok<Fits<t.PenaltyChange, Item<'/api/v1/penalties/{id}/what-if'>>>,
  Ok<Fits<t.PenaltyByDay, Got<'/api/v1/penalties/{id}/day-fine'>>>,
  Ok<Fits<t.PenaltyPrecedents, Got<'/api/v1/penalties/{id}/precedents'>>>,
  Ok<Fits<t.PenaltyPaper, Item<'/api/v1/penalties/{id}/papers'>>>,
  Ok<Fits<t.PenaltyBoard, Got<'/api/v1/penalties/consistency'>>>,
  Ok<Fits<t.PenaltyPack, Item<'/api/v1/penalty-packs'>>>,
  Ok<Fits<t.PenaltyPackFull, Got<'/api/v1/penalty-packs/{id}'>>>,
  Ok<Fits<t.PenaltyPackSource, Got<'/api/v1/penalty-packs/source'>>>,
  Ok<Fits<t.PenaltyPackPreview, Got<'/api/v1/penalty-packs/{id}/preview'>>>,
  Ok<Fits<t.PenaltyPackImpact, Got<'/api/v1/penalty-packs/{id}/impact'>>>,
]
