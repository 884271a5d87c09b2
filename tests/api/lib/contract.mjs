// Replies are held against the contract the server itself gives (GET /api/openapi.json).
import assert from 'node:assert/strict'
import Ajv from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

const escape = (s) => s.replaceAll('~', '~0').replaceAll('/', '~1')

export class Contract {
  constructor(doc) {
    this.doc = doc
    this.ajv = new Ajv({ strict: false, validateSchema: false, allErrors: true, validateFormats: true })
    addFormats(this.ajv)
    this.ajv.addFormat('binary', true)
    this.ajv.addSchema({ ...doc, $id: 'api' })
    this.compiled = new Map()
    this.paths = Object.keys(doc.paths).map((path) => ({
      path,
      // Literal segments first, as the router does.
      literal: path.split('/').filter((s) => !s.startsWith('{')).length,
      regex: new RegExp(`^${path.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{[^}]+\}/g, '[^/]+')}$`),
    }))
    this.paths.sort((a, b) => b.literal - a.literal)
  }

  /** Every operation: {method, path, op}. */
  operations() {
    return Object.entries(this.doc.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, op]) => ({ method: method.toUpperCase(), path, op })),
    )
  }

  find(method, pathname) {
    for (const p of this.paths) {
      const op = this.doc.paths[p.path][method.toLowerCase()]
      if (op && p.regex.test(pathname)) return { path: p.path, op }
    }
    return null
  }

  validator(pointer) {
    if (!this.compiled.has(pointer)) this.compiled.set(pointer, this.ajv.compile({ $ref: `api#${pointer}` }))
    return this.compiled.get(pointer)
  }

  /** Fails when a reply is not what the contract says of this route and status. */
  check(method, pathname, status, type, body) {
    if (!pathname.startsWith('/api/')) return
    const found = this.find(method === 'HEAD' ? 'GET' : method, pathname)
    if (!found) {
      assert.ok(status === 404 || status === 405, `${method} ${pathname} is in no contract and answered ${status}`)
      return
    }
    const key = found.op.responses[status] ? String(status) : 'default'
    if (key === 'default') assert.ok(status >= 400 || status === 304, `${method} ${found.path}: ${status} is not declared`)
    const content = found.op.responses[key]?.content
    if (!content || status === 304 || status === 204 || method === 'HEAD') return
    const base = type?.split(';')[0]
    if (content['*/*']) return
    assert.ok(content[base], `${method} ${found.path} ${status}: media type ${type} is not declared`)
    if (!base.endsWith('json')) return
    const pointer = `/paths/${escape(found.path)}/${method.toLowerCase()}/responses/${key}/content/${escape(base)}/schema`
    const validate = this.validator(pointer)
    assert.ok(
      validate(body),
      `${method} ${found.path} ${status} breaks the contract: ${this.ajv.errorsText(validate.errors)}\n${JSON.stringify(body).slice(0, 600)}`,
    )
  }
}
