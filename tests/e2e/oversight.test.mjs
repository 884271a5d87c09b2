// Supervision on the desk and the statement for everybody, in a browser: figures lead to rows, and what is shown is verified there.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { assertAccessible, assertFits, assertNoFaults, launch, newPage, PASSWORD, startCity } from './helper.mjs'

const day = (ms) => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 10)
const lastMonth = () => {
  const [y, m] = day(Date.now()).split('-').map(Number)
  return m === 1 ? `${y - 1}-12` : `${y}-${String(m - 1).padStart(2, '0')}`
}
const PAGES = ['overview', 'visits?view=exception', 'visits?view=open_long', 'unscanned', 'exceptions', 'exceptions?by=unit', 'burden', 'burden?by=street', 'ratings', 'doubts', 'statement']

describe('oversight', () => {
  let city, browser
  const month = lastMonth()
  const period = `from=${month.slice(0, 4)}-01-01&to=${day(Date.now())}`
  before(async () => {
    city = await startCity({ args: ['--enterprises', '240'] })
    browser = await launch()
  })
  after(async () => {
    await browser?.close()
    await city?.stop()
  })

  async function desk(username, options) {
    const page = await newPage(browser, { viewport: { width: 1440, height: 900 }, ...options })
    await page.goto(`${city.url}/desk/login`)
    await page.fill('input[name=username]', username)
    await page.fill('input[name=password]', PASSWORD)
    await page.keyboard.press('Enter')
    await page.waitForSelector('nav.nav')
    return page
  }

  test('every page is accessible, in both languages, without faults', async () => {
    const page = await desk('supervision')
    for (const lang of ['zh', 'en']) {
      await page.evaluate((l) => localStorage.setItem('wurao.locale', l), lang)
      for (const path of PAGES) {
        await page.goto(`${city.url}/desk/oversight/${path}${path.includes('?') ? '&' : '?'}${period}`)
        await page.waitForLoadState('networkidle')
        await assertAccessible(page, `${path} (${lang})`)
        await assertFits(page, path)
        if (lang === 'en') assert.doesNotMatch(await page.locator('.subnav, h2, th').allInnerTexts().then((x) => x.join(' ')), /督察|例外|负担|公示/, path)
      }
    }
    assertNoFaults(page)
    await page.context().close()
  })

  test('a figure opens the list it counts, with the filter in the address', async () => {
    const page = await desk('supervision')
    await page.goto(`${city.url}/desk/oversight/overview?${period}`)
    const figure = page.getByRole('link', { name: /^例外检查 \d+/ })
    const n = Number((await figure.getAttribute('aria-label')).split(' ')[1])
    assert.ok(n > 0)
    await figure.click()
    await page.waitForURL(/view=exception/)
    assert.match(page.url(), /from=\d{4}-01-01/)
    await page.waitForSelector('tbody tr')
    const client = await city.login('supervision')
    let rows = 0
    for (let cursor = ''; cursor !== undefined; ) {
      const p = await client.get(`/oversight/visits?view=exception&${period}&limit=200${cursor ? `&cursor=${cursor}` : ''}`)
      rows += p.items.length
      cursor = p.next
    }
    assert.equal(rows, n)
    await page.getByRole('link', { name: '例外排名' }).click()
    await page.waitForSelector('tbody tr')
    assertNoFaults(page)
    await page.context().close()
  })

  test('the trend has a table behind it', async () => {
    const page = await desk('leader')
    await page.goto(`${city.url}/desk/oversight/overview?${period}`)
    await page.waitForSelector('.chart canvas')
    await page.getByRole('button', { name: '表格' }).click()
    assert.equal(await page.locator('section:has(h2:text("例外检查占比")) tbody tr').count(), 12)
    assert.equal(await page.getByRole('link', { name: '佐证存疑' }).count(), 0, 'weak proofs are for supervision')
    assertNoFaults(page)
    await page.context().close()
  })

  test('the statement is verified on the desk', async () => {
    const page = await desk('city')
    await page.goto(`${city.url}/desk/oversight/statement`)
    await page.getByRole('button', { name: '在本机核验' }).click()
    await page.waitForSelector('.checks li')
    const steps = await page.locator('.checks li').allInnerTexts()
    assert.equal(steps.length, 6)
    for (const s of steps) assert.match(s, /^✓/, s)
    assertNoFaults(page)
    await page.context().close()
  })

  for (const [width, height] of [[1440, 900], [390, 844], [320, 640]]) {
    test(`the public statement at ${width} px`, async () => {
      const page = await newPage(browser, { viewport: { width, height } })
      await page.goto(`${city.url}/statement/${month}`)
      await page.waitForSelector('[data-test=hash]')
      const shown = (await page.locator('[data-test=hash]').innerText()).trim()
      const reply = await city.anonymous().get(`/public/statements/${month}`)
      assert.equal(shown, reply.statement.sha256)
      await page.locator('[data-test=verify]').click()
      await page.waitForSelector('[data-step=path]')
      for (const step of ['text', 'numbers', 'rows', 'from', 'to', 'path']) assert.equal(await page.locator(`[data-step=${step}]`).getAttribute('class'), 'ok', step)
      await assertAccessible(page, 'public statement')
      await assertFits(page, 'public statement')
      assertNoFaults(page)
      await page.context().close()
    })
  }

  test('a number that was tampered with on the way is found out', async () => {
    const page = await newPage(browser, { viewport: { width: 390, height: 844 } })
    await page.route('**/api/v1/public/statements/*', async (route) => {
      const r = await route.fetch()
      const body = await r.json()
      body.statement.inspections_n -= 1
      await route.fulfill({ response: r, json: body })
    })
    await page.route('**/api/v1/public/statements/*/rows', async (route) => {
      const r = await route.fetch()
      await route.fulfill({ response: r, body: (await r.text()).replace(',inspection,', ',help,') })
    })
    await page.goto(`${city.url}/statement/${month}`)
    await page.locator('[data-test=verify]').click()
    await page.waitForSelector('[data-step=path]')
    assert.equal(await page.locator('[data-step=text]').getAttribute('class'), 'ok')
    for (const step of ['numbers', 'rows']) assert.equal(await page.locator(`[data-step=${step}]`).getAttribute('class'), 'bad', step)
    await page.context().close()
  })
})
