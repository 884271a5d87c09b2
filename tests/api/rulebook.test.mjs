// Rule packs of the bureau: drafted from one in use, previewed, compared, decided by somebody else, in force without a restart.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { ENGINES, Server, fault, sleep } from './lib/server.mjs'

const day = (n = 0) => new Date(Date.now() + 8 * 3_600_000 + n * 86_400_000).toISOString().slice(0, 10)

for (const engine of ENGINES)
  describe(`rule packs of the bureau on ${engine}`, () => {
    const s = new Server({}, { city: 60, engine })
    let city, legal, officer, file, made
    const P = '/api/v1/rule-drafts'

    before(async () => {
      await s.start('--demo')
      ;[city, legal, officer] = await Promise.all(['city', 'legal', 'officer'].map((n) => s.login(n)))
    })
    after(() => s.close())

    const inUse = async (id) => (await officer.all('/api/v1/rule-packs')).find((p) => p.id === id)
    /** The pack in use as a draft of ours, with changes. */
    const draftOf = (change) => {
      const d = structuredClone(file)
      Object.assign(d.head, { id: 'offsite/bureau-1', version: '1', valid_from: day() })
      change(d)
      return JSON.stringify(d)
    }
    const post = (content, note = '按本市实际调整', by = city) => by.post(P, { content, note })

    test('a draft starts from the file of a pack in use', async () => {
      const r = await city.get('/api/v1/rule-packs/offsite/default-2022/file')
      assert.equal(r.status, 200, r.text)
      file = JSON.parse(r.body.content)
      assert.deepEqual(Object.keys(file), ['head', 'body', 'examples'])
      assert.ok(file.examples.length > 100)
      assert.equal((await city.get('/api/v1/rule-packs/offsite/none/file')).status, 404)
    })

    test('what is wrong with a file is told at its place', async () => {
      assert.equal((await post(draftOf(() => {}), '按本市实际调整', officer)).status, 403)
      const bad = await post(draftOf((d) => (d.body.numbers[0].value = -1)))
      assert.equal(bad.status, 422, bad.text)
      assert.match(bad.text, /body\.numbers\[0\]/)
      assert.equal((await post('{')).status, 422)
      assert.ok(fault(await post(draftOf(() => {}), ''), 'note'))
      const named = JSON.parse((await city.get('/api/v1/penalty-packs/source?pack=penalty/zhengzhou-2022')).body.content)
      const r = await post(JSON.stringify(named))
      assert.equal(r.body.key, 'rulebook.by_name', r.text)
    })

    test('a draft is previewed, compared, and its examples must hold', async () => {
      const wrong = await post(draftOf((d) => (d.body.rules.find((r) => r.id === 'W2').params[0].value = 5000)))
      assert.equal(wrong.status, 201, wrong.text)
      const preview = (await city.get(`${P}/${wrong.body.id}/preview`)).body
      assert.ok(preview.examples.some((e) => !e.good), 'an example speaks of one per cent')
      const refused = await city.post(`${P}/${wrong.body.id}/submit`, {})
      assert.equal(refused.status, 409, refused.text)
      assert.equal((await city.post(`${P}/${wrong.body.id}/withdraw`, { note: '算例不符' })).body.state, 'withdrawn')

      made = (await post(draftOf((d) => (d.body.rules.find((r) => r.id === 'E3').params[0].value = 9400) && (d.examples = d.examples.filter((e) => e.rule !== 'E3'))))).body
      const diff = (await city.get(`${P}/${made.id}/diff`)).body
      assert.deepEqual([diff.from, diff.to], ['offsite/default-2022', 'offsite/bureau-1'])
      assert.ok(diff.changes_n >= 1 && diff.changes.some((c) => JSON.stringify(c).includes('94')), JSON.stringify(diff.changes))
      assert.equal((await city.get(`${P}/${made.id}/impact`)).body.key, 'rules.no_impact')
    })

    test('four eyes: not its author, and only what was submitted', async () => {
      assert.equal((await legal.post(`${P}/${made.id}/publish`, {})).status, 409, 'not submitted yet')
      assert.equal((await city.post(`${P}/${made.id}/submit`, {})).body.state, 'submitted')
      const own = await city.post(`${P}/${made.id}/publish`, {})
      assert.equal(own.status, 403)
      assert.equal(own.body.key, 'rulebook.four_eyes')
      assert.equal((await officer.post(`${P}/${made.id}/publish`, {})).status, 403)
      assert.equal((await inUse('offsite/bureau-1')), undefined)
      const done = await legal.post(`${P}/${made.id}/publish`, { note: '同意' })
      assert.equal(done.status, 200, done.text)
      assert.deepEqual([done.body.state, done.body.in_use, done.body.decided_by_name], ['published', true, legal.me.name])
    })

    test('it is in force at once, and stays after a restart', async () => {
      const p = await inUse('offsite/bureau-1')
      assert.equal(p.in_force, true)
      assert.equal((await inUse('offsite/default-2022')).in_force, false)
      const rule = async () => (await officer.all('/api/v1/clue-rules')).find((r) => r.id === 'E3')
      assert.equal((await rule()).params[0].value, 9400)
      for (let i = 0; i < 60 && !/event=offsite.rules pack=offsite\/bureau-1/.test(s.log); i++) await sleep(500)
      assert.match(s.log, /event=offsite.rules pack=offsite\/bureau-1/, 'the rules that judge as data arrives took it up')
      await s.stop()
      await s.start('--demo')
      ;[city, legal, officer] = await Promise.all(['city', 'legal', 'officer'].map((n) => s.login(n)))
      assert.equal((await rule()).params[0].value, 9400)
      const replay = JSON.parse(s.cli(['offsite', 'replay', '--from', day(-1), '--to', day(), '--pack', 'offsite/bureau-1', '--json']).stdout)
      assert.equal(replay.pack, 'offsite/bureau-1', 'the command line has it as well')
      assert.match(s.cli(['rules', 'show', '--published', 'offsite/bureau-1']).stdout, /94%/)
    })

    test('what has served cannot be replaced or taken back; days gone by stay as they were', async () => {
      assert.equal((await legal.post(`${P}/${made.id}/withdraw`, {})).body.key, 'rulebook.begun')
      const through = async (content) => {
        const d = (await post(content)).body
        assert.equal((await city.post(`${P}/${d.id}/submit`, {})).status, 200)
        return legal.post(`${P}/${d.id}/publish`, {})
      }
      const again = await through(draftOf((d) => (d.head.version = '2')))
      assert.equal(again.status, 422)
      assert.ok(fault(again, 'head.id'), again.text)
      const past = await through(draftOf((d) => Object.assign(d.head, { id: 'offsite/bureau-2', valid_from: day(-1) })))
      assert.ok(fault(past, 'head.valid_from'), past.text)
      const first = await through(draftOf((d) => Object.assign(d.head, { id: 'offsite/bureau-2', valid_from: day(3) })))
      assert.equal(first.body.state, 'published', first.text)
      const second = await through(draftOf((d) => Object.assign(d.head, { id: 'offsite/bureau-2', version: '2', valid_from: day(5) })))
      assert.equal(second.body.state, 'published', second.text)
      const list = await officer.all(P)
      assert.deepEqual(list.filter((d) => d.pack === 'offsite/bureau-2' && d.valid_from >= day(3)).map((d) => d.state), ['published', 'replaced'])
      assert.equal((await inUse('offsite/bureau-2')).version, '2')
      assert.equal((await legal.post(`${P}/${second.body.id}/withdraw`, { note: '暂缓' })).body.state, 'withdrawn')
      assert.equal(await inUse('offsite/bureau-2'), undefined)
    })

    test('other kinds as well: a visit policy shows whom it would affect', async () => {
      const policy = JSON.parse((await city.get('/api/v1/rule-packs/visit-policy/default-2026/file')).body.content)
      Object.assign(policy.head, { id: 'visit-policy/bureau-1', valid_from: day() })
      const d = await post(JSON.stringify(policy))
      assert.equal(d.status, 201, d.text)
      const impact = await city.get(`${P}/${d.body.id}/impact`)
      assert.equal(impact.status, 200, impact.text)
      assert.ok(impact.body.examined_n > 0)
      assert.equal(impact.body.changed_n, 0, 'the same numbers change nothing')
    })

    test('the log holds every step', async () => {
      assert.match(s.cli(['audit', 'verify']).stdout, /^ok/)
    })
  })
