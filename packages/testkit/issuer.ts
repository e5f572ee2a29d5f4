/** A small OpenID provider for specs: it checks what a provider checks, and lies where a spec asks it to. */
import { createHash, generateKeyPairSync, type KeyPairKeyObjectResult, sign } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Issuer {
  readonly url: string
  /** What a browser sent to `url` comes back with, signed in as somebody. `claims` replaces what the token says. */
  authorize(url: string, email: string, claims?: Readonly<Record<string, unknown>>): string
  /** Who a browser that comes here is, from now on: it is sent back at once. */
  signedInAs(email: string): void
  /** Tokens are signed by somebody else from now on. */
  forge(): void
  close(): Promise<void>
}

export const ISSUER_CLIENT = { clientId: 'tandem', secret: 'client-secret-of-the-spec' } as const

interface Grant {
  readonly challenge: string
  readonly returnTo: string
  readonly claims: Readonly<Record<string, unknown>>
}

/** `now` in milliseconds: what a provider says runs out. */
export async function startIssuer(now: () => number): Promise<Issuer> {
  let count = 0
  const keys = [0, 1].map(() => generateKeyPairSync('rsa', { modulusLength: 2048 }))
  const [own, anothers] = keys as [KeyPairKeyObjectResult, KeyPairKeyObjectResult]
  const grants = new Map<string, Grant>()
  let signer = own
  let browser = ''
  const server = createServer(async (request, response) => {
    const asked = new URL(request.url ?? '', url)
    if (asked.pathname === '/authorize') {
      const back = `${asked.searchParams.get('redirect_uri')}${authorize(asked.href, browser)}`
      return response.writeHead(302, { location: back }).end()
    }
    const [status, body] = await answerTo(request, { url, own, signer, grants })
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  const url = await listen(server)
  const authorize: Issuer['authorize'] = (address, email, claims = {}) => {
    const asked = new URL(address).searchParams
    const at = Math.floor(now() / 1000)
    const who = { sub: email.toLowerCase(), email, email_verified: true, name: 'Li Na' }
    const usual = { iss: url, aud: ISSUER_CLIENT.clientId, iat: at, exp: at + 60, nonce: asked.get('nonce'), ...who }
    const code = `code-${++count}`
    const [challenge, returnTo] = [asked.get('code_challenge') ?? '', asked.get('redirect_uri') ?? '']
    grants.set(code, { challenge, returnTo, claims: { ...usual, ...claims } })
    return `?${new URLSearchParams({ code, state: asked.get('state') ?? '' })}`
  }
  return {
    ...{ url, authorize },
    signedInAs: (email) => {
      browser = email
    },
    forge: () => {
      signer = anothers
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

interface State {
  readonly url: string
  readonly own: KeyPairKeyObjectResult
  readonly signer: KeyPairKeyObjectResult
  readonly grants: Map<string, Grant>
}

async function answerTo(request: IncomingMessage, { url, own, signer, grants }: State): Promise<[status: number, body: object]> {
  if (request.url === '/.well-known/openid-configuration') return [200, described(url)]
  if (request.url === '/jwks') {
    return [200, { keys: [{ ...own.publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' }] }]
  }
  const form = new URLSearchParams(await textOf(request))
  const grant = grants.get(form.get('code') ?? '')
  grants.delete(form.get('code') ?? '')
  const proof = createHash('sha256')
    .update(form.get('code_verifier') ?? '')
    .digest('base64url')
  const isClient = form.get('client_id') === ISSUER_CLIENT.clientId && form.get('client_secret') === ISSUER_CLIENT.secret
  if (!isClient) return [401, { error: 'invalid_client' }]
  if (proof !== grant?.challenge || form.get('redirect_uri') !== grant.returnTo) return [400, { error: 'invalid_grant' }]
  const token = { access_token: `token-of-${form.get('code')}`, token_type: 'Bearer', expires_in: 60 }
  return [200, { ...token, id_token: signed(grant.claims, signer) }]
}

function signed(claims: object, { privateKey }: KeyPairKeyObjectResult): string {
  const parts = [{ alg: 'RS256', kid: 'one', typ: 'JWT' }, claims]
  const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
  return `${text}.${sign('RSA-SHA256', Buffer.from(text), privateKey).toString('base64url')}`
}

async function textOf(request: AsyncIterable<Buffer>): Promise<string> {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece)
  return Buffer.concat(pieces).toString()
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function described(url: string): object {
  return {
    ...{ issuer: url, authorization_endpoint: `${url}/authorize`, token_endpoint: `${url}/token`, jwks_uri: `${url}/jwks` },
    ...{ response_types_supported: ['code'], subject_types_supported: ['public'] },
    ...{ id_token_signing_alg_values_supported: ['RS256'], code_challenge_methods_supported: ['S256'] },
    token_endpoint_auth_methods_supported: ['client_secret_post'],
  }
}
